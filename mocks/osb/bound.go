package osb

import (
	"net/http"

	"conformance/mocks"
)

const outsidePlan = "4dd31937-3d96-4bef-997b-f74886e87aef"

// boundMutants break what a binding is, and what bindings are to each other.
func boundMutants() []mutant {
	made, fetched := lives("bind").Answered(200, 201), lives("fetch-binding").Answered(200)
	forwarding := mocks.On("bind", "fetch-binding").During("permissions").AnsweredWith(says("route_service_url"))
	outside := map[string]any{"credentials": map[string]any{"user": "outsider"}}
	return []mutant{
		fault("binding-data-never", "neither a bind nor a fetch returns credentials", made.Remove("/credentials"), fetched.Remove("/credentials")).
			breaks("OSB-BIND-006", "OSB-BIND-072").also("OSB-BIND-009"),
		fault("fetch-any-binding", "whatever binding is fetched, it is the first one", firstInstead()...).
			breaks("OSB-BIND-025", "OSB-UNBIND-023").also("OSB-FETCH-108"),
		fault("route-service-undeclared", "the catalog does not say that a route service is one",
			mocks.On("catalog").During("permissions").Remove("/services/3/requires")).breaks("OSB-BIND-014", "OSB-BIND-077"),
		fault("route-missing", "a route service that the platform forwards to has no address", forwarding.Remove("/route_service_url")).
			breaks("OSB-BIND-017").also("OSB-BIND-014", "OSB-BIND-077", "OSB-BIND-079"),
		fault("route-given-outside", "a route service that the platform does not forward to has an address",
			mocks.On("bind").During("permissions").Sends("plan_id", outsidePlan).Answered(201).Set("/route_service_url", "https://routes.example.com/")).
			breaks("OSB-BIND-018"),
		fault("route-fetched-outside", "a route service that the platform does not forward to is fetched with an address",
			mocks.On("fetch-binding").During("permissions").Query("plan_id", outsidePlan).Answered(200).Set("/route_service_url", "https://routes.example.com/")).
			breaks("OSB-BIND-018"),
		fault("fetch-binding-of-one-offering", "bindings can be fetched of some offerings that declare it, and not of others",
			mocks.On("fetch-binding").During("permissions").Answered(200).Status(404)).breaks("OSB-FETCH-101"),
		fault("unbindable-bound", "a plan that is not bindable is bound", mocks.On("bind").During("unbindable").InsteadWith(reply(201, outside))).
			breaks("OSB-CAT-075"),
		fault("unbindable-fetched", "a plan that is not bindable is bound, as a fetch shows",
			mocks.On("bind").During("unbindable").InsteadWith(reply(201, map[string]any{})),
			mocks.On("fetch-binding").During("unbindable").InsteadWith(reply(200, outside))).breaks("OSB-CAT-075"),
	}
}

// firstInstead fetches the first binding of the lifecycle's instance, whichever is asked for.
func firstInstead() []mocks.Rule {
	bound := remember()
	return []mocks.Rule{
		lives("bind").Answered(200, 201).Change(func(s *mocks.Seen, _ *mocks.Answer) { bound.add(s.Params["instance_id"], s.Params["binding_id"]) }),
		lives("fetch-binding").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
			if first := bound.of(s.Params["instance_id"]); len(first) > 0 {
				return s.Send("fetch-binding", below(s, first[0]), s.Query, nil)
			}
			return reply(http.StatusNotFound, failure())(s)
		}),
	}
}

// removingAll removes all bindings of the lifecycle's instances with one of them.
func removingAll() []mocks.Rule {
	bound := remember()
	return []mocks.Rule{
		lives("bind").Answered(201).Change(func(s *mocks.Seen, _ *mocks.Answer) { bound.add(s.Params["instance_id"], s.Params["binding_id"]) }),
		lives("unbind").Answered(200).Change(func(s *mocks.Seen, _ *mocks.Answer) {
			for _, id := range bound.of(s.Params["instance_id"]) {
				s.Send("unbind", below(s, id), hints(), nil)
			}
		}),
	}
}

// is holds for requests with a member that is wrong; isList and isText are ways to be so.
func is(member string, wrong func(any) bool) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return wrong(s.Object()[member]) }
}

func isList(value any) bool { _, ok := value.([]any); return ok }

func isText(value any) bool { _, ok := value.(string); return ok }

// bindRequestMutants treat requests to bind wrongly.
func bindRequestMutants() []mutant {
	asking := lives("bind")
	malformed := asking.When(func(s *mocks.Seen) bool { return s.Object() == nil })
	busy := waits("bind").Answered(409)
	return []mutant{
		fault("bind-needs-context", "a bind without context is refused", asking.When(lacks("context")).InsteadWith(reply(400, failure()))).
			breaks("OSB-BIND-034"),
		fault("bind-needs-resource", "a bind without bind_resource is refused", asking.When(lacks("bind_resource")).InsteadWith(reply(400, failure()))).
			breaks("OSB-BIND-034", "OSB-BIND-039").also("OSB-BIND-041"),
		fault("bind-repeat-done-early", "a bind that runs is told to be done when it is sent again",
			waits("bind").Nth(2).Answered(202).Status(200).Body(`{"credentials":{"user":"early"}}`)).breaks("OSB-BIND-051", "OSB-BIND-054").also("OSB-BIND-055"),
		fault("bind-malformed-422", "a bind that cannot be read is answered with 422", malformed.Status(422)).breaks("OSB-BIND-057"),
		fault("bind-malformed-crashes", "a bind whose body breaks off is answered with 500", malformed.Status(500)).breaks("OSB-BIND-057", "OSB-ERR-001"),
		fault("bind-malformed-served", "a bind that cannot be read is served", malformed.InsteadWith(reply(201, map[string]any{}))).breaks("OSB-BIND-057"),
		fault("bind-resource-crashes", "a bind_resource that is a list is answered with 500", asking.When(is("bind_resource", isList)).InsteadWith(reply(500, failure()))).
			breaks("OSB-BIND-057", "OSB-ERR-001"),
		fault("bind-parameters-crash", "parameters that are a text are answered with 500", asking.When(is("parameters", isText)).InsteadWith(reply(500, failure()))).
			breaks("OSB-BIND-057", "OSB-ERR-001"),
		fault("bind-other-answers-200", "other parameters for a binding are answered with 200", asking.Answered(409).Status(200).Body("{}")).
			breaks("OSB-BIND-061"),
		fault("bind-other-answers-201", "other parameters for a binding replace it", asking.Answered(409).Status(201).Body(`{"credentials":{"user":"new"}}`)).
			breaks("OSB-BIND-061"),
		fault("bind-other-refused-400", "other parameters for a binding are refused with 403", asking.Answered(409).Status(403)).breaks("OSB-BIND-061"),
		fault("bind-other-joins", "other parameters for a binding that is made are accepted", busy.Status(202).Body(`{"operation":"create-other"}`)).
			breaks("OSB-BIND-062"),
		fault("bind-other-answers-200-early", "other parameters for a binding that is made are answered with 200", busy.Status(200).Body("{}")).
			breaks("OSB-BIND-062"),
		fault("rebind-other-credentials", "an identical repeated bind returns other credentials",
			asking.After(1).Answered(200).Set("/credentials/password", "another-password")).breaks("OSB-BIND-049"),
	}
}
