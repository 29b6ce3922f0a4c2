package rules

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func roleChecks() List {
	forbidden := func(id string, step func(*flows.RolesRun) record.Step) refusal[flows.RolesRun] {
		return refusal[flows.RolesRun]{id, step, http.StatusForbidden, "NotAuthorized", 10003, false}
	}
	return append(refusals(flows.Roles, []refusal[flows.RolesRun]{
		// Which of the codes for 403 says that a plan cannot be seen is left open.
		// "Invisible plan is forbidden to developers"
		{"CFV2-INST-034", func(r *flows.RolesRun) record.Step { return r.DeveloperHidden }, http.StatusForbidden, "", 0, true},
		// "Purge is for admins"
		{"CFV2-INST-073", func(r *flows.RolesRun) record.Step { return r.DeveloperPurge }, http.StatusForbidden, "", 0, false},
		// "Only developers create instances"
		forbidden("CFV2-INST-035", func(r *flows.RolesRun) record.Step { return r.Reader.Create }),
		// "Only developers create instances"
		forbidden("CFV2-INST-035", func(r *flows.RolesRun) record.Step { return r.Reader.Update }),
		// "Only developers create instances"
		forbidden("CFV2-INST-035", func(r *flows.RolesRun) record.Step { return r.Reader.Delete }),
		// "Only developers create instances"
		forbidden("CFV2-INST-035", func(r *flows.RolesRun) record.Step { return r.Stranger.Create }),
		// "Only developers create instances"
		forbidden("CFV2-INST-035", func(r *flows.RolesRun) record.Step { return r.Stranger.Update }),
		// "Only developers create instances"
		forbidden("CFV2-INST-035", func(r *flows.RolesRun) record.Step { return r.Stranger.Delete }),
		// "Foreign instance answers 403"
		forbidden("CFV2-INST-040", func(r *flows.RolesRun) record.Step { return r.StrangerGet }),
		// "Only space developers bind"
		forbidden("CFV2-BIND-030", func(r *flows.RolesRun) record.Step { return r.Reader.Bind }),
		// "Only space developers bind"
		forbidden("CFV2-BIND-030", func(r *flows.RolesRun) record.Step { return r.Reader.Unbind }),
		// "Only space developers bind"
		forbidden("CFV2-BIND-030", func(r *flows.RolesRun) record.Step { return r.Stranger.Bind }),
		// "Only space developers bind"
		forbidden("CFV2-BIND-030", func(r *flows.RolesRun) record.Step { return r.Stranger.Unbind }),
	}),
		// "Purge is for admins"
		On("CFV2-INST-073", flows.Roles, func(c *Case, run *flows.RolesRun) { c.Expect(run.AfterPurge).To(HaveStatus(http.StatusOK)) }),
		// "Instance credentials hidden from readers"
		On("CFV2-INST-041", flows.Roles, func(c *Case, run *flows.RolesRun) {
			given, _ := sentBody(c.Use(run.Provided))["credentials"].(map[string]any)
			hidden(c, c.Use(run.ReaderProvided), "/entity", given)
			hidden(c, c.Use(run.ReaderInstances), "/resources/0/entity", given)
		}),
		// "Binding credentials hidden from readers"
		On("CFV2-BIND-034", flows.Roles, func(c *Case, run *flows.RolesRun) {
			given, _ := flows.Value(c.Use(run.Bind), "/entity/credentials").(map[string]any)
			hidden(c, c.Use(run.ReaderBinding), "/entity", given)
			hidden(c, c.Use(run.ReaderBindings), "/resources/0/entity", given)
		}),
	)
}

// hidden demands that an answer says of credentials that it holds them back, and tells none of those that were given. An
// answer without the resource tells none.
func hidden(c *Case, x *record.Exchange, entity string, given map[string]any) {
	if flows.Value(x, entity) == nil {
		return
	}
	shown, _ := flows.Value(x, entity+"/credentials").(map[string]any)
	if _, told := shown["redacted_message"]; !told {
		c.Fail(x, Want("an object that has it").Got("%s/credentials without redacted_message", entity))
	}
	var leaked []string
	for _, member := range slices.Sorted(maps.Keys(given)) {
		if _, told := shown[member]; told {
			leaked = append(leaked, member)
		}
	}
	if len(leaked) > 0 {
		c.Fail(x, Want("none of them").Got("the members %s of the credentials", strings.Join(leaked, ", ")))
	}
}
