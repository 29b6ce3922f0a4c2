package osb

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync/atomic"

	"conformance/mocks"
	"conformance/specs"
)

// oddBindings are oddities of bindings, their data and their rotation.
func oddBindings() []mocks.Equivalent {
	return slices.Concat(oddData(), oddBinds(), oddRotations())
}

func oddData() []mocks.Equivalent {
	described := mocks.On("bind", "fetch-binding").Answered(200, 201)
	listing := described.AnsweredWith(says("endpoints"))
	expiring := described.AnsweredWith(says("expires_at"))
	host := func(text string) mocks.Rule {
		return listing.Set("/endpoints/0/host", text).Set("/credentials/host", text)
	}
	data := func(r mocks.Rule) mocks.Rule { return r.Remove("/credentials").Remove("/endpoints") }
	nothing := func(r mocks.Rule) mocks.Rule {
		return r.Set("/credentials", map[string]any{}).Set("/endpoints", []any{})
	}
	nodes, again := []any{"a", map[string]any{"name": "b"}}, func(r mocks.Rule) mocks.Rule { return r.After(1) }
	const end = "2999-01-02T00:00:00.0Z"
	return []mocks.Equivalent{
		oddity("data-once-empty", "what makes a binding usable is told once, and is empty later", "the data of a binding may be handed out a single time",
			nothing(again(lives("bind").Answered(200))), nothing(lives("fetch-binding").Answered(200))),
		oddity("credentials-fresh", "every answer has another token among its credentials", "credentials are free", described.Change(freshToken())),
		inVersion("2.13", oddity("credentials-fresh-2.13", "every answer has another token among its credentials", "credentials are free",
			described.Change(freshToken()))),
		oddity("credentials-masked", "a password is told once, and hidden later", "the data of a binding may be handed out a single time",
			mocks.On("fetch-binding").Answered(200).AnsweredWith(says("password")).Change(masked())),
		oddity("nodes-shuffled", "credentials list nodes in any order", "a list of nodes has no order", mocks.On("bind").Answered(200, 201).Set("/credentials/nodes", nodes),
			mocks.On("fetch-binding").Answered(200).AnsweredWith(says("credentials")).Set("/credentials/nodes", []any{nodes[1], nodes[0]})),
		oddity("accepted-empty", "a 202 has credentials and volumes that are empty", "what is empty tells nothing of a binding",
			mocks.On("bind").Answered(202).Set("/credentials", map[string]any{}).Set("/volume_mounts", []any{}).Set("/syslog_drain_url", nil)),
		oddity("expiry-in-credentials", "credentials say when they end, as the metadata does", "credentials are free",
			expiring.Set("/metadata/expires_at", end).Set("/credentials/until", end)),
		oddity("renewal-soon", "a binding is to be renewed a few seconds before it ends", "how much time is enough is not said",
			expiring.Set("/metadata/expires_at", "2999-01-01T00:00:30.0Z").Set("/metadata/renew_before", "2999-01-01T00:00:00.0Z")),
		excusing(oddity("several-permissions", "a volume service that forwards requests, too, is bound to a route and mounts nothing",
			"of several permissions not every binding has to use all", mocks.On("catalog").Answered(200).Set("/services/4/requires", []any{"volume_mount", "route_forwarding"}),
			mocks.On("bind", "fetch-binding").During("permissions").AnsweredWith(says("volume_mounts")).Body(`{"route_service_url":"https://routes.example.com/"}`)),
			"OSB-BIND-019", "OSB-BIND-080", "OSB-BIND-081", "OSB-BIND-088", "OSB-BIND-089", "OSB-BIND-090", "OSB-BIND-091", "OSB-BIND-092", "OSB-BIND-093",
			"OSB-BIND-094", "OSB-BIND-095"),
		oddity("data-once", "what makes a binding usable is told once", "the data of a binding may be handed out a single time",
			data(lives("bind").After(1).Answered(200)), data(lives("fetch-binding").Answered(200))),
		oddity("endpoint-ipv6", "the host of an endpoint is an IPv6 address", "how an IPv6 address is written is open", host("2001:db8::17")),
		oddity("endpoint-ipv6-brackets", "the host of an endpoint is an IPv6 address in brackets", "how an IPv6 address is written is open", host("[2001:db8::17]")),
		oddity("endpoint-ipv6-both", "credentials have an IPv6 address in brackets, endpoints without", "how an IPv6 address is written is open",
			listing.Set("/endpoints/0/host", "2001:db8::17").Set("/credentials/host", "[2001:db8::17]")),
		oddity("endpoint-address", "endpoints have the address of the host", "one host may have a name and addresses", listing.Set("/endpoints/0/host", "192.0.2.17")),
		oddity("endpoint-short", "the host has a name of four letters", "names are free",
			listing.Set("/endpoints/0/host", "db01").Set("/credentials/host", "db01")),
		oddity("endpoint-range", "the port is one of a range", "ports may be a range", listing.Set("/endpoints/0/ports", []any{"27000-27999"})),
		oddity("endpoints-more", "there are more endpoints than hosts in the credentials", "every relevant endpoint is listed",
			listing.Map("/endpoints", func(old any) any {
				list, _ := old.([]any)
				return append(list, map[string]any{"host": "metrics.example.com", "ports": []any{"443"}})
			})),
		oddity("expiry-milliseconds", "times have three fractional digits", "how many fractional digits there are is open",
			expiring.Set("/metadata/expires_at", "2999-01-02T00:00:00.000Z").Set("/metadata/renew_before", "2999-01-01T00:00:00.000Z")),
		inVersion("2.16", oddity("expiry-one-digit", "expires_at has one fractional digit", "how many fractional digits there are is open",
			expiring.Set("/metadata/expires_at", "2999-01-02T00:00:00.0Z"))),
		excusing(oddity("no-renewal", "a binding ends, and nothing says when to renew it", "renew_before is optional",
			expiring.Remove("/metadata/renew_before")), "OSB-BIND-086", "OSB-BIND-087", "OSB-BIND-115"),
		excusing(oddity("no-expiry", "no binding ever ends", "expires_at is optional", described.Remove("/metadata")),
			"OSB-BIND-069", "OSB-BIND-070", "OSB-BIND-085", "OSB-BIND-086", "OSB-BIND-087", "OSB-BIND-115", "OSB-BIND-116"),
		oddity("volume-shared", "all bindings mount the same volume", "devices are shared",
			mocks.On("bind", "fetch-binding").During("permissions").AnsweredWith(says("volume_id")).Set("/volume_mounts/0/device/volume_id", "one")),
	}
}

