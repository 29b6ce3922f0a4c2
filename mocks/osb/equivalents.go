package osb

import (
	"encoding/json"
	"slices"
	"strings"

	"conformance/mocks"
)

// Equivalents returns the mutants that are odd, but legal.
func Equivalents() []mocks.Mutant {
	return slices.Concat(
		oddBodies(), oddHeaders(), oddRefusals(), oddServers(), oddParameters(),
		oddCatalogs(), oddNames(), oddVersions(), oddEndpoints(), oddData(), oddCredentials(), oddBinds(), oddRequests(), oddRotations(),
		oddWork(), oddAnswers(), oddMoments(), anInstance().tolerated(), aBinding().tolerated(), oddInterruptions(), oddParallel(), oddFailures(),
		oddPatches(), oddUpdates(),
	)
}

// oddBodies returns equivalents: brokers that have more or less in their bodies than others.
func oddBodies() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "unknown-members", Title: "every object has a member that nobody knows", Allows: "unknown members are ignored",
			Rules: rules{mocks.On().Set("/vendor_extra", map[string]any{"a": []any{nil}}),
				mocks.On("catalog").Answered(200).Set("/services/*/vendor_extra", 1),
				mocks.On("catalog").Answered(200).Set("/services/*/plans/*/vendor_extra", nil)}},
		{ID: "described-success", Title: "a success explains itself", Allows: "unknown members are ignored",
			Rules: rules{mocks.On("provision", "update", "bind", "unbind", "deprovision").Answered(200, 201, 202).Set("/description", "done")}},
		{ID: "no-operation", Title: "a 202 names no operation", Allows: "operation is optional",
			Rules: rules{mocks.On([]string{"provision", "update", "deprovision", "bind", "unbind"}...).Answered(202).Remove("/operation")}},
		{ID: "null-operation", Title: "the operation of a provision is null", Allows: "operation may be null on provision",
			Rules: rules{mocks.On("provision").Answered(202).Set("/operation", nil)}},
		{ID: "null-dashboard", Title: "there is a dashboard_url, and it is null", Allows: "dashboard_url may be null",
			Rules: rules{mocks.On("provision", "update").Answered(200, 201, 202).Set("/dashboard_url", nil),
				mocks.On("fetch-instance").Answered(200).Remove("/dashboard_url")}},
		{ID: "no-dashboard", Title: "no instance has a dashboard", Allows: "dashboard_url is optional",
			Rules: rules{mocks.On("provision", "update", "fetch-instance").Answered(200, 201, 202).Remove("/dashboard_url")}},
		{ID: "other-order", Title: "a repeated request has its members in another order, with white space", Allows: "member order means nothing",
			Rules: rules{mocks.On("provision", "bind").Answered(200).Change(func(_ *mocks.Seen, a *mocks.Answer) { a.Body = reversed(a.Body) })}},
		{ID: "bare-fetch", Title: "a fetched instance shows none of its attributes", Allows: "all members are optional",
			Rules: rules{mocks.On("fetch-instance").Answered(200).Body("{}")}},
		{ID: "silent-polls", Title: "polls have no description", Allows: "description is optional",
			Rules: rules{mocks.On("instance-last-operation", "binding-last-operation").Answered(200).Remove("/description")}},
		{ID: "empty-description-2.15", Title: "polls have an empty description", Version: "2.15", Allows: "the description was free in 2.15",
			Rules: rules{mocks.On("instance-last-operation", "binding-last-operation").Answered(200).Set("/description", "")}},
		{ID: "empty-binding-description", Title: "polls of bindings have an empty description", Allows: "the description of a binding's state is free",
			Rules: rules{mocks.On("binding-last-operation").Answered(200).Set("/description", "")}},
		{ID: "fetch-shows-context", Title: "a fetched instance shows its context", Allows: "the list of changes announces it, and no text defines it",
			Rules: rules{mocks.On("fetch-instance").Answered(200).Set("/context", map[string]any{"platform": "cloudfoundry"})}},
		{ID: "no-mounts", Title: "a binding has an empty list of volumes", Allows: "an empty list needs no permission",
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(200, 201).Set("/volume_mounts", []any{})}},
		{ID: "error-without-description", Title: "a refusal has a code and no description", Allows: "description is optional",
			Rules: rules{mocks.On("provision").Answered(422).Remove("/description")}},
		{ID: "refusal-without-body", Title: "a refusal without a code has no body", Allows: "a body is demanded for named codes only",
			Rules: rules{mocks.On("provision", "deprovision").Answered(400, 409, 410).Body("")}},
	}
}

// oddHeaders returns equivalents: brokers that treat headers as they like.
func oddHeaders() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "charset", Title: "Content-Type has a charset", Allows: "parameters of a media type are free",
			Rules: rules{mocks.On().Header("Content-Type", "application/json; charset=utf-8")}},
		{ID: "any-version", Title: "the broker serves every version", Allows: "412 is optional",
			Rules: rules{mocks.On("catalog").At("catalog").When(speaks("1.0")).SetSentHeader("X-Broker-API-Version", "2.17")}},
		{ID: "no-version", Title: "the broker does without a version", Allows: "400 is optional",
			Rules: rules{mocks.On("catalog").At("catalog").Without("X-Broker-API-Version").SetSentHeader("X-Broker-API-Version", "2.17")}},
		{ID: "no-version-412-2.15", Title: "a missing version is refused with 412", Version: "2.15", Allows: "the code was not laid down before 2.16",
			Rules: rules{mocks.On("catalog").At("catalog").Without("X-Broker-API-Version").InsteadWith(refuse(412))}},
		{ID: "origin-ignored", Title: "a malformed originating identity is ignored", Allows: "the broker may ignore what it cannot read",
			Rules: rules{mocks.On("catalog").At("catalog").With("X-Broker-API-Originating-Identity").SetSentHeader("X-Broker-API-Originating-Identity", "")}},
		{ID: "retry-later", Title: "polls ask for two seconds", Allows: "Retry-After is optional and a number of seconds",
			Rules: rules{mocks.On("instance-last-operation", "binding-last-operation").Answered(200).Header("Retry-After", "2")}},
		{ID: "no-retry-after", Title: "polls have no Retry-After", Allows: "Retry-After is optional",
			Rules: rules{mocks.On("instance-last-operation", "binding-last-operation").Answered(200).Header("Retry-After", "")}},
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
