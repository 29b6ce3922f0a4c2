package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/services/flows"
)

// condition is a field that a replica cannot do without.
type condition struct {
	id   string
	step func(*flows.ReplicaRun) record.Step
	// field is its name; empty where only the owner knows it.
	field string
}

func conditions() []condition {
	return []condition{
		// "external_replica requires external_host"
		{"SVC-COND-001", func(r *flows.ReplicaRun) record.Step { return r.WithoutHost }, "external_host"},
		// "external_replica requires auth_type"
		{"SVC-COND-004", func(r *flows.ReplicaRun) record.Step { return r.WithoutAuth }, "auth_type"},
		// "password auth requires replication_password"
		{"SVC-COND-007", func(r *flows.ReplicaRun) record.Step { return r.WithoutPassword }, "replication_password"},
		// "tls auth requires a CA certificate"
		{"SVC-COND-008", func(r *flows.ReplicaRun) record.Step { return r.WithoutCA }, "ca_crt"},
		// "tls auth requires a client certificate"
		{"SVC-COND-009", func(r *flows.ReplicaRun) record.Step { return r.WithoutCert }, "tls_crt"},
		// "tls auth requires a client key"
		{"SVC-COND-010", func(r *flows.ReplicaRun) record.Step { return r.WithoutKey }, "tls_key"},
		// "S3 fallback requires s3_endpoint"
		{"SVC-COND-014", func(r *flows.ReplicaRun) record.Step { return r.WithoutEndpoint }, "s3_endpoint"},
		// "S3 fallback requires s3_bucket"
		{"SVC-COND-015", func(r *flows.ReplicaRun) record.Step { return r.WithoutBucket }, "s3_bucket"},
		// "S3 fallback requires s3_path"
		{"SVC-COND-016", func(r *flows.ReplicaRun) record.Step { return r.WithoutPath }, "s3_path"},
		// "S3 fallback requires s3_access_key"
		{"SVC-COND-017", func(r *flows.ReplicaRun) record.Step { return r.WithoutAccessKey }, "s3_access_key"},
		// "S3 fallback requires s3_secret_key"
		{"SVC-COND-018", func(r *flows.ReplicaRun) record.Step { return r.WithoutSecretKey }, "s3_secret_key"},
		// "S3 fallback requires archive server name"
		{"SVC-COND-019", func(r *flows.ReplicaRun) record.Step { return r.WithoutServer }, ""},
	}
}

func conditionChecks() List {
	list := List{
		// The vendor's guide has a default for the port, and does not agree with the page about the user.
		// "external_replica requires external_port"
		survives("SVC-COND-002", flows.Replica, func(r *flows.ReplicaRun) record.Step { return r.WithoutPort }),
		// "external_replica needs replication_username"
		survives("SVC-COND-006", flows.Replica, func(r *flows.ReplicaRun) record.Step { return r.WithoutUser }),
		// "external_port is a valid port"
		refuses("SVC-COND-003", flows.Replica, func(r *flows.ReplicaRun) record.Step { return r.WrongPort }),
		// "auth_type is password or tls"
		refuses("SVC-COND-005", flows.Replica, func(r *flows.ReplicaRun) record.Step { return r.WrongAuth }),
		// "Other method's secrets are not required"
		unblames("SVC-COND-011", flows.Replica, passwordCreate, "ca_crt", "tls_crt", "tls_key"),
		// "Other method's secrets are not required"
		unblames("SVC-COND-011", flows.Replica, func(r *flows.ReplicaRun) record.Step { return r.TLS }, "replication_password"),
		// "s3_enabled is text 0 or 1"
		refuses("SVC-COND-012", flows.Replica, func(r *flows.ReplicaRun) record.Step { return r.WrongArchive }),
		// "The archive fallback is optional"
		unblames("SVC-COND-013", flows.Replica, passwordCreate, archiveFields()...),
		// "Fresh mode needs no replica field"
		unblames("SVC-COND-020", flows.Validation, leastCreate, "external_host", "external_port", "auth_type", "replication_",
			"ca_crt", "tls_crt", "tls_key", "s3_"),
		// "Replica fields have no effect in fresh"
		survives("SVC-COND-021", flows.Validation, freshCreate),
		// "s3_enabled has effect only for replicas"
		On("SVC-COND-022", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			x := c.Use(run.Fresh)
			if field := named(x, archiveFields()...); !flows.IsSuccess(x) && field != "" {
				c.Fail(x, Want("s3_enabled to demand nothing of a new database").Got("%s with a text that asks for %s", x.Got(), field))
			}
			if !flows.IsSuccess(x) && !flows.IsRefusal(x) {
				c.Fail(x, Want("a 2xx or a 4xx"))
			}
		}),
		// "A missing field is named"
		On("SVC-COND-023", flows.Replica, func(c *Case, run *flows.ReplicaRun) {
			for _, condition := range conditions() {
				namesField(c, condition, condition.step(run))
			}
		}),
		// "A refused creation creates nothing"
		nothingCreated("SVC-COND-024", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.ListAfter }),
		// "A refused creation creates nothing"
		nothingCreated("SVC-COND-024", flows.Storage, func(r *flows.StorageRun) record.Step { return r.ListAfter }),
		// "A refused creation creates nothing"
		nothingCreated("SVC-COND-024", flows.Replica, func(r *flows.ReplicaRun) record.Step { return r.ListAfter }),
		// "Several missing fields are all refused"
		refuses("SVC-COND-025", flows.Replica, func(r *flows.ReplicaRun) record.Step { return r.WithoutEverything }),
		// "Secrets sent in are never returned"
		On("SVC-COND-026", flows.Replica, func(c *Case, run *flows.ReplicaRun) {
			c.Use(run.Password)
			secrets := map[string]string{}
			for _, x := range c.Trail() {
				sentSecrets(x, secrets)
			}
			for _, x := range c.Trail() {
				for _, member := range tells(x, secrets) {
					c.Fail(x, Note("the answer shows the %s that a request carried", member))
				}
			}
		}),
	}
	for _, condition := range conditions() {
		list = append(list, refuses(condition.id, flows.Replica, condition.step))
	}
	return list
}

func passwordCreate(r *flows.ReplicaRun) record.Step { return r.Password }

func freshCreate(r *flows.ValidationRun) record.Step { return r.Fresh }

func archiveFields() []string {
	return []string{"s3_endpoint", "s3_bucket", "s3_path", "s3_access_key", "s3_secret_key"}
}

// namesField demands that a refusal for a missing field names it. A condition that was not tried shows nothing.
func namesField(c *Case, condition condition, step record.Step) {
	if condition.field == "" || !step.Present() {
		return
	}
	x := c.Use(step)
	if x.Is(http.StatusBadRequest, http.StatusUnprocessableEntity) && named(x, condition.field) == "" {
		c.Fail(x, Note("got %s with a text that does not name %s, the field that is missing", x.Got(), condition.field))
	}
}

// nothingCreated is a check that no creation of a run that was refused left a service.
func nothingCreated[R any](id string, kind scenario.Kind[R], list func(*R) record.Step) Check {
	return On(id, kind, func(c *Case, run *R) {
		x, all := listedByLabel(c, list(run))
		made := map[any]bool{}
		for _, creation := range c.Trail() {
			made[sent(creation, "label")] = made[sent(creation, "label")] || flows.IsSuccess(creation)
		}
		for _, creation := range c.Trail() {
			if creation.Operation == "create" && flows.IsRefusal(creation) && !made[sent(creation, "label")] {
				leavesNothing(c, creation, x, all)
			}
		}
	})
}
