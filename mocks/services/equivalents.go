package services

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// Equivalents returns oddities that are legal.
func Equivalents() []mocks.Equivalent {
	return slices.Concat(statusEquivalents(), creationEquivalents(), bodyEquivalents(), connectionEquivalents())
}

func equivalent(id, title, allows string, also []string, rules ...mocks.Rule) mocks.Equivalent {
	return mocks.Equivalent{Fault: mocks.Fault{ID: id, Title: title, Rules: rules}, Allows: allows, Also: also}
}

func statusEquivalents() []mocks.Equivalent {
	const status = "the page does not lay down the status"
	invented := authorization(func(header string) bool { return strings.HasPrefix(header, "Bearer invented-") })
	bare := authorization(func(header string) bool { return header != "" && !strings.Contains(header, " ") })
	var own, owner keyring
	var taken memory
	return []mocks.Equivalent{
		equivalent("parameter-faults-422", "answers 422 to faults of parameters", status, nil,
			create().When(func(s *mocks.Seen) bool { return s.Object() != nil }).Answered(http.StatusBadRequest).Status(http.StatusUnprocessableEntity)),
		equivalent("unknown-project-422", "answers 422 for a project that does not exist", status, nil,
			create().Answered(http.StatusNotFound).Status(http.StatusUnprocessableEntity)),
		equivalent("not-a-uuid-400", "answers 400 for an id that is no uuid", status, nil,
			mocks.On("get").When(func(s *mocks.Seen) bool { return s.Params["id"] == "not-a-uuid" }).Status(http.StatusBadRequest)),
		equivalent("wrong-token-403", "answers 403 to an invented token", "SVC-AUTH-003 notes 403", nil,
			mocks.On("list").When(invented).Answered(http.StatusUnauthorized).Status(http.StatusForbidden)),
		equivalent("bare-token-accepted", "takes a good token without the word Bearer", "SVC-AUTH-004 notes it", nil,
			mocks.On("list").Before(own.learn), mocks.On("list").When(bare).Before(own.lend)),
		equivalent("foreign-workspace-404", "answers 404 for a foreign workspace", "SVC-AUTH-008 notes 404", nil,
			mocks.On("list").Answered(http.StatusForbidden).Status(http.StatusNotFound)),
		equivalent("delete-202", "deletes in the background", "SVC-LIFE-003 accepts 202", nil,
			mocks.On("delete").Answered(http.StatusNoContent).Status(http.StatusAccepted).Set("", map[string]any{}).Body("{}").
				Header("Content-Type", "application/json")),
		equivalent("gone-410", "answers 410 for what was deleted", "SVC-LIFE-004 asks that it is gone", nil,
			mocks.On("list").Before(owner.learn),
			mocks.On("get").When(both(mocks.InScenario("database"), owner.holds)).Answered(http.StatusNotFound).Status(http.StatusGone)),
		equivalent("rotate-201", "answers 201 to a rotation", status, nil, mocks.On("rotate-password").Answered(http.StatusOK).Status(http.StatusCreated)),
		equivalent("rotate-404", "cannot rotate passwords", "the page does not have it", ids("SVC-CONN-026"),
			mocks.On("rotate-password").Instead(http.StatusNotFound, refusal("no such path"))),
		equivalent("label-taken", "refuses a label that is taken", "SVC-CREATE-042 notes it", ids("SVC-CREATE-042"),
			create().When(isAccented).InsteadWith(func(s *mocks.Seen) *mocks.Answer {
				again := taken.replay(s)
				if again != nil {
					again.Status, again.Body = http.StatusUnprocessableEntity, []byte(`{"error":"label has already been taken"}`)
				}
				return again
			}).Change(taken.learn)),
		equivalent("replica-unreachable", "refuses a replica whose source does not answer", "no source answers the suite",
			ids("SVC-COND-011", "SVC-COND-013"),
			refuse(isComplete, http.StatusUnprocessableEntity, "the source cannot be reached")),
		equivalent("fresh-with-replica-fields-refused", "refuses replica fields for a new database", "SVC-COND-021 accepts it",
			ids("SVC-CONN-022", "SVC-CONN-025"),
			refuse(is("creation_mode", "fresh"), http.StatusUnprocessableEntity, "external_host and s3_enabled are for replicas")),
		equivalent("crossed-fields-refused", "refuses fields of a database for a volume", "SVC-CREATE-039 accepts it", nil,
			refuse(both(isVolume, isText("public_access")), http.StatusBadRequest, "public_access is for databases")),
	}
}