func oddBinds() []mocks.Equivalent {
	asking := lives("bind")
	busy := map[string]any{"error": "ConcurrencyError", "description": "one at a time"}
	known := remember()
	twin := func(s *mocks.Seen) bool {
		known.add(s.Params["binding_id"], s.Params["instance_id"])
		return known.of(s.Params["binding_id"])[0] != s.Params["instance_id"]
	}
	return []mocks.Equivalent{
		oddity("app-nested", "only the nested app_guid is read", "whether the nested or the outer app_guid is meant is open",
			mocks.On("bind").During("application").Sends("app_guid", nil).DropSent("/app_guid")),
		oddity("app-outer", "only the outer app_guid is read", "whether the nested or the outer app_guid is meant is open",
			mocks.On("bind").During("application").Sends("bind_resource", nil).DropSent("/bind_resource")),
		oddity("app-needed", "bindings of the first plan need an application", "a broker may need an application",
			asking.When(whole).When(lacks("bind_resource")).InsteadWith(reply(422, map[string]any{"error": "RequiresApp", "description": "no"}))),
		excusing(oddity("one-binding", "an instance has one binding at most", "nothing says how many there can be", single()...),
			"OSB-BIND-009", "OSB-BIND-025", "OSB-BIND-034", "OSB-UNBIND-023", "OSB-BIND-063", "OSB-BIND-107"),
		excusing(oddity("one-binding-at-all", "every second binding of an instance is refused, whatever it is asked with", "nothing says what is looked at first",
			sole(lives)...), "OSB-BIND-009", "OSB-BIND-025", "OSB-BIND-034", "OSB-UNBIND-023", "OSB-BIND-063", "OSB-BIND-107", "OSB-BIND-039", "OSB-BIND-041",
			"OSB-BIND-057", "OSB-BIND-058", "OSB-BIND-059", "OSB-CTX-007"),
		excusing(oddity("one-binding-later", "an instance has one binding at most, which takes its time", "nothing says how many there can be", sole(waits)...),
			"OSB-BIND-110"),
		excusing(oddity("route-needed", "a route service refuses a binding without route", "a route is mandatory for a route service",
			mocks.On("catalog").Answered(200).Remove("/services/1"), mocks.On("bind").Sends("service_id", routes).Change(func(s *mocks.Seen, a *mocks.Answer) {
				if lacks("bind_resource")(s) {
					a.Status, a.Body = 400, []byte(`{"description": "no route"}`)
				}
			})), "OSB-BIND-039", "OSB-BIND-041"),
		inVersion("2.11", oddity("app-needed-2.11", "bindings of the first plan need an application, and are refused with 400", "the code is a recommendation in 2.11",
			asking.When(whole).When(lacks("bind_resource")).InsteadWith(reply(400, failure())))),
		oddity("odd-resource-unread", "a bind_resource that is a list is not looked at", "what is malformed is not said, and what is not read is not seen",
			asking.When(is("bind_resource", isList)).DropSent("/bind_resource")),
		oddity("odd-bind-parameters-unread", "parameters of a bind that are a text are not looked at", "what is malformed is not said, and what is not read is not seen",
			asking.When(is("parameters", isText)).DropSent("/parameters")),
		oddity("done-unpolled", "what was bound at once cannot be polled", "polls are for what was accepted",
			lives("binding-last-operation").InsteadWith(reply(404, failure()))),
		excusing(oddity("one-instance", "there is one instance of a plan at most", "nothing says how many there can be",
			lives("provision").When(second()).InsteadWith(reply(403, failure()))), "OSB-DEPROV-026", "OSB-BIND-063"),
		oddity("binding-id-refused", "a binding id that is used elsewhere is refused with 409", "binding ids are unique",
			asking.When(twin).InsteadWith(reply(409, failure()))),
		oddity("bind-unknown-as-410", "a bind to what is deleted is refused with 410", "no code is laid down", asking.Answered(404).Status(410)),
		oddity("bind-unknown-as-422", "a bind to what is deleted is refused with 422", "no code is laid down", asking.Answered(404).Status(422)),
		excusing(oddity("bind-conflict-waits", "other parameters for a binding that is made are refused as concurrent", "a broker may refuse concurrent requests",
			waits("bind").Nth(3).InsteadWith(reply(422, busy))), "OSB-BIND-062"),
		excusing(oddity("bind-parameters-refused", "parameters of the schema are refused for themselves", "a schema need not say all",
			asking.Answered(409).Status(400)), "OSB-BIND-061"),
		oddity("bind-default-parameters", "what the schema has first is what the broker takes by default", "parameters that say nothing new differ in nothing",
			asking.When(func(s *mocks.Seen) bool {
				parameters, _ := s.Object()["parameters"].(map[string]any)
				return parameters["role"] == "reader"
			}).DropSent("/parameters")),
		excusing(oddity("unbindable-unserved", "there is no way to bind what cannot be bound", "a broker need not serve what it does not offer",
			mocks.On("bind").During("unbindable").InsteadWith(reply(404, failure())))),
	}
}

