package rules

import (
	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
	"fmt"
	"net/http"
	"strings"
)

func createChecks() List {
	return List{
		On("SVC-CREATE-001", flows.Database, func(c *Case, run *flows.DatabaseRun) { creates(c, run.Create, run.Polls) }),
		On("SVC-CREATE-001", flows.Storage, func(c *Case, run *flows.StorageRun) { creates(c, run.Create, run.Polls) }),
		On("SVC-CREATE-002", flows.Database, func(c *Case, run *flows.DatabaseRun) { answersCreated(c, run.Create) }),
		On("SVC-CREATE-002", flows.Storage, func(c *Case, run *flows.StorageRun) { answersCreated(c, run.Create) }),
		On("SVC-CREATE-003", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			for _, step := range []record.Step{run.Create, run.Polls.Last()} {
				if x, _ := shown(c, step); x.Object()["uuid"] == nil {
					c.Expect(x).To(HaveMember("/uuid", Kind("string")))
				}
			}
		}),
		refuses("SVC-CREATE-004", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WithoutType }),
		refuses("SVC-CREATE-005", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongType }),
		refuses("SVC-CREATE-006", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WithoutProject }),
		On("SVC-CREATE-007", flows.Database, func(c *Case, run *flows.DatabaseRun) { repeats(c, run.Create, "project_id") }),
		refuses("SVC-CREATE-008", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.UnknownProject }),
		On("SVC-CREATE-009", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			refused(c, run.MalformedProject)
			refused(c, run.MalformedRes)
		}),
		On("SVC-CREATE-010", flows.Database, func(c *Case, run *flows.DatabaseRun) { repeats(c, run.Create, "resource_id") }),
		On("SVC-CREATE-011", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			x := c.Use(run.WithoutResource)
			service := flows.Entity(x)
			if flows.IsSuccess(x) && (service["resource_id"] != nil || service["miget_id"] != nil) {
				return // placed on a default that the answer states
			}
			refused(c, run.WithoutResource)
		}),
		refuses("SVC-CREATE-013", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.UnknownResource }),
		answers("SVC-CREATE-014", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.ClosedResource }, http.StatusUnprocessableEntity),
		refuses("SVC-CREATE-015", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WithoutLabel }),
		On("SVC-CREATE-016", flows.Storage, func(c *Case, run *flows.StorageRun) {
			if x := unblamed(c, run.Accents, "label"); flows.IsSuccess(x) {
				repeats(c, run.Accents, "label")
			}
		}),
		unblames("SVC-CREATE-017", flows.Database, databaseCreate, "ram_size"),
		refuses("SVC-CREATE-017", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongMemory }),
		unblames("SVC-CREATE-018", flows.Database, databaseCreate, "disk_size"),
		refuses("SVC-CREATE-018", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongDisk }),
		unblames("SVC-CREATE-019", flows.Database, databaseCreate, "cpu_size"),
		refuses("SVC-CREATE-019", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongCores }),
		refuses("SVC-CREATE-020", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.NoSize }),
		unblames("SVC-CREATE-021", flows.Validation, leastCreate, "ram_size", "disk_size", "cpu_size"),
		answers("SVC-CREATE-022", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.TooLarge }, http.StatusUnprocessableEntity),
		On("SVC-CREATE-023", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x := unblamed(c, run.Create, "version")
			version, sent := flows.Entity(x)["postgres_version"], sent(x, "postgres_version").(string)
			if text := fmt.Sprint(version); version != nil && text != sent && !strings.HasPrefix(text, sent+".") {
				c.Fail(x, Want("%q", sent).At("/postgres_version").Got("%q", text))
			}
		}),
		refuses("SVC-CREATE-024", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongVersion }),
		// A server that chooses a version by itself is legal.
		survives("SVC-CREATE-025", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WithoutVersion }),
		refuses("SVC-CREATE-026", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongAccess }),
		On("SVC-CREATE-027", flows.Validation, func(c *Case, run *flows.ValidationRun) { private(c, run.Read) }),
		unblames("SVC-CREATE-028", flows.Database, databaseCreate, "environment_variables"),
		refuses("SVC-CREATE-028", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongVariables }),
		refuses("SVC-CREATE-031", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongInstances }),
		On("SVC-CREATE-032", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			x, service := shown(c, run.Create)
			if service["instances"] == nil {
				c.NotApplicable(x, "the answer does not show the number of instances")
			}
			if count := fmt.Sprint(service["instances"]); count != "1" {
				c.Fail(x, Want("1").At("/instances").Got("%s", count))
			}
		}),
		refuses("SVC-CREATE-033", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongMode }),
		unblames("SVC-CREATE-034", flows.Validation, leastCreate, "creation_mode"),
		On("SVC-CREATE-035", flows.Storage, func(c *Case, run *flows.StorageRun) {
			x := unblamed(c, run.Create, "mount_point")
			if point, shows := flows.Entity(x)["mount_point"]; shows && point != sent(x, "mount_point") {
				c.Fail(x, Want("%q as sent", sent(x, "mount_point")).At("/mount_point").Got("%s", quoted(point)))
			}
		}),
		survives("SVC-CREATE-035", flows.Storage, func(r *flows.StorageRun) record.Step { return r.WithoutMount }),
		refuses("SVC-CREATE-036", flows.Storage, func(r *flows.StorageRun) record.Step { return r.WrongMount }),
		refuses("SVC-CREATE-037", flows.Storage, func(r *flows.StorageRun) record.Step { return r.WrongAccess }),
		survives("SVC-CREATE-039", flows.Storage, func(r *flows.StorageRun) record.Step { return r.Crossed }),
		On("SVC-CREATE-039", flows.Storage, func(c *Case, run *flows.StorageRun) {
			if x := c.Use(run.ReadCrossed); len(flows.DetailsOf(x).All) > 0 {
				c.Fail(x, Want("public_access to have no effect on a volume").At("/connection_details").Got("not empty"))
			}
		}),
		On("SVC-CREATE-041", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			c.Expect(run.Truncated).To(HaveStatus(http.StatusBadRequest))
		}),
		On("SVC-CREATE-042", flows.Storage, func(c *Case, run *flows.StorageRun) {
			first, again := c.Use(run.Accents), c.Use(run.Again)
			if again.Is(http.StatusUnprocessableEntity, http.StatusConflict) && named(again, "label") != "" {
				c.NotApplicable(again, "the label is taken, so the same request cannot give a second service")
			}
			if !flows.IsSuccess(again) {
				c.Fail(again, Want("a 2xx: the same request was accepted before"))
				return
			}
			one, two := flows.Entity(first), flows.Entity(again)
			for _, member := range []string{"uuid", "name"} {
				if one[member] == two[member] {
					c.Fail(again, Want("another").At("/"+member).Got("%s, as for the first service", quoted(two[member])))
				}
			}
		}),
		On("SVC-CREATE-043", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x, service := shown(c, run.Create)
			differs(c, x, service["name"], sent(x, "label"))
		}),
		On("SVC-CREATE-043", flows.Storage, func(c *Case, run *flows.StorageRun) {
			x, service := shown(c, run.Crossed)
			differs(c, x, service["name"], sent(x, "name"))
		}),
		unblames("SVC-CREATE-044", flows.Validation, leastCreate, "application", "app_id"),
	}
}

func databaseCreate(r *flows.DatabaseRun) record.Step { return r.Create }

// creates demands a success whose uuid GET finds.
func creates(c *Case, creation, reads record.Step) {
	x := c.Use(creation)
	switch {
	case !flows.IsSuccess(x):
		c.Fail(x, Want("a 2xx: the request is valid"))
	case flows.Created(x) == "":
		c.Fail(x, Note("shows no uuid of the new service"))
	default:
		c.Expect(reads.Last()).To(HaveStatus(http.StatusOK))
	}
}

func answersCreated(c *Case, step record.Step) {
	x := c.Use(step)
	if !flows.IsSuccess(x) {
		c.NotApplicable(x, "the creation was answered %s, which is no success", x.Got())
	}
	c.Expect(x).To(HaveStatus(http.StatusCreated))
}

func differs(c *Case, x *record.Exchange, name, other any) {
	if name == other {
		c.Fail(x, Want("one that the server made").At("/name").Got("%s, which the request chose", quoted(name)))
	}
}
