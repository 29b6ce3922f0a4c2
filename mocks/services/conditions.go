package services

import (
	"net/http"
	"strings"

	"conformance/mocks"
)

// conditions returns faults about fields that need, or exclude, each other.
func conditions() []mocks.Mutant {
	return []mocks.Mutant{
		accepted("a-replica-without-anything", "SVC-COND-025", mocks.All(isReplica, mocks.Lacks("external_host"), mocks.Lacks("auth_type"), mocks.Lacks("external_port")),
			"creation_mode", "fresh"),
		accepted("port-0", "SVC-COND-003", is("external_port", 0.0), "external_port", 5432),
		accepted("port-70000", "SVC-COND-003", is("external_port", 70000.0), "external_port", 5432),
		accepted("a-port-of-text", "SVC-COND-003", mocks.Text("external_port"), "external_port", 5432),
		accepted("an-unknown-auth_type", "SVC-COND-005", is("auth_type", "cert"), "auth_type", "password"),
		accepted("an-empty-auth_type", "SVC-COND-005", is("auth_type", ""), "auth_type", "password"),
		accepted("an-unknown-s3_enabled", "SVC-COND-012", is("s3_enabled", "yes"), "s3_enabled", "0"),
		{ID: "port-missing-500", Title: "crashes without a port", Breaks: ids{"SVC-COND-002"}, Also: ids{"SVC-ERR-006"},
			Rules: rules{creation().When(isReplica, is("auth_type", "password"), mocks.Lacks("external_port")).
				Instead(http.StatusInternalServerError, refusal("no port"))}},
		{ID: "user-missing-500", Title: "crashes without a user", Breaks: ids{"SVC-COND-006"}, Also: ids{"SVC-ERR-006"},
			Rules: rules{creation().When(isReplica, is("auth_type", "password"), mocks.Lacks("replication_username")).
				Instead(http.StatusInternalServerError, refusal("no user"))}},
		{ID: "password-needs-certificates", Title: "asks for certificates although a password is used", Breaks: ids{"SVC-COND-011"}, Also: ids{"SVC-COND-023"},
			Rules: rules{refuse(mocks.All(isReplica, mocks.Text("replication_password")), http.StatusBadRequest, "ca_crt is missing")}},
		{ID: "certificates-need-password", Title: "asks for a password although certificates are used", Breaks: ids{"SVC-COND-011"}, Also: ids{"SVC-COND-023"},
			Rules: rules{refuse(mocks.All(isReplica, is("auth_type", "tls")), http.StatusBadRequest, "replication_password is missing")}},
		{ID: "archive-required", Title: "asks for an archive", Breaks: ids{"SVC-COND-013"}, Also: ids{"SVC-COND-023"},
			Rules: rules{refuse(mocks.All(isReplica, mocks.Lacks("s3_enabled")), http.StatusUnprocessableEntity, "s3_bucket is missing")}},
		{ID: "fresh-needs-host", Title: "asks for a source although the database is new", Breaks: ids{"SVC-COND-020"}, Also: ids{"SVC-CREATE-001"}, Blocks: true,
			Rules: rules{refuse(mocks.All(isDatabase, mocks.Lacks("external_host")), http.StatusBadRequest, "external_host is missing")}},
		{ID: "fresh-with-host-500", Title: "crashes on a new database with a source", Breaks: ids{"SVC-COND-021", "SVC-COND-022"},
			Rules: rules{creation().When(is("creation_mode", "fresh")).Instead(http.StatusInternalServerError, refusal("replica fields"))}},
		{ID: "fresh-archive-required", Title: "asks a new database for its archive", Breaks: ids{"SVC-COND-022"},
			Rules: rules{refuse(is("creation_mode", "fresh"), http.StatusBadRequest, "s3_bucket is missing")}},
		{ID: "field-not-named", Title: "says only that the request is bad", Breaks: ids{"SVC-COND-023"},
			Rules: rules{creation().When(isReplica).Answered(http.StatusBadRequest).Set("/error", "Bad Request")}},
		{ID: "refused-but-created", Title: "leaves a service that it said it would not make", Breaks: ids{"SVC-COND-024"},
			Rules: rules{creation().When(is("storage_access", "ROX")).SetSent("/storage_access", "RWX").Status(http.StatusBadRequest).Set("", refusal("storage_access"))}},
		{ID: "refused-replica-created", Title: "leaves a replica that it said it would not make", Breaks: ids{"SVC-COND-024"},
			Rules: rules{creation().When(is("s3_enabled", "yes")).SetSent("/s3_enabled", "0").Status(http.StatusBadRequest).Set("", refusal("s3_enabled"))}},
		{ID: "request-echoed", Title: "repeats the request in a refusal", Breaks: ids{"SVC-COND-026", "SVC-ERR-009"},
			Rules: rules{creation().When(isReplica).Answered(http.StatusBadRequest).Change(func(s *mocks.Seen, a *mocks.Answer) {
				text, _ := a.Object()["error"].(string)
				a.Set("/error", text+": "+string(s.Body))
			})}},
		{ID: "secret-in-entity", Title: "shows what a replica logs in with", Breaks: ids{"SVC-COND-026"},
			Rules: rules{creation().When(isReplica, mocks.Text("replication_password")).Answered(http.StatusCreated).Change(func(s *mocks.Seen, a *mocks.Answer) {
				secret, _ := s.Object()["replication_password"].(string)
				a.Set("/settings", map[string]any{"source": "host=db.example.com password=" + strings.ToLower(secret)})
			})}},
	}
}

// conditionsDropped returns faults: a server that creates replicas that lack one field.
func conditionsDropped() []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range []struct {
		breaks, member string
		when           func(*mocks.Seen) bool
		value          any
	}{
		{"SVC-COND-001", "external_host", is("auth_type", "password"), "db.example.com"},
		{"SVC-COND-004", "auth_type", mocks.Text("replication_password"), "password"},
		{"SVC-COND-007", "replication_password", is("auth_type", "password"), "invented-by-the-server"},
		{"SVC-COND-008", "ca_crt", is("auth_type", "tls"), "a certificate"},
		{"SVC-COND-009", "tls_crt", is("auth_type", "tls"), "a certificate"},
		{"SVC-COND-010", "tls_key", is("auth_type", "tls"), "a key"},
		{"SVC-COND-014", "s3_endpoint", is("s3_enabled", "1"), "https://s3.example.com"},
		{"SVC-COND-015", "s3_bucket", is("s3_enabled", "1"), "bucket"},
		{"SVC-COND-016", "s3_path", is("s3_enabled", "1"), "path"},
		{"SVC-COND-017", "s3_access_key", is("s3_enabled", "1"), "a key"},
		{"SVC-COND-018", "s3_secret_key", is("s3_enabled", "1"), "a key"},
		{"SVC-COND-019", "s3_server_name", is("s3_enabled", "1"), "server"},
	} {
		all = append(all, accepted("a-replica-without-"+row.member, row.breaks, mocks.All(isReplica, row.when, mocks.Lacks(row.member)), row.member, row.value))
	}
	return all
}
