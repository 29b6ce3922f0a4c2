package osb

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"conformance/mocks"
)

// Equivalents returns oddities that are legal.
func Equivalents() []mocks.Equivalent {
	return slices.Concat(oddBrokers(), oddBindings(), oddUpdates(), oddParameters(),
		oddBodies(), oddCatalogs(), oddHeaders(), oddWork(), oddCredentials(), oddNames(), oddVersions(), oddRefusals(), oddServers())
}

func oddity(id, title, allows string, rules ...mocks.Rule) mocks.Equivalent {
	return mocks.Equivalent{Fault: mocks.Fault{ID: id, Title: title, Rules: rules}, Allows: allows}
}

// excusing names requirements that nothing can show when the oddity is at work.
func excusing(e mocks.Equivalent, ids ...string) mocks.Equivalent {
	e.Also = ids
	return e
}

func oddBodies() []mocks.Equivalent {
	working := []string{"provision", "update", "deprovision", "bind", "unbind"}
	return []mocks.Equivalent{
		oddity("unknown-members", "every object has a member that nobody knows", "unknown members are ignored",
			mocks.On().Set("/vendor_extra", map[string]any{"a": []any{nil}}), mocks.On("catalog").Answered(200).Set("/services/*/vendor_extra", 1),
			mocks.On("catalog").Answered(200).Set("/services/*/plans/*/vendor_extra", nil)),
		oddity("described-success", "a success explains itself", "unknown members are ignored",
			mocks.On("provision", "update", "bind", "unbind", "deprovision").Answered(200, 201, 202).Set("/description", "done")),
		excusing(oddity("no-operation", "a 202 names no operation", "operation is optional", mocks.On(working...).Answered(202).Remove("/operation")),
			"OSB-POLL-039", "OSB-PROV-048", "OSB-PROV-050", "OSB-UPD-050", "OSB-DEPROV-023", "OSB-DEPROV-024", "OSB-BIND-066", "OSB-BIND-067",
			"OSB-UNBIND-019", "OSB-UNBIND-020"),
		excusing(oddity("null-operation", "the operation of a provision is null", "operation may be null on provision",
			mocks.On("provision").Answered(202).Set("/operation", nil)), "OSB-POLL-039"),
		excusing(oddity("null-dashboard", "there is a dashboard_url, and it is null", "dashboard_url may be null",
			mocks.On("provision", "update").Answered(200, 201, 202).Set("/dashboard_url", nil),
			mocks.On("fetch-instance").Answered(200).Remove("/dashboard_url")), "OSB-FETCH-014", "OSB-PROV-046", "OSB-PROV-047", "OSB-PROV-054", "OSB-UPD-047", "OSB-UPD-048"),
		excusing(oddity("no-dashboard", "no instance has a dashboard", "dashboard_url is optional",
			mocks.On("provision", "update", "fetch-instance").Answered(200, 201, 202).Remove("/dashboard_url")),
			"OSB-PROV-044", "OSB-UPD-046", "OSB-FETCH-014", "OSB-PROV-046", "OSB-PROV-047", "OSB-PROV-054", "OSB-UPD-047", "OSB-UPD-048"),
		oddity("other-order", "a repeated request has its members in another order, with white space", "member order means nothing",
			mocks.On("provision", "bind").Answered(200).Change(func(_ *mocks.Seen, a *mocks.Answer) { a.Body = reversed(a.Body) })),
		excusing(oddity("bare-fetch", "a fetched instance shows none of its attributes", "all members are optional",
			mocks.On("fetch-instance").Answered(200).Body("{}")), "OSB-FETCH-012", "OSB-FETCH-013", "OSB-FETCH-014", "OSB-FETCH-015", "OSB-FETCH-017",
			"OSB-PROV-047", "OSB-PROV-058", "OSB-UPD-013", "OSB-UPD-015", "OSB-UPD-039", "OSB-UPD-048"),
		excusing(oddity("silent-polls", "polls have no description", "description is optional",
			mocks.On("instance-last-operation", "binding-last-operation").Answered(200).Remove("/description")), "OSB-POLL-025", "OSB-POLL-119"),
		inVersion("2.15", oddity("empty-description-2.15", "polls have an empty description", "the description was free in 2.15",
			mocks.On("instance-last-operation", "binding-last-operation").Answered(200).Set("/description", ""))),
		oddity("empty-binding-description", "polls of bindings have an empty description", "the description of a binding's state is free",
			mocks.On("binding-last-operation").Answered(200).Set("/description", "")),
		oddity("fetch-shows-context", "a fetched instance shows its context", "the list of changes announces it, and no text defines it",
			mocks.On("fetch-instance").Answered(200).Set("/context", map[string]any{"platform": "cloudfoundry"})),
		oddity("no-mounts", "a binding has an empty list of volumes", "an empty list needs no permission",
			lives("bind").Answered(200, 201).Set("/volume_mounts", []any{})),
		oddity("error-without-description", "a refusal has a code and no description", "description is optional",
			mocks.On("provision").Answered(422).Remove("/description")),
		oddity("refusal-without-body", "a refusal without a code has no body", "a body is demanded for named codes only",
			mocks.On("provision", "deprovision").Answered(400, 409, 410).Body("")),
	}
}