// form is why the way in which something is written does not matter.
const form = "what matters is what its reader gets"

func creationEquivalents() []mocks.Equivalent {
	return []mocks.Equivalent{
		equivalent("version-by-default", "chooses a version when none is named", "SVC-CREATE-025 notes it", nil,
			create().When(both(isDatabase, lacks("postgres_version"))).SetSent("/postgres_version", "16")),
		equivalent("label-may-be-empty", "takes an empty label", "SVC-CREATE-015 notes it", nil, create().When(is("label", "")).SetSent("/label", "nameless")),
		equivalent("resource-by-default", "places a service on a default resource and says so", "SVC-CREATE-011 accepts it", nil,
			create().When(lacks("resource_id")).SetSent("/resource_id", reference.DefaultResourceID)),
		equivalent("port-by-default", "takes 5432 for a port that is missing", "the guide has that default", nil,
			create().When(both(isReplica, isText("replication_username"), lacks("external_port"))).SetSent("/external_port", 5432)),
		equivalent("user-by-default", "takes a user of its own for a replica", "the page does not require it", nil,
			create().When(both(isReplica, isText("auth_type"), lacks("replication_username"))).SetSent("/replication_username", "postgres")),
		equivalent("errors-as-text", "refuses with errors, one text", "SVC-ERR-002 allows it", nil,
			create().Answered(http.StatusBadRequest).Change(func(_ *mocks.Seen, a *mocks.Answer) { renameMember(a, "error", "errors") })),
		equivalent("errors-as-list", "refuses with errors, a list", "SVC-ERR-003 tolerates it", nil,
			create().Answered(http.StatusBadRequest).Change(func(_ *mocks.Seen, a *mocks.Answer) {
				renameMember(a, "error", "errors")
				setMember(a, "errors", []any{decode(a)["errors"]})
			})),
	}
}

func bodyEquivalents() []mocks.Equivalent {
	database := mocks.InScenario("database")
	return []mocks.Equivalent{
		equivalent("more-members", "shows more than it has to", "SVC-ENT-013", nil,
			mocks.On("get", "create").Answered(http.StatusOK, http.StatusCreated).Set("/role", "primary").Set("/replicas", []any{})),
		equivalent("no-state", "shows no state", "SVC-LIFE-008", nil,
			mocks.On("get", "create").Answered(http.StatusOK, http.StatusCreated).Remove("/state")),
		equivalent("unknown-state", "has a word of its own for ready", "SVC-LIFE-008", nil,
			mocks.On("get").When(database).Answered(http.StatusOK).Set("/state", "degraded")),
		equivalent("miget_id", "shows the resource under its old name", "SVC-ENT-006 accepts it", nil,
			mocks.On("get", "create").Answered(http.StatusOK, http.StatusCreated).Change(func(_ *mocks.Seen, a *mocks.Answer) {
				renameMember(a, "resource_id", "miget_id")
			})),
		equivalent("upper-case-ids", "writes uuids in capitals", form, nil, shows("/project_id", text(strings.ToUpper), "get", "create")),
		equivalent("other-time-zone", "writes times in another zone, without fractions", form, nil,
			shows("/created_at", text(elsewhere), "get"), shows("/updated_at", text(elsewhere), "get")),
		equivalent("no-instances", "does not show the number of instances", "the page's object does not have it", ids("SVC-CREATE-032"),
			create().Answered(http.StatusCreated).Remove("/instances")),
		equivalent("external-null", "shows null where there is no outside", "SVC-CONN-022 allows it", nil,
			mocks.On("get").During("validation").AnsweredWith(reaches(insideURL)).Set("/connection_details/external", nil)),
		equivalent("external-empty", "shows an empty object where there is no outside", "SVC-CONN-022 allows it", nil,
			mocks.On("get").During("validation").AnsweredWith(reaches(insideURL)).Set("/connection_details/external", map[string]any{})),
		equivalent("list-of-uuids", "lists little more than uuids", "what a list shows is not laid down",
			ids("SVC-COND-024", "SVC-AUTH-005"), mocks.On("list").Answered(http.StatusOK).Remove("/*/label")),
		equivalent("json-with-charset", "names a charset", form, nil, mocks.On("list", "get").Header("Content-Type", "application/json; charset=utf-8")),
	}
}

