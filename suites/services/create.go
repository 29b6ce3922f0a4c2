package services

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func createChecks() List {
	return slices.Concat(createdChecks(), acceptedChecks(), createRefusals())
}

// createdChecks judge what a valid creation is answered.
func createdChecks() List {
	return List{
		On("SVC-CREATE-001", Database, func(c *Case, run *DatabaseRun) { creates(c, run.Create, run.Polls) }),
		On("SVC-CREATE-001", Storage, func(c *Case, run *StorageRun) { creates(c, run.Create, run.Polls) }),
		On("SVC-CREATE-002", Database, func(c *Case, run *DatabaseRun) { answersCreated(c, run.Create) }),
		On("SVC-CREATE-002", Storage, func(c *Case, run *StorageRun) { answersCreated(c, run.Create) }),
		On("SVC-CREATE-003", Database, func(c *Case, run *DatabaseRun) {
			for _, step := range []record.Step{run.Create, run.Polls.Last()} {
				if x, _ := shown(c, step); x.Object()["uuid"] == nil {
					c.Expect(x).To(HaveMember("/uuid", Kind("string")))
				}
			}
		}),
		On("SVC-CREATE-007", Database, func(c *Case, run *DatabaseRun) { repeats(c, run.Create, "project_id") }),
		On("SVC-CREATE-010", Database, func(c *Case, run *DatabaseRun) { repeats(c, run.Create, "resource_id") }),
		On("SVC-CREATE-016", Storage, func(c *Case, run *StorageRun) {
			if x := unblamed(c, run.Accents, "label"); isSuccess(x) {
				repeats(c, run.Accents, "label")
			}
		}),
		On("SVC-CREATE-027", Validation, func(c *Case, run *ValidationRun) { private(c, run.Read) }),
		On("SVC-CREATE-032", Validation, func(c *Case, run *ValidationRun) {
			x, service := shown(c, run.Create)
			if service["instances"] == nil {
				c.NotApplicable(x, "the answer does not show the number of instances")
			}
			if count := fmt.Sprint(service["instances"]); count != "1" {
				c.Fail(x, Want("1").At("/instances").Got("%s", count))
			}
		}),
		On("SVC-CREATE-043", Database, func(c *Case, run *DatabaseRun) {
			x, service := shown(c, run.Create)
			differs(c, x, service["name"], sent(x, "label"))
		}),
		On("SVC-CREATE-043", Storage, func(c *Case, run *StorageRun) {
			x, service := shown(c, run.Crossed)
			differs(c, x, service["name"], sent(x, "name"))
		}),
	}
}

// acceptedChecks judge that what is valid is not refused.
func acceptedChecks() List {
	return List{
		unblames("SVC-CREATE-017", Database, databaseCreate, "ram_size"),
		unblames("SVC-CREATE-018", Database, databaseCreate, "disk_size"),
		unblames("SVC-CREATE-019", Database, databaseCreate, "cpu_size"),
		unblames("SVC-CREATE-021", Validation, leastCreate, "ram_size", "disk_size", "cpu_size"),
		On("SVC-CREATE-023", Database, func(c *Case, run *DatabaseRun) {
			x := unblamed(c, run.Create, "version")
			version, sent := entity(x)["postgres_version"], sent(x, "postgres_version").(string)
			if text := fmt.Sprint(version); version != nil && text != sent && !strings.HasPrefix(text, sent+".") {
				c.Fail(x, Want("%q", sent).At("/postgres_version").Got("%q", text))
			}
		}),
		unblames("SVC-CREATE-028", Database, databaseCreate, "environment_variables"),
		unblames("SVC-CREATE-034", Validation, leastCreate, "creation_mode"),
		unblames("SVC-CREATE-044", Validation, leastCreate, "application", "app_id"),
	}
}

func databaseCreate(r *DatabaseRun) record.Step { return r.Create }

func leastCreate(r *ValidationRun) record.Step { return r.Create }

// creates demands a success whose uuid GET finds.
func creates(c *Case, creation, reads record.Step) {
	x := c.Use(creation)
	switch {
	case !isSuccess(x):
		c.Fail(x, Want("a 2xx: the request is valid"))
	case created(x) == "":
		c.Fail(x, Note("shows no uuid of the new service"))
	default:
		c.Expect(reads.Last()).To(HaveStatus(http.StatusOK))
	}
}

func answersCreated(c *Case, step record.Step) {
	x := c.Use(step)
	if !isSuccess(x) {
		c.NotApplicable(x, "the creation was answered %s, which is no success", x.Got())
	}
	c.Expect(x).To(HaveStatus(http.StatusCreated))
}

// repeats demands that an answer shows a member as it was sent. UUIDs are the same in either case, and the resource may
// stand under its old name.
func repeats(c *Case, step record.Step, members ...string) {
	x, service := shown(c, step)
	repeat(c, x, x, service, members...)
}

// repeat is repeats for a service that was created by another request than the one that shows it.
func repeat(c *Case, creation, x *record.Exchange, service map[string]any, members ...string) {
	for _, member := range members {
		got, ok := service[member]
		if old, under := service["miget_id"]; member == "resource_id" && !ok && under {
			got = old
		}
		want, _ := sent(creation, member).(string)
		text, _ := got.(string)
		if text != want && (!strings.HasSuffix(member, "_id") || !strings.EqualFold(text, want)) {
			c.Fail(x, Want("%q as sent", want).At("/"+member).Got("%s", quoted(got)))
		}
	}
}