// reversed writes the members of an object in reverse order, indented.
func reversed(body []byte) []byte {
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) != nil {
		return body
	}
	var names []string
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	slices.Reverse(names)
	var members []string
	for _, name := range names {
		members = append(members, " \""+name+"\" : "+string(object[name]))
	}
	return []byte("{\n" + strings.Join(members, ",\n") + "\n}\n")
}

func oddCatalogs() []mocks.Equivalent {
	browse := mocks.On("catalog").When(browsing).Answered(200)
	return []mocks.Equivalent{
		oddity("no-tags", "an offering has an empty list of tags", "lists may be empty", browse.Set(offering+"/tags", []any{}).Set(offering+"/requires", []any{})),
		oddity("upper-case-ids", "ids are GUIDs in upper case", "the case of a GUID is free", browse.Change(func(_ *mocks.Seen, a *mocks.Answer) {
			for _, id := range []string{documents, syncPlan} {
				a.Body = bytes.ReplaceAll(a.Body, []byte(id), []byte(strings.ToUpper(id)))
			}
		})),
		oddity("plan-names-shared", "plans of different offerings have one name", "plan names are unique within an offering",
			browse.Set("/services/1/plans/0/name", "sync")),
		oddity("schema-refers-inside", "a schema refers to a part of itself", "references within a schema are free",
			browse.Set(firstPlan+"/schemas/service_instance/create/parameters/properties/next", map[string]any{"$ref": "#/properties/size"})),
		oddity("vendor-metadata", "metadata has members of its own", "metadata is open", browse.Set(offering+"/metadata/vendor.rating", 5)),
		oddity("mixed-case-names", "names have upper case", "names are free of case rules", browse.Set(offering+"/name", "Documents")),
	}
}

func oddHeaders() []mocks.Equivalent {
	browse := mocks.On("catalog").When(browsing)
	const version, origin = "X-Broker-API-Version", "X-Broker-API-Originating-Identity"
	return []mocks.Equivalent{
		oddity("charset", "Content-Type has a charset", "parameters of a media type are free", mocks.On().Header("Content-Type", "application/json; charset=utf-8")),
		oddity("any-version", "the broker serves every version", "412 is optional",
			browse.When(func(s *mocks.Seen) bool { return s.Header.Get(version) == "1.0" }).SetSentHeader(version, "2.17")),
		oddity("no-version", "the broker does without a version", "400 is optional", browse.When(without(version)).SetSentHeader(version, "2.17")),
		inVersion("2.15", oddity("no-version-412-2.15", "a missing version is refused with 412", "the code was not laid down before 2.16",
			browse.When(without(version)).InsteadWith(reply(412, failure())))),
		oddity("origin-ignored", "a malformed originating identity is ignored", "the broker may ignore what it cannot read",
			browse.When(func(s *mocks.Seen) bool { return s.Header.Get(origin) != "" }).SetSentHeader(origin, "")),
		oddity("retry-later", "polls ask for two seconds", "Retry-After is optional and a number of seconds",
			mocks.On("instance-last-operation", "binding-last-operation").Answered(200).Header("Retry-After", "2")),
		excusing(oddity("no-retry-after", "polls have no Retry-After", "Retry-After is optional",
			mocks.On("instance-last-operation", "binding-last-operation").Answered(200).Header("Retry-After", "")),
			"OSB-POLL-030", "OSB-POLL-032", "OSB-POLL-120", "OSB-POLL-122"),
	}
}

