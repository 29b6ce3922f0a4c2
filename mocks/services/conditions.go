package services

import (
	"net/http"
	"strings"

	"conformance/mocks"
)

// droppedMutants create replicas that lack one field.
func droppedMutants() []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range []struct {
		id, member string
		when       func(*mocks.Seen) bool
		value      any
	}{
		{"SVC-COND-001", "external_host", is("auth_type", "password"), "db.example.com"},
		{"SVC-COND-004", "auth_type", isText("replication_password"), "password"},
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
		all = append(all, lenient("a-replica-without-"+row.member, row.id, both(isReplica, row.when, lacks(row.member)), row.member, row.value))
	}
	return all
}

func conditionMutants() []mocks.Mutant {
	return []mocks.Mutant{
		lenient("a-replica-without-anything", "SVC-COND-025", both(isReplica, lacks("external_host"), lacks("auth_type"), lacks("external_port")),
			"creation_mode", "fresh"),
		lenient("port-0", "SVC-COND-003", is("external_port", 0.0), "external_port", 5432),
		lenient("port-70000", "SVC-COND-003", is("external_port", 70000.0), "external_port", 5432),
		lenient("a-port-of-text", "SVC-COND-003", isText("external_port"), "external_port", 5432),
		lenient("an-unknown-auth_type", "SVC-COND-005", is("auth_type", "cert"), "auth_type", "password"),
		lenient("an-empty-auth_type", "SVC-COND-005", is("auth_type", ""), "auth_type", "password"),
		lenient("an-unknown-s3_enabled", "SVC-COND-012", is("s3_enabled", "yes"), "s3_enabled", "0"),
		mutant("port-missing-500", "crashes without a port", ids("SVC-COND-002"), ids("SVC-ERR-006"),
			create().When(both(isReplica, is("auth_type", "password"), lacks("external_port"))).
				Instead(http.StatusInternalServerError, refusal("no port"))),
		mutant("user-missing-500", "crashes without a user", ids("SVC-COND-006"), ids("SVC-ERR-006"),
			create().When(both(isReplica, is("auth_type", "password"), lacks("replication_username"))).
				Instead(http.StatusInternalServerError, refusal("no user"))),
		mutant("password-needs-certificates", "asks for certificates although a password is used", ids("SVC-COND-011"), ids("SVC-COND-013", "SVC-COND-023"),
			refuse(both(isReplica, isText("replication_password")), http.StatusBadRequest, "ca_crt is missing")),
		mutant("certificates-need-password", "asks for a password although certificates are used", ids("SVC-COND-011"), ids("SVC-COND-023"),
			refuse(both(isReplica, is("auth_type", "tls")), http.StatusBadRequest, "replication_password is missing")),
		mutant("archive-required", "asks for an archive", ids("SVC-COND-013"), ids("SVC-COND-011", "SVC-COND-023"),
			refuse(both(isReplica, lacks("s3_enabled")), http.StatusUnprocessableEntity, "s3_bucket is missing")),
		blocking("fresh-needs-host", "asks for a source although the database is new", ids("SVC-COND-020"), ids("SVC-CREATE-001", "SVC-COND-023"),
			refuse(both(isDatabase, lacks("external_host")), http.StatusBadRequest, "external_host is missing")),
		mutant("fresh-with-host-500", "crashes on a new database with a source", ids("SVC-COND-021", "SVC-COND-022"), ids("SVC-CONN-022", "SVC-CONN-025"),
			create().When(is("creation_mode", "fresh")).Instead(http.StatusInternalServerError, refusal("replica fields"))),
		mutant("fresh-archive-required", "asks a new database for its archive", ids("SVC-COND-022"), ids("SVC-CONN-022", "SVC-CONN-025"),
			refuse(is("creation_mode", "fresh"), http.StatusBadRequest, "s3_bucket is missing")),
		mutant("field-not-named", "says only that the request is bad", ids("SVC-COND-023"), nil,
			create().When(isReplica).Answered(http.StatusBadRequest).Set("/error", "Bad Request")),
		mutant("refused-but-created", "leaves a service that it said it would not make", ids("SVC-COND-024"), nil,
			create().When(is("storage_access", "ROX")).SetSent("/storage_access", "RWX").Status(http.StatusBadRequest).
				Set("", refusal("storage_access"))),
		mutant("refused-replica-created", "leaves a replica that it said it would not make", ids("SVC-COND-024"), nil,
			create().When(is("s3_enabled", "yes")).SetSent("/s3_enabled", "0").Status(http.StatusBadRequest).
				Set("", refusal("s3_enabled"))),
		mutant("request-echoed", "repeats the request in a refusal", ids("SVC-COND-026", "SVC-ERR-009"), nil,
			create().When(isReplica).Answered(http.StatusBadRequest).Change(func(s *mocks.Seen, a *mocks.Answer) {
				text, _ := decode(a)["error"].(string)
				setMember(a, "error", text+": "+string(s.Body))
			})),
		mutant("secret-in-entity", "shows what a replica logs in with", ids("SVC-COND-026"), nil,
			create().When(both(isReplica, isText("replication_password"))).Answered(http.StatusCreated).Change(func(s *mocks.Seen, a *mocks.Answer) {
				secret, _ := s.Object()["replication_password"].(string)
				setMember(a, "settings", map[string]any{"source": "host=db.example.com password=" + strings.ToLower(secret)})
			})),
	}
}