func quoted(value any) string {
	if text, ok := value.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	if value == nil {
		return "missing or null"
	}
	return fmt.Sprint(value)
}

func differs(c *Case, x *record.Exchange, name, other any) {
	if name == other {
		c.Fail(x, Want("one that the server made").At("/name").Got("%s, which the request chose", quoted(name)))
	}
}

func createRefusals() List {
	return List{
		refuses("SVC-CREATE-004", Validation, func(r *ValidationRun) record.Step { return r.WithoutType }),
		refuses("SVC-CREATE-005", Validation, func(r *ValidationRun) record.Step { return r.WrongType }),
		refuses("SVC-CREATE-006", Validation, func(r *ValidationRun) record.Step { return r.WithoutProject }),
		refuses("SVC-CREATE-008", Validation, func(r *ValidationRun) record.Step { return r.UnknownProject }),
		refuses("SVC-CREATE-013", Validation, func(r *ValidationRun) record.Step { return r.UnknownResource }),
		refuses("SVC-CREATE-015", Validation, func(r *ValidationRun) record.Step { return r.WithoutLabel }),
		refuses("SVC-CREATE-017", Validation, func(r *ValidationRun) record.Step { return r.WrongMemory }),
		refuses("SVC-CREATE-018", Validation, func(r *ValidationRun) record.Step { return r.WrongDisk }),
		refuses("SVC-CREATE-019", Validation, func(r *ValidationRun) record.Step { return r.WrongCores }),
		refuses("SVC-CREATE-020", Validation, func(r *ValidationRun) record.Step { return r.NoSize }),
		refuses("SVC-CREATE-024", Validation, func(r *ValidationRun) record.Step { return r.WrongVersion }),
		refuses("SVC-CREATE-026", Validation, func(r *ValidationRun) record.Step { return r.WrongAccess }),
		refuses("SVC-CREATE-028", Validation, func(r *ValidationRun) record.Step { return r.WrongVariables }),
		refuses("SVC-CREATE-031", Validation, func(r *ValidationRun) record.Step { return r.WrongInstances }),
		refuses("SVC-CREATE-033", Validation, func(r *ValidationRun) record.Step { return r.WrongMode }),
		On("SVC-CREATE-009", Validation, func(c *Case, run *ValidationRun) {
			refused(c, run.MalformedProject)
			refused(c, run.MalformedRes)
		}),
		On("SVC-CREATE-011", Validation, func(c *Case, run *ValidationRun) {
			x := c.Use(run.WithoutResource)
			service := entity(x)
			if isSuccess(x) && (service["resource_id"] != nil || service["miget_id"] != nil) {
				return // placed on a default that the answer states
			}
			refused(c, run.WithoutResource)
		}),
		answers("SVC-CREATE-014", Validation, func(r *ValidationRun) record.Step { return r.ClosedResource }, http.StatusUnprocessableEntity),
		answers("SVC-CREATE-022", Validation, func(r *ValidationRun) record.Step { return r.TooLarge }, http.StatusUnprocessableEntity),
		// A server that chooses a version by itself is legal.
		survives("SVC-CREATE-025", Validation, func(r *ValidationRun) record.Step { return r.WithoutVersion }),
		On("SVC-CREATE-041", Validation, func(c *Case, run *ValidationRun) {
			c.Expect(run.Truncated).To(HaveStatus(http.StatusBadRequest))
		}),
	}
}

func storageChecks() List {
	return List{
		On("SVC-CREATE-035", Storage, func(c *Case, run *StorageRun) {
			x := unblamed(c, run.Create, "mount_point")
			if point, shows := entity(x)["mount_point"]; shows && point != sent(x, "mount_point") {
				c.Fail(x, Want("%q as sent", sent(x, "mount_point")).At("/mount_point").Got("%s", quoted(point)))
			}
		}),
		survives("SVC-CREATE-035", Storage, func(r *StorageRun) record.Step { return r.WithoutMount }),
		refuses("SVC-CREATE-036", Storage, func(r *StorageRun) record.Step { return r.WrongMount }),
		refuses("SVC-CREATE-037", Storage, func(r *StorageRun) record.Step { return r.WrongAccess }),
		survives("SVC-CREATE-039", Storage, func(r *StorageRun) record.Step { return r.Crossed }),
		On("SVC-CREATE-039", Storage, func(c *Case, run *StorageRun) {
			if x := c.Use(run.ReadCrossed); len(detailsOf(x).all) > 0 {
				c.Fail(x, Want("public_access to have no effect on a volume").At("/connection_details").Got("not empty"))
			}
		}),
		On("SVC-CREATE-042", Storage, func(c *Case, run *StorageRun) {
			first, again := c.Use(run.Accents), c.Use(run.Again)
			if again.Is(http.StatusUnprocessableEntity, http.StatusConflict) && named(again, "label") != "" {
				c.NotApplicable(again, "the label is taken, so the same request cannot give a second service")
			}
			if !isSuccess(again) {
				c.Fail(again, Want("a 2xx: the same request was accepted before"))
				return
			}
			one, two := entity(first), entity(again)
			for _, member := range []string{"uuid", "name"} {
				if one[member] == two[member] {
					c.Fail(again, Want("another").At("/"+member).Got("%s, as for the first service", quoted(two[member])))
				}
			}
		}),
	}
}