func connectionEquivalents() []mocks.Equivalent {
	return []mocks.Equivalent{
		equivalent("url-of-postgresql", "writes the scheme in full", "SVC-CONN-004 accepts it", nil,
			rewrites(insideURL, withURL(func(u *url.URL) { u.Scheme = "postgresql" }))),
		equivalent("url-without-default-port", "leaves the usual port out", "SVC-CONN-008 accepts it", nil,
			rewrites(insideURL, withURL(func(u *url.URL) { u.Host = u.Hostname() }))),
		equivalent("url-host-in-capitals", "writes the host in capitals", "hosts have no case", nil,
			rewrites(insideURL, withURL(func(u *url.URL) { u.Host = strings.ToUpper(u.Host) }))),
		equivalent("url-with-options", "adds options to the URL", form, nil,
			rewrites(insideURL, withURL(func(u *url.URL) { u.RawQuery = "sslmode=require" }))),
		equivalent("url-lower-case-escapes", "writes escapes in small letters", form, nil,
			rewrites(insideURL, strings.NewReplacer("%2F", "%2f", "%40", "%40").Replace)),
		equivalent("url-escapes-dollar", "encodes more than it has to", form, nil,
			rewrites(insideURL, func(address string) string { return strings.ReplaceAll(address, "$", "%24") }),
			rewrites(outsideURL, func(address string) string { return strings.ReplaceAll(address, "$", "%24") })),
		equivalent("command-with-long-options", "writes the options in full", form, nil, rewrites(psqlCommand, longOptions)),
		equivalent("command-with-joined-options", "writes options and values as one word", form, nil,
			rewrites(psqlCommand, strings.NewReplacer(" -h ", " -h", " -p ", " -p", " -U ", " -U").Replace)),
		equivalent("command-in-good-double-quotes", "quotes with double quotes and escapes the dollar", form, nil,
			rewrites(psqlCommand, func(command string) string {
				return strings.ReplaceAll(strings.ReplaceAll(command, "$", `\$`), "'", `"`)
			})),
		equivalent("command-with-backslashes", "quotes with backslashes", form, nil,
			rewrites(psqlCommand, func(command string) string {
				return strings.ReplaceAll(strings.ReplaceAll(command, "$", `\$`), "'", "")
			})),
		equivalent("command-with-line-end", "ends the command with a line end", form, nil,
			rewrites(psqlCommand, func(command string) string { return command + "\n" })),
	}
}

// isComplete holds for replicas that lack nothing.
func isComplete(s *mocks.Seen) bool {
	password, tls := is("auth_type", "password"), is("auth_type", "tls")
	return isReplica(s) && is("external_host", "db.example.com", "external_port", 5432.0, "replication_username", "replicator")(s) &&
		lacks("s3_enabled")(s) && (password(s) && isText("replication_password")(s) ||
		tls(s) && isText("ca_crt")(s) && isText("tls_crt")(s) && isText("tls_key")(s))
}

// longOptions writes a command of ours with options in full, and the database as one of them.
func longOptions(command string) string {
	last := strings.LastIndex(command, " ")
	command = command[:last] + " -d" + command[last:]
	return strings.NewReplacer(" -h ", " --host=", " -p ", " --port ", " -U ", " --username=", " -d ", " --dbname=").Replace(command)
}

func renameMember(a *mocks.Answer, from, to string) {
	value, has := decode(a)[from]
	if !has {
		return
	}
	setMember(a, to, value)
	object := decode(a)
	delete(object, from)
	replaceBody(a, object)
}

// elsewhere writes a time in another zone.
func elsewhere(at string) string {
	moment, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return moment.In(time.FixedZone("", 2*60*60)).Format(time.RFC3339)
}
