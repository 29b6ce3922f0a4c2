package rules

import (
	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
)

func entityChecks() List {
	return List{
		// "uuid is a unique UUID"
		On("SVC-ENT-001", flows.Storage, func(c *Case, run *flows.StorageRun) {
			_, one := shown(c, run.Create)
			if x, other := shown(c, run.Accents); one["uuid"] == other["uuid"] {
				c.Fail(x, Want("a new one").At("/uuid").Got("%s, as for another service", quoted(other["uuid"])))
			}
		}),
		// "label repeats the request"
		On("SVC-ENT-003", flows.Database, func(c *Case, run *flows.DatabaseRun) { keeps(c, run.Create, run.Polls, "label") }),
		// "label repeats the request"
		On("SVC-ENT-003", flows.Storage, func(c *Case, run *flows.StorageRun) { keeps(c, run.Create, run.Polls, "label") }),
		// "service_type repeats the request"
		On("SVC-ENT-004", flows.Database, func(c *Case, run *flows.DatabaseRun) { keeps(c, run.Create, run.Polls, "service_type") }),
		// "service_type repeats the request"
		On("SVC-ENT-004", flows.Storage, func(c *Case, run *flows.StorageRun) { keeps(c, run.Create, run.Polls, "service_type") }),
		// "project_id is the project's UUID"
		On("SVC-ENT-005", flows.Database, func(c *Case, run *flows.DatabaseRun) { keeps(c, run.Create, run.Polls, "project_id") }),
		// "resource_id is the resource's UUID"
		On("SVC-ENT-006", flows.Database, func(c *Case, run *flows.DatabaseRun) { keeps(c, run.Create, run.Polls, "resource_id") }),
		// "updated_at is not before created_at"
		On("SVC-ENT-008", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			for _, step := range []record.Step{run.Create, run.Polls.Last(), run.ReadUpdated} {
				ordered(c, step)
			}
		}),
		// "Shared storage has no connection"
		On("SVC-ENT-010", flows.Storage, func(c *Case, run *flows.StorageRun) {
			for _, step := range []record.Step{run.Create, run.Polls.Last()} {
				if x, _ := shown(c, step); !isEmpty(flows.DetailsOf(x).All["internal"]) || !isEmpty(flows.DetailsOf(x).All["external"]) {
					c.Fail(x, Note("/connection_details has the details of a database, want none for a volume"))
				}
			}
		}),
		// "Create and get agree"
		On("SVC-ENT-012", flows.Database, func(c *Case, run *flows.DatabaseRun) { agree(c, run.Create, run.Polls) }),
		// "Create and get agree"
		On("SVC-ENT-012", flows.Storage, func(c *Case, run *flows.StorageRun) { agree(c, run.Create, run.Polls) }),
	}
}

// keeps demands that both the creation and a read show a member as it was sent.
func keeps(c *Case, creation, reads record.Step, member string) {
	repeats(c, creation, member)
	x, service := shown(c, reads.Last())
	repeat(c, c.Use(creation), x, service, member)
}

// agree demands that a read shows the identity that the creation answered.
func agree(c *Case, creation, reads record.Step) {
	_, before := shown(c, creation)
	x, after := shown(c, reads.Last())
	for _, member := range []string{"uuid", "name", "label", "service_type", "project_id", "resource_id", "created_at"} {
		if !same(before[member], after[member]) {
			c.Fail(x, Want("%s as the creation answered", quoted(before[member])).At("/"+member).Got("%s", quoted(after[member])))
		}
	}
}

// ordered demands that a service was not changed before it was created. Times that cannot be read are for the document.
func ordered(c *Case, step record.Step) {
	x, service := shown(c, step)
	created, known := timestamp(service["created_at"])
	updated, also := timestamp(service["updated_at"])
	if known && also && updated.Before(created) {
		c.Fail(x, Note("is %s, before /created_at %s", service["updated_at"], service["created_at"]).At("/updated_at"))
	}
}