func oddWork() []mocks.Equivalent {
	busy := map[string]any{"error": "ConcurrencyError", "description": "one at a time"}
	deleted := mocks.On("instance-last-operation", "binding-last-operation").When(following("delete")).Answered(200).AnsweredWith(says("succeeded"))
	long := strings.Repeat("o", 20_000)
	return slices.Concat(oddInterruptions(), oddParallel(), oddFailures(), []mocks.Equivalent{
		oddity("long-update-operation", "the operation of an update has 20,000 characters", "the limit of 10,000 leaves out updates",
			waits("update").Answered(202).Set("/operation", long), waits("instance-last-operation").Query("operation", long).SetQuery("operation", "")),
		inVersion("2.11", oddity("repeats-created-2.11", "what is there is answered as created when it is asked for again", "200 is optional in 2.11",
			lives("provision").After(1).Answered(200).Status(201))),
		inVersion("2.11", oddity("repeats-conflict-2.11", "what is there conflicts when it is asked for again", "200 is optional in 2.11",
			lives("provision", "bind").After(1).Answered(200).Status(409).Body("{}"))),
		oddity("deleted-polls-410", "a finished deletion is polled with 410", "410 says that it is gone", deleted.Status(410)),
		oddity("deleted-polls-404", "a finished deletion is polled with 404", "404 says that there is nothing", deleted.Status(404)),
		excusing(oddity("one-at-a-time", "a busy broker refuses repeated requests", "a broker may refuse concurrent requests",
			waits("provision").Query(flag, "true").Nth(2).InsteadWith(reply(422, busy)), waits("update").Nth(3).InsteadWith(reply(422, busy)), waits("bind").Nth(2).InsteadWith(reply(422, busy)),
			waits("unbind").Nth(3).InsteadWith(reply(422, busy)), waits("deprovision").Nth(4).InsteadWith(reply(422, busy))),
			"OSB-PROV-028", "OSB-PROV-029", "OSB-UPD-029", "OSB-UPD-030", "OSB-BIND-054", "OSB-BIND-055", "OSB-UNBIND-012", "OSB-UNBIND-013",
			"OSB-DEPROV-012", "OSB-DEPROV-013"),
		excusing(oddity("conflict-waits", "a conflicting request is refused as concurrent", "a broker may refuse concurrent requests",
			waits("provision").Nth(3).InsteadWith(reply(422, busy))), "OSB-PROV-038"),
		oddity("unborn-not-updated", "an instance that is being made is no instance yet", "404 for what is not there",
			waits("update").Nth(1).InsteadWith(reply(404, failure()))),
		excusing(oddity("fetched-while-updated", "an instance is fetched while it is updated", "422 is for what makes it impossible",
			waits("fetch-instance").Answered(422).Status(200).Body("{}")), "OSB-CONC-010"),
		excusing(oddity("no-idle-updates", "an update that changes nothing is refused", "what an update can do is the broker's affair",
			lives("update").Nth(1).InsteadWith(reply(422, failure()))), "OSB-UPD-026", "OSB-UPD-032", "OSB-UPD-046", "OSB-MAINT-012"),
		excusing(oddity("app-optional", "no binding needs an application", "an application is optional",
			mocks.On("bind").During("application").When(lacks("app_guid")).SetSent("/app_guid", "none")), "OSB-BIND-039", "OSB-BIND-041"),
		excusing(oddity("provision-at-once-too", "a plan that takes its time can do without", "synchronous work is no refusal",
			waits("provision").Query(flag, "").InsteadWith(reply(201, map[string]any{}))), "OSB-PROV-007", "OSB-PROV-040"),
		oddity("unknown-as-gone", "an update of what is deleted is refused with 410", "no code is laid down", lives("update").Answered(404).Status(410)),
		oddity("bind-unknown-as-400", "a bind to what is deleted is refused with 400", "no code is laid down", lives("bind").Answered(404).Status(400)),
	})
}
