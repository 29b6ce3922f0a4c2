package osb

import (
	"net/http"
	"time"

	"conformance/mocks"
)

func headerMutants() []mutant {
	catalog := mocks.On("catalog").When(browsing)
	originating := func(s *mocks.Seen) bool { return s.Header.Get("X-Broker-API-Originating-Identity") != "" }
	return []mutant{
		fault("strangers-served", "the catalog is for everybody", catalog.Answered(401).Status(200).Body(`{"services":[]}`)).
			breaks("OSB-AUTH-007", "OSB-AUTH-008", "OSB-AUTH-002"),
		fault("strangers-answered-403", "strangers are answered 403", catalog.Answered(401).Status(403)).breaks("OSB-AUTH-008"),
		fault("fetched-by-anybody", "instances are fetched without credentials",
			lives("fetch-instance").When(without("Authorization")).InsteadWith(reply(200, map[string]any{}))).breaks("OSB-AUTH-007", "OSB-AUTH-008"),
		fault("bindings-for-anybody", "bindings are fetched without credentials",
			lives("fetch-binding").When(without("Authorization")).InsteadWith(reply(200, map[string]any{}))).breaks("OSB-AUTH-007", "OSB-AUTH-008"),
		fault("strangers-conflict", "a provision without credentials is looked at before it is refused",
			lives("provision").When(without("Authorization")).Answered(401).Status(409)).breaks("OSB-AUTH-008"),
		fault("strangers-not-found", "a bind without credentials finds nothing",
			lives("bind").When(without("Authorization")).Answered(401).Status(404)).breaks("OSB-AUTH-008"),
		fault("stranger-deletes", "an instance is gone after a stranger asked to delete it", lives("deprovision").Nth(4).Answered(200).Status(410)).
			breaks("OSB-AUTH-009", "OSB-ERR-017", "OSB-DEPROV-009").blocks(),
		fault("version-answered-400", "an old version is refused with 400", catalog.Answered(412).Status(400)).breaks("OSB-HDR-005"),
		fault("versionless-answered-412", "a missing version is refused with 412", catalog.When(without("X-Broker-API-Version")).Answered(400).Status(412)).
			breaks("OSB-HDR-008"),
		fault("identity-not-echoed", "no answer has the identity of its request", mocks.On().Header(identity, "")).breaks("OSB-HDR-030"),
		fault("originator-crashes", "a malformed originating identity is answered with 500", catalog.When(originating).Status(500)).
			breaks("OSB-HDR-036", "OSB-ERR-001"),
		fault("identity-demanded", "a request without identity is refused", catalog.When(without(identity)).InsteadWith(reply(400, failure()))).
			breaks("OSB-HDR-037"),
		fault("header-names-known-in-one-case", "in memory, where the case of names is not lost: a version whose header is spelled in another case is not seen",
			catalog.When(respelled("X-Broker-API-Version")).SetSentHeader("X-Broker-API-Version", "")).breaks("OSB-HDR-038"),
		fault("header-names-refused", "in memory: a request whose header names are in another case is refused with 412",
			catalog.When(respelled("X-Broker-API-Version")).Answered(200).Status(412)).breaks("OSB-HDR-038"),
		fault("authorization-known-in-one-case", "in memory: credentials in a header that is spelled in another case are not seen",
			catalog.When(respelled("Authorization")).SetSentHeader("Authorization", "")).breaks("OSB-HDR-038"),
		fault("label-text", "every answer says that it is text", mocks.On().Header("Content-Type", "text/plain")).breaks("OSB-ERR-023"),
		fault("slow", "the catalog takes forty seconds", catalog.Answered(http.StatusOK).Before(func(*mocks.Seen) { time.Sleep(40 * time.Second) })).
			breaks("OSB-ASYNC-001"),
	}
}