func oddRotations() []mocks.Equivalent {
	const member = "predecessor_binding_id"
	asking, later := rotates("bind").Sends(member, nil), waits("bind").Sends(member, nil)
	sends := func(name string) func(*mocks.Seen) bool {
		return func(s *mocks.Seen) bool { _, sent := s.Object()[name]; return sent }
	}
	refused := asking.Answered(400)
	return []mocks.Equivalent{
		oddity("rotation-bare", "a rotation takes nothing but the predecessor", "what goes along with the predecessor is open",
			asking.When(sends("service_id")).InsteadWith(reply(400, failure())), later.When(sends("service_id")).InsteadWith(reply(400, failure()))),
		oddity("rotation-ids", "a rotation takes the ids of offering and plan, and no application", "what goes along with the predecessor is open",
			asking.When(sends("bind_resource")).InsteadWith(reply(400, failure())), later.When(sends("bind_resource")).InsteadWith(reply(422, failure()))),
		oddity("predecessor-as-404", "a predecessor that is not there is answered with 404", "no code is laid down", refused.Status(404)),
		oddity("predecessor-as-409", "a wrong predecessor is answered with 409", "no code is laid down", refused.Status(409)),
		oddity("predecessor-as-410", "a wrong predecessor is answered with 410", "no code is laid down", refused.Status(410)),
		oddity("predecessor-as-422", "a wrong predecessor is answered with 422", "no code is laid down",
			refused.Status(422), lives("bind").Sends(member, nil).Answered(400).Status(422)),
		oddity("predecessor-found-out-later", "that a predecessor is wrong shows when the rotation runs", "no code is laid down",
			refused.Status(202).Body(`{"operation":"create-none"}`),
			rotates("binding-last-operation").InsteadWith(reply(200, map[string]any{"state": "failed", "description": "no such predecessor"}))),
		inVersion("2.16", oddity("rotation-unknown", "a plan of an older broker has binding_rotatable", "members that a version does not know mean nothing",
			mocks.On("catalog").Answered(200).Set("/services/*/plans/*/binding_rotatable", true))),
	}
}

