package rules

import (
	"fmt"
	"net/http"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
)

func createChecks() List {
	return List{
		// "POST /api/v1/services creates a service"
		On("SVC-CREATE-001", flows.Database, func(c *Case, run *flows.DatabaseRun) { creates(c, run.Create, run.Polls) }),
		// "POST /api/v1/services creates a service"
		On("SVC-CREATE-001", flows.Storage, func(c *Case, run *flows.StorageRun) { creates(c, run.Create, run.Polls) }),
		// "Creation answers 201"
		On("SVC-CREATE-002", flows.Database, func(c *Case, run *flows.DatabaseRun) { answersCreated(c, run.Create) }),
		// "Creation answers 201"
		On("SVC-CREATE-002", flows.Storage, func(c *Case, run *flows.StorageRun) { answersCreated(c, run.Create) }),
		// "Answer is the bare service object"
		On("SVC-CREATE-003", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			for _, step := range []record.Step{run.Create, run.Polls.Last()} {
				if x, _ := shown(c, step); x.Object()["uuid"] == nil {
					c.Expect(x).To(HaveMember("/uuid", Kind("string")))
				}
			}
		}),
		// "service_type is required"
		refuses("SVC-CREATE-004", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WithoutType }),
		// "service_type has two values"
		refuses("SVC-CREATE-005", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongType }),
		// "project_id is required"
		refuses("SVC-CREATE-006", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WithoutProject }),
		// "project_id is a UUID string"
		On("SVC-CREATE-007", flows.Database, func(c *Case, run *flows.DatabaseRun) { repeats(c, run.Create, "project_id") }),
		// "Unknown project is refused"
		refuses("SVC-CREATE-008", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.UnknownProject }),
		// "Malformed ids are refused"
		On("SVC-CREATE-009", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			refused(c, run.MalformedProject)
			refused(c, run.MalformedRes)
		}),
		// "resource_id names the compute resource"
		On("SVC-CREATE-010", flows.Database, func(c *Case, run *flows.DatabaseRun) { repeats(c, run.Create, "resource_id") }),
		// "A service needs a resource"
		On("SVC-CREATE-011", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			x := c.Use(run.WithoutResource)
			service := flows.Entity(x)
			if flows.IsSuccess(x) && (service["resource_id"] != nil || service["miget_id"] != nil) {
				return // placed on a default that the answer states
			}
			refused(c, run.WithoutResource)
		}),
		// "Unknown resource is refused"
		refuses("SVC-CREATE-013", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.UnknownResource }),
		// "Resource closed to project gives 422"
		answers("SVC-CREATE-014", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.ClosedResource }, http.StatusUnprocessableEntity),
		// "label is required and non-empty"
		refuses("SVC-CREATE-015", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WithoutLabel }),
		// "label is free display text"
		On("SVC-CREATE-016", flows.Storage, func(c *Case, run *flows.StorageRun) {
			if x := unblamed(c, run.Accents, "label"); flows.IsSuccess(x) {
				repeats(c, run.Accents, "label")
			}
		}),
		// "ram_size is a number of MiB"
		unblames("SVC-CREATE-017", flows.Database, databaseCreate, "ram_size"),
		// "ram_size is a number of MiB"
		refuses("SVC-CREATE-017", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongMemory }),
		// "disk_size is a number of GiB"
		unblames("SVC-CREATE-018", flows.Database, databaseCreate, "disk_size"),
		// "disk_size is a number of GiB"
		refuses("SVC-CREATE-018", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongDisk }),
		// "cpu_size is a fractional core count"
		unblames("SVC-CREATE-019", flows.Database, databaseCreate, "cpu_size"),
		// "cpu_size is a fractional core count"
		refuses("SVC-CREATE-019", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongCores }),
		// "Sizes must be positive"
		refuses("SVC-CREATE-020", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.NoSize }),
		// "Sizes may be left out"
		unblames("SVC-CREATE-021", flows.Validation, leastCreate, "ram_size", "disk_size", "cpu_size"),
		// "Exceeding capacity gives 422"
		answers("SVC-CREATE-022", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.TooLarge }, http.StatusUnprocessableEntity),
		// "postgres_version selects a major version"
		On("SVC-CREATE-023", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x := unblamed(c, run.Create, "version")
			version, sent := flows.Entity(x)["postgres_version"], sent(x, "postgres_version").(string)
			if text := fmt.Sprint(version); version != nil && text != sent && !strings.HasPrefix(text, sent+".") {
				c.Fail(x, Want("%q", sent).At("/postgres_version").Got("%q", text))
			}
		}),
		// "Unsupported versions give 400"
		refuses("SVC-CREATE-024", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongVersion }),
		// A server that chooses a version by itself is legal.
		// "postgres needs a version in effect"
		survives("SVC-CREATE-025", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WithoutVersion }),
		// "public_access is text 0 or 1"
		refuses("SVC-CREATE-026", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongAccess }),
		// "Public access is off by default"
		On("SVC-CREATE-027", flows.Validation, func(c *Case, run *flows.ValidationRun) { private(c, run.Read) }),
		// "environment_variables is a boolean"
		unblames("SVC-CREATE-028", flows.Database, databaseCreate, "environment_variables"),
		// "environment_variables is a boolean"
		refuses("SVC-CREATE-028", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongVariables }),
		// "instances is 1, 3, 5 or 7"
		refuses("SVC-CREATE-031", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongInstances }),
		// "instances defaults to one"
		On("SVC-CREATE-032", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			x, service := shown(c, run.Create)
			if service["instances"] == nil {
				c.NotApplicable(x, "the answer does not show the number of instances")
			}
			if count := fmt.Sprint(service["instances"]); count != "1" {
				c.Fail(x, Want("1").At("/instances").Got("%s", count))
			}
		}),
		// "creation_mode is fresh or external_replica"
		refuses("SVC-CREATE-033", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.WrongMode }),
		// "creation_mode defaults to fresh"
		unblames("SVC-CREATE-034", flows.Validation, leastCreate, "creation_mode"),
		// "mount_point applies to shared storage"
		On("SVC-CREATE-035", flows.Storage, func(c *Case, run *flows.StorageRun) {
			x := unblamed(c, run.Create, "mount_point")
			if point, shows := flows.Entity(x)["mount_point"]; shows && point != sent(x, "mount_point") {
				c.Fail(x, Want("%q as sent", sent(x, "mount_point")).At("/mount_point").Got("%s", quoted(point)))
			}
		}),
		// "mount_point applies to shared storage"
		survives("SVC-CREATE-035", flows.Storage, func(r *flows.StorageRun) record.Step { return r.WithoutMount }),
		// "mount_point is an absolute path"
		refuses("SVC-CREATE-036", flows.Storage, func(r *flows.StorageRun) record.Step { return r.WrongMount }),
		// "storage_access is RWO or RWX"
		refuses("SVC-CREATE-037", flows.Storage, func(r *flows.StorageRun) record.Step { return r.WrongAccess }),
		// "Fields of the other type do no harm"
		survives("SVC-CREATE-039", flows.Storage, func(r *flows.StorageRun) record.Step { return r.Crossed }),
		// "Fields of the other type do no harm"
		On("SVC-CREATE-039", flows.Storage, func(c *Case, run *flows.StorageRun) {
			if x := c.Use(run.ReadCrossed); len(flows.DetailsOf(x).All) > 0 {
				c.Fail(x, Want("public_access to have no effect on a volume").At("/connection_details").Got("not empty"))
			}
		}),
		// "Malformed JSON gets 400"
		On("SVC-CREATE-041", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			c.Expect(run.Truncated).To(HaveStatus(http.StatusBadRequest))
		}),
		// "Two creations give two services"
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
		// "name is assigned by the server"
		On("SVC-CREATE-043", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x, service := shown(c, run.Create)
			differs(c, x, service["name"], sent(x, "label"))
		}),
		// "name is assigned by the server"
		On("SVC-CREATE-043", flows.Storage, func(c *Case, run *flows.StorageRun) {
			x, service := shown(c, run.Crossed)
			differs(c, x, service["name"], sent(x, "name"))
		}),
		// "A service serves several applications"
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
