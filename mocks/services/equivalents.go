package services

import (
	"net/http"
	"slices"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// Equivalents returns the mutants that are odd, but legal.
func Equivalents() []mocks.Mutant {
	return slices.Concat(oddStatuses(), oddCreations(), oddBodies(), oddConnections())
}

// oddStatuses returns equivalents: a server that answers with other statuses.
func oddStatuses() []mocks.Mutant {
	const status = "the page does not lay down the status"
	var own, owner keyring
	var taken memory
	return []mocks.Mutant{
		{ID: "parameter-faults-422", Title: "answers 422 to faults of parameters", Allows: status,
			Rules: rules{creation().When(func(s *mocks.Seen) bool { return s.Object() != nil }).Answered(http.StatusBadRequest).Status(http.StatusUnprocessableEntity)}},
		{ID: "unknown-project-422", Title: "answers 422 for a project that does not exist", Allows: status,
			Rules: rules{creation().Answered(http.StatusNotFound).Status(http.StatusUnprocessableEntity)}},
		{ID: "not-a-uuid-400", Title: "answers 400 for an id that is no uuid", Allows: status,
			Rules: rules{mocks.On("get").When(func(s *mocks.Seen) bool { return s.Params["id"] == "not-a-uuid" }).Status(http.StatusBadRequest)}},
		{ID: "wrong-token-403", Title: "answers 403 to an invented token", Allows: "SVC-AUTH-003 notes 403",
			Rules: rules{mocks.On("list").When(authorized("Bearer invented-")).Answered(http.StatusUnauthorized).Status(http.StatusForbidden)}},
		{ID: "bare-token-accepted", Title: "takes a good token without the word Bearer", Allows: "SVC-AUTH-004 notes it",
			Rules: rules{mocks.On("list").Before(own.learn), mocks.On("list").When(bare).Before(own.lend)}},
		{ID: "foreign-workspace-404", Title: "answers 404 for a foreign workspace", Allows: "SVC-AUTH-008 notes 404",
			Rules: rules{mocks.On("list").Answered(http.StatusForbidden).Status(http.StatusNotFound)}},
		{ID: "delete-202", Title: "deletes in the background", Allows: "SVC-LIFE-003 accepts 202",
			Rules: rules{mocks.On("delete").Answered(http.StatusNoContent).Status(http.StatusAccepted).Set("", map[string]any{}).Body("{}").
				Header("Content-Type", "application/json")}},
		{ID: "gone-410", Title: "answers 410 for what was deleted", Allows: "SVC-LIFE-004 asks that it is gone",
			Rules: rules{mocks.On("list").Before(owner.learn), mocks.On("get").At("database").When(owner.holds).Answered(http.StatusNotFound).Status(http.StatusGone)}},
		{ID: "rotate-201", Title: "answers 201 to a rotation", Allows: status,
			Rules: rules{mocks.On("rotate-password").Answered(http.StatusOK).Status(http.StatusCreated)}},
		{ID: "rotate-404", Title: "cannot rotate passwords", Allows: "the page does not have it",
			Rules: rules{mocks.On("rotate-password").Instead(http.StatusNotFound, refusal("no such path"))}},
		{ID: "label-taken", Title: "refuses a label that is taken", Allows: "SVC-CREATE-042 notes it",
			Rules: rules{creation().When(isAccented).InsteadWith(taken.refuse(http.StatusUnprocessableEntity, "label has already been taken")).Change(taken.learn)}},
		{ID: "replica-unreachable", Title: "refuses a replica whose source does not answer", Allows: "no source answers the suite",
			Rules: rules{refuse(isComplete, http.StatusUnprocessableEntity, "the source cannot be reached")}},
		{ID: "fresh-with-replica-fields-refused", Title: "refuses replica fields for a new database", Allows: "SVC-COND-021 accepts it",
			Rules: rules{refuse(is("creation_mode", "fresh"), http.StatusUnprocessableEntity, "external_host and s3_enabled are for replicas")}},
		{ID: "crossed-fields-refused", Title: "refuses fields of a database for a volume", Allows: "SVC-CREATE-039 accepts it",
			Rules: rules{refuse(mocks.All(isVolume, mocks.Text("public_access")), http.StatusBadRequest, "public_access is for databases")}},
	}
}

// oddCreations returns equivalents: a server that takes, or refuses, creations at the edge.
func oddCreations() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "version-by-default", Title: "chooses a version when none is named", Allows: "SVC-CREATE-025 notes it",
			Rules: rules{creation().When(isDatabase, mocks.Lacks("postgres_version")).SetSent("/postgres_version", "16")}},
		{ID: "label-may-be-empty", Title: "takes an empty label", Allows: "SVC-CREATE-015 notes it",
			Rules: rules{creation().When(is("label", "")).SetSent("/label", "nameless")}},
		{ID: "resource-by-default", Title: "places a service on a default resource and says so", Allows: "SVC-CREATE-011 accepts it",
			Rules: rules{creation().Lacks("resource_id").SetSent("/resource_id", reference.DefaultResourceID)}},
		{ID: "port-by-default", Title: "takes 5432 for a port that is missing", Allows: "the guide has that default",
			Rules: rules{creation().When(isReplica, mocks.Text("replication_username"), mocks.Lacks("external_port")).SetSent("/external_port", 5432)}},
		{ID: "user-by-default", Title: "takes a user of its own for a replica", Allows: "the page does not require it",
			Rules: rules{creation().When(isReplica, mocks.Text("auth_type"), mocks.Lacks("replication_username")).SetSent("/replication_username", "postgres")}},
		{ID: "errors-as-text", Title: "refuses with errors, one text", Allows: "SVC-ERR-002 allows it",
			Rules: rules{creation().Answered(http.StatusBadRequest).Change(func(_ *mocks.Seen, a *mocks.Answer) { renameMember(a, "error", "errors") })}},
		{ID: "errors-as-list", Title: "refuses with errors, a list", Allows: "SVC-ERR-003 tolerates it",
			Rules: rules{creation().Answered(http.StatusBadRequest).Change(func(_ *mocks.Seen, a *mocks.Answer) {
				renameMember(a, "error", "errors")
				a.Set("/errors", []any{a.Object()["errors"]})
			})}},
	}
}

// isComplete holds for replicas that lack nothing.
func isComplete(s *mocks.Seen) bool {
	password, tls := is("auth_type", "password"), is("auth_type", "tls")
	return isReplica(s) && is("external_host", "db.example.com", "external_port", 5432.0, "replication_username", "replicator")(s) &&
		mocks.Lacks("s3_enabled")(s) && (password(s) && mocks.Text("replication_password")(s) ||
		tls(s) && mocks.Text("ca_crt")(s) && mocks.Text("tls_crt")(s) && mocks.Text("tls_key")(s))
}