// single refuses a second binding of an instance of the lifecycle.
func single() []mocks.Rule {
	bound := remember()
	return []mocks.Rule{
		lives("bind").Answered(201).Change(func(s *mocks.Seen, _ *mocks.Answer) { bound.add(s.Params["instance_id"], s.Params["binding_id"]) }),
		lives("bind").When(func(s *mocks.Seen) bool {
			first := bound.of(s.Params["instance_id"])
			return len(first) > 0 && first[0] != s.Params["binding_id"] && whole(s)
		}).InsteadWith(reply(403, failure())),
	}
}

// sole refuses every request for a second binding of an instance of a scenario.
func sole(during func(...string) mocks.Rule) []mocks.Rule {
	bound := remember()
	return []mocks.Rule{
		during("bind").Answered(201, 202).Change(func(s *mocks.Seen, _ *mocks.Answer) { bound.add(s.Params["instance_id"], s.Params["binding_id"]) }),
		during("bind").When(func(s *mocks.Seen) bool {
			first := bound.of(s.Params["instance_id"])
			return len(first) > 0 && first[0] != s.Params["binding_id"]
		}).InsteadWith(reply(403, failure())),
	}
}

// freshToken puts another token among the credentials of every answer.
func freshToken() func(*mocks.Seen, *mocks.Answer) {
	var made atomic.Int64
	return func(_ *mocks.Seen, a *mocks.Answer) {
		var body map[string]any
		_ = json.Unmarshal(a.Body, &body) // what is no object has no credentials
		if credentials, _ := body["credentials"].(map[string]any); credentials != nil {
			credentials["token"] = fmt.Sprintf("token-%d", made.Add(1))
			a.Body, _ = json.Marshal(body) // it was read from JSON
		}
	}
}

// masked hides a password that was told by a fetch before.
func masked() func(*mocks.Seen, *mocks.Answer) {
	told := remember()
	return func(s *mocks.Seen, a *mocks.Answer) {
		id := s.Params["binding_id"]
		if len(told.of(id)) == 0 {
			told.add(id, "told")
			return
		}
		var body map[string]any
		_ = json.Unmarshal(a.Body, &body) // the reference writes JSON
		credentials, _ := body["credentials"].(map[string]any)
		credentials["password"] = "********"
		a.Body, _ = json.Marshal(body)
	}
}

// second holds for a plain request for another instance than the first of a run.
func second() func(*mocks.Seen) bool {
	first := remember()
	return func(s *mocks.Seen) bool {
		run := s.Run + s.Scenario
		first.add(run, s.Params["instance_id"])
		for _, member := range []string{"organization_guid", "space_guid"} {
			if s.Object()[member] == nil {
				return false
			}
		}
		return first.of(run)[0] != s.Params["instance_id"] && whole(s) && !stale(s)
	}
}

// inVersion arms an oddity in an older version.
func inVersion(version specs.Version, e mocks.Equivalent) mocks.Equivalent {
	e.Version = version
	return e
}

// whole holds for requests that name their plan and whose members have the right types.
func whole(s *mocks.Seen) bool {
	object := s.Object()
	_, text := object["parameters"].(string)
	_, list := object["bind_resource"].([]any)
	_, context := object["context"].([]any)
	return object["service_id"] == documents && object["plan_id"] == syncPlan && !text && !list && !context
}
