package osb

import (
	"net/http"
	"net/url"
	"strings"
	"sync"

	"conformance/mocks"
)

// beside begins rules for requests of the scenario with two instances.
func beside(operations ...string) mocks.Rule { return mocks.On(operations...).During("identifiers") }

// spelt holds for requests whose path has the text.
func spelt(text string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.Contains(s.Path, text) }
}

// typed holds for requests whose body is labelled as something.
func typed(media string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Header.Get("Content-Type") == media }
}

func identifierMutants() []mutant {
	const originator = "X-Broker-API-Originating-Identity"
	umlaut, lower := spelt("%C3%BC"), spelt("%c3%bc")
	refuse := reply(400, failure())
	return []mutant{
		fault("context-demanded", "a provision without context is refused", beside("provision").When(lacks("context")).InsteadWith(refuse)).
			breaks("OSB-META-007"),
		fault("update-context-demanded", "an update without context is refused", beside("update").When(lacks("context")).InsteadWith(refuse)).
			breaks("OSB-META-007"),
		fault("bind-context-demanded", "a bind without context is refused", beside("bind").When(lacks("context")).InsteadWith(refuse)).
			breaks("OSB-META-007").also("OSB-URL-003"),
		fault("maintenance-demanded", "a provision without maintenance_info is refused with 422",
			beside("provision").When(lacks("maintenance_info")).InsteadWith(reply(422, failure()))).breaks("OSB-META-007"),
		fault("originator-demanded", "a provision without originating identity is refused", beside("provision").When(without(originator)).InsteadWith(refuse)).
			breaks("OSB-HDR-035"),
		fault("originator-demanded-to-delete", "a deletion without originating identity is refused",
			beside("deprovision").When(without(originator)).InsteadWith(refuse)).breaks("OSB-HDR-035").
			also("OSB-PROV-004", "OSB-URL-003"),
		fault("originator-demanded-to-bind", "without originating identity a bind crashes", beside("bind").When(without(originator)).InsteadWith(reply(500, failure()))).
			breaks("OSB-HDR-035").also("OSB-URL-003", "OSB-ERR-001"),
		fault("plan-is-the-instance", "a deletion removes every instance of the plan", allGone()).breaks("OSB-PROV-004"),
		fault("neighbour-forgotten", "an instance is not found after its neighbour was deleted",
			beside("fetch-instance").When(umlaut).Nth(3).Answered(200).Status(404)).breaks("OSB-PROV-004"),
		fault("odd-ids-misrouted", "an id that has to be percent-encoded finds no route", beside("provision").When(umlaut).InsteadWith(reply(404, failure()))).
			breaks("OSB-URL-003"),
		fault("hexadecimal-case-matters", "an id is compared as it is percent-encoded", beside("deprovision").When(lower).InsteadWith(reply(410, failure()))).
			breaks("OSB-URL-003"),
		fault("hexadecimal-case-matters-to-fetch", "an id is compared as it is percent-encoded", beside("fetch-instance").When(lower).Status(404)).
			breaks("OSB-URL-003"),
		fault("ids-decoded-twice", "an id is decoded twice", beside("fetch-instance").When(spelt("_.A")).Answered(404).Status(200).Body("{}")).breaks("OSB-URL-003"),
		fault("odd-bindings-lost", "a binding whose id has to be percent-encoded is not found", beside("fetch-binding").When(umlaut).Status(404)).
			breaks("OSB-URL-003"),
		fault("text-answers-415", "a body that is labelled as text is refused with 415", beside("provision").When(typed("text/plain")).Status(415)).
			breaks("OSB-ERR-026"),
		fault("text-update-answers-406", "an update that is labelled as text is refused with 406", beside("update").When(typed("text/plain")).Status(406)).
			breaks("OSB-ERR-026"),
		fault("text-bind-crashes", "a bind that is labelled as text crashes", beside("bind").When(typed("text/plain")).Status(500)).
			breaks("OSB-ERR-026", "OSB-ERR-001"),
		fault("list-answers-422", "a body that is a list is answered with 422", lives("provision").When(sends("[]")).Status(422)).
			breaks("OSB-ERR-027", "OSB-PROV-030"),
		fault("broken-update-answers-422", "an update whose body breaks off is answered with 422",
			beside("update").When(sends(`{"service_id":`)).Status(422)).breaks("OSB-UPD-031", "OSB-ERR-027"),
		fault("bytes-answer-415", "a body that is no UTF-8 is answered with 415", beside("provision").When(sends("\xff\xfe")).Status(415)).
			breaks("OSB-ERR-027"),
		fault("text-is-a-request", "a body that is a text is answered with 404", lives("provision").When(sends(`"service_id"`)).When(func(s *mocks.Seen) bool { return s.Object() == nil }).
			When(func(s *mocks.Seen) bool { return s.Body[0] == '"' }).Status(404)).breaks("OSB-PROV-030", "OSB-ERR-027"),
		fault("number-answers-409", "a service_id that is a number is answered with 409",
			lives("provision").When(func(s *mocks.Seen) bool { return s.Object()["service_id"] == 5.0 }).Status(409)).breaks("OSB-PROV-030"),
		fault("unknown-plan-served", "a provision of an unknown plan makes an instance of the first", lives("provision").When(unknownPlan).SetSent("/plan_id", syncPlan)).
			breaks("OSB-PROV-036").lax(),
		fault("unknown-offering-served", "the offering of a provision is not looked at",
			lives("provision").When(func(s *mocks.Seen) bool { return unlisted(s, "service_id") }).SetSent("/service_id", documents)).
			breaks("OSB-PROV-036").lax(),
		fault("unknown-plan-crashes", "a provision of an unknown plan is answered with 500", lives("provision").When(unknownPlan).Status(500)).breaks("OSB-PROV-036"),
		fault("provision-pretends", "an instance that was made is gone when it is to be deleted",
			beside("deprovision").Answered(200).Status(410)).breaks("OSB-PROV-001").also("OSB-PROV-004", "OSB-URL-003"),
		fault("provision-pretends-twice", "an instance that was made cannot be fetched", beside("fetch-instance").When(umlaut).Nth(1).Answered(200).Status(404)).
			breaks("OSB-PROV-001", "OSB-FETCH-001", "OSB-URL-003"),
		fault("fetch-for-some-plans", "instances of some plans cannot be fetched", waits("fetch-instance").Nth(1).Answered(200).Status(501)).breaks("OSB-FETCH-001"),
		fault("fetch-for-some-instances", "some instances cannot be fetched", beside("fetch-instance").When(umlaut).Nth(1).Answered(200).Status(500)).breaks("OSB-FETCH-001"),
	}
}

// sends holds for requests whose body has the text.
func sends(text string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.Contains(string(s.Body), text) }
}

// unknownPlan holds for requests that name a plan which the catalog does not have.
func unknownPlan(s *mocks.Seen) bool {
	return s.Object()["service_id"] == documents && unlisted(s, "plan_id")
}

// unlisted holds for requests with an id that stands nowhere in the catalog.
func unlisted(s *mocks.Seen, member string) bool {
	id, _ := s.Object()[member].(string)
	catalog := s.Send("catalog", nil, nil, nil)
	return id != "" && catalog.Status == http.StatusOK && !says(id)(catalog)
}

// allGone deletes the odd instance when the other is deleted.
func allGone() mocks.Rule {
	var mu sync.Mutex
	var neighbour string
	return beside("provision", "deprovision").Before(func(s *mocks.Seen) {
		mu.Lock()
		defer mu.Unlock()
		id := s.Params["instance_id"]
		switch {
		case strings.Contains(id, "ü"):
			neighbour = id
		case s.Operation == "deprovision" && neighbour != "":
			s.Send("deprovision", map[string]string{"instance_id": neighbour}, url.Values{"service_id": {documents}, "plan_id": {syncPlan}}, nil)
		}
	})
}
