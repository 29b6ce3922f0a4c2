package osb

import "conformance/mocks"

func transportMutants() []mutant {
	return []mutant{
		fault("plain", "the broker is reached over a network without TLS; loopback, as here, is no network").plain().breaks("OSB-AUTH-002"),
		fault("plain-2.14", "the broker is reached over a network without TLS; loopback, as here, is no network").plain().in("2.14").breaks("OSB-AUTH-010", "OSB-AUTH-002"),
		fault("plain-2.12", "the broker is reached over a network without TLS; loopback, as here, is no network").plain().in("2.12").breaks("OSB-AUTH-011"),
		fault("open", "the broker does without credentials", mocks.On("catalog").When(browsing).When(without("Authorization")).Status(200).Body(`{"services":[]}`)).
			breaks("OSB-AUTH-002", "OSB-AUTH-007", "OSB-AUTH-008"),
	}
}
