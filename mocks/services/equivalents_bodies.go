package services

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"conformance/mocks"
)

// oddBodies returns equivalents: a server that shows more, or less, or in other words.
func oddBodies() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "more-members", Title: "shows more than it has to", Allows: "SVC-ENT-013",
			Rules: rules{mocks.On("get", "create").Answered(http.StatusOK, http.StatusCreated).Set("/role", "primary").Set("/replicas", []any{})}},
		{ID: "no-state", Title: "shows no state", Allows: "SVC-LIFE-008",
			Rules: rules{mocks.On("get", "create").Answered(http.StatusOK, http.StatusCreated).Remove("/state")}},
		{ID: "unknown-state", Title: "has a word of its own for ready", Allows: "SVC-LIFE-008",
			Rules: rules{mocks.On("get").At("database").Answered(http.StatusOK).Set("/state", "degraded")}},
		{ID: "miget_id", Title: "shows the resource under its old name", Allows: "SVC-ENT-006 accepts it",
			Rules: rules{mocks.On("get", "create").Answered(http.StatusOK, http.StatusCreated).Change(func(_ *mocks.Seen, a *mocks.Answer) {
				renameMember(a, "resource_id", "miget_id")
			})}},
		{ID: "upper-case-ids", Title: "writes uuids in capitals", Allows: form, Rules: rules{shows("/project_id", text(strings.ToUpper), "get", "create")}},
		{ID: "other-time-zone", Title: "writes times in another zone, without fractions", Allows: form,
			Rules: rules{shows("/created_at", text(elsewhere), "get"), shows("/updated_at", text(elsewhere), "get")}},
		{ID: "no-instances", Title: "does not show the number of instances", Allows: "the page's object does not have it",
			Rules: rules{creation().Answered(http.StatusCreated).Remove("/instances")}},
		{ID: "external-null", Title: "shows null where there is no outside", Allows: "SVC-CONN-022 allows it",
			Rules: rules{mocks.On("get").At("validation").AnsweredWith(reaches(insideURL)).Set("/connection_details/external", nil)}},
		{ID: "external-empty", Title: "shows an empty object where there is no outside", Allows: "SVC-CONN-022 allows it",
			Rules: rules{mocks.On("get").At("validation").AnsweredWith(reaches(insideURL)).Set("/connection_details/external", map[string]any{})}},
		{ID: "list-of-uuids", Title: "lists little more than uuids", Allows: "what a list shows is not laid down",
			Rules: rules{mocks.On("list").Answered(http.StatusOK).Remove("/*/label")}},
		{ID: "json-with-charset", Title: "names a charset", Allows: form, Rules: rules{mocks.On("list", "get").Header("Content-Type", "application/json; charset=utf-8")}},
	}
}

// oddConnections returns equivalents: a server that writes URLs and commands in other words.
func oddConnections() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "url-of-postgresql", Title: "writes the scheme in full", Allows: "SVC-CONN-004 accepts it",
			Rules: rules{rewrites(insideURL, withURL(func(u *url.URL) { u.Scheme = "postgresql" }))}},
		{ID: "url-without-default-port", Title: "leaves the usual port out", Allows: "SVC-CONN-008 accepts it",
			Rules: rules{rewrites(insideURL, withURL(func(u *url.URL) { u.Host = u.Hostname() }))}},
		{ID: "url-host-in-capitals", Title: "writes the host in capitals", Allows: "hosts have no case",
			Rules: rules{rewrites(insideURL, withURL(func(u *url.URL) { u.Host = strings.ToUpper(u.Host) }))}},
		{ID: "url-with-options", Title: "adds options to the URL", Allows: form,
			Rules: rules{rewrites(insideURL, withURL(func(u *url.URL) { u.RawQuery = "sslmode=require" }))}},
		{ID: "url-lower-case-escapes", Title: "writes escapes in small letters", Allows: form,
			Rules: rules{rewrites(insideURL, strings.NewReplacer("%2F", "%2f", "%40", "%40").Replace)}},
		{ID: "url-escapes-dollar", Title: "encodes more than it has to", Allows: form,
			Rules: rules{rewrites(insideURL, func(address string) string { return strings.ReplaceAll(address, "$", "%24") }),
				rewrites(outsideURL, func(address string) string { return strings.ReplaceAll(address, "$", "%24") })}},
		{ID: "command-with-long-options", Title: "writes the options in full", Allows: form, Rules: rules{rewrites(psqlCommand, longOptions)}},
		{ID: "command-with-joined-options", Title: "writes options and values as one word", Allows: form,
			Rules: rules{rewrites(psqlCommand, strings.NewReplacer(" -h ", " -h", " -p ", " -p", " -U ", " -U").Replace)}},
		{ID: "command-in-good-double-quotes", Title: "quotes with double quotes and escapes the dollar", Allows: form,
			Rules: rules{rewrites(psqlCommand, func(command string) string {
				return strings.ReplaceAll(strings.ReplaceAll(command, "$", `\$`), "'", `"`)
			})}},
		{ID: "command-with-backslashes", Title: "quotes with backslashes", Allows: form,
			Rules: rules{rewrites(psqlCommand, func(command string) string {
				return strings.ReplaceAll(strings.ReplaceAll(command, "$", `\$`), "'", "")
			})}},
		{ID: "command-with-line-end", Title: "ends the command with a line end", Allows: form,
			Rules: rules{rewrites(psqlCommand, func(command string) string { return command + "\n" })}},
	}
}

// form is why the way in which something is written does not matter.
const form = "what matters is what its reader gets"

// longOptions writes a command of ours with options in full, and the database as one of them.
func longOptions(command string) string {
	last := strings.LastIndex(command, " ")
	command = command[:last] + " -d" + command[last:]
	return strings.NewReplacer(" -h ", " --host=", " -p ", " --port ", " -U ", " --username=", " -d ", " --dbname=").Replace(command)
}

// renameMember calls a member of an answer by another name.
func renameMember(a *mocks.Answer, from, to string) {
	if value, has := a.Object()[from]; has {
		a.Set("/"+to, value)
		a.Remove("/" + from)
	}
}

// elsewhere writes a time in another zone.
func elsewhere(at string) string {
	moment, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return moment.In(time.FixedZone("", 2*60*60)).Format(time.RFC3339)
}
