package services

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// connectionChecks judge the URL of a database as seen from inside; what single members look like is for the document.
func connectionChecks() List {
	return List{
		On("SVC-CONN-004", Database, func(c *Case, run *DatabaseRun) {
			x := c.Use(run.Read)
			text, _ := detailsOf(x).internal["connection_url"].(string)
			if e, err := readURL(text); err != nil || !isPostgres(e.scheme) {
				c.Fail(x, Note("is no URL with scheme postgres").At("/connection_details/internal/connection_url"))
			}
		}),
		On("SVC-CONN-005", Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the user", e.user, text(internal["username"]), e.user == internal["username"]
		})),
		On("SVC-CONN-006", Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the password", masked, masked, e.password == internal["password"]
		})),
		On("SVC-CONN-007", Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the host", e.host, text(internal["hostname"]), strings.EqualFold(e.host, text(internal["hostname"]))
		})),
		On("SVC-CONN-008", Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the port", e.portOrDefault(), text(internal["port"]), e.portOrDefault() == text(internal["port"])
		})),
		On("SVC-CONN-009", Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the database", e.database, text(internal["database"]), e.database == internal["database"]
		})),
	}
}

// detailsChecks judge the details of a database as a whole, and what becomes of them.
func detailsChecks() List {
	return List{
		On("SVC-CONN-010", Database, func(c *Case, run *DatabaseRun) {
			x := c.Use(run.Read)
			for _, place := range urls {
				value, _ := At(detailsOf(x).all, place)
				if e, err := readURL(text(value)); err == nil && e.flaw != "" {
					c.Fail(x, Note("/connection_details%s cannot be read back: %s", place, e.flaw))
				}
			}
		}),
		On("SVC-CONN-022", Validation, func(c *Case, run *ValidationRun) { private(c, run.FreshRead) }),
		On("SVC-CONN-024", Database, func(c *Case, run *DatabaseRun) {
			before := detailsOf(c.Use(run.Polls.Last())).all
			x := c.Use(run.Read)
			if after := detailsOf(x).all; !reflect.DeepEqual(before, after) {
				c.Fail(x, Note("is not what it was in the read before: differs in %s", differences("", before, after)).At("/connection_details"))
			}
		}),
		On("SVC-CONN-025", Validation, func(c *Case, run *ValidationRun) {
			one := detailsOf(c.Use(run.Read)).internal
			x := c.Use(run.FreshRead)
			other := detailsOf(x).internal
			if one["password"] == other["password"] {
				c.Fail(x, Note("is that of another database").At("/connection_details/internal/password"))
			}
			if one["hostname"] == other["hostname"] && one["database"] == other["database"] {
				c.Fail(x, Note("host name and database are those of another database"))
			}
		}),
		On("SVC-CONN-026", Database, rotated),
	}
}

// urls are the places of the URLs in connection_details.
var urls = [...]string{"/internal/connection_url", "/external/external_connection_url"}

// masked stands for a password in a finding: recordings hold none, and no report shall.
const masked = "***"

func isPostgres(scheme string) bool { return scheme == "postgres" || scheme == "postgresql" }

// text returns a member as text: JSON numbers are as they were written.
func text(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// part compares one part of a URL with the member that it repeats.
type part func(e endpoint, internal map[string]any) (what, got, want string, equal bool)

// insideURL compares a part of the internal URL.
func insideURL(compare part) func(*Case, *DatabaseRun) {
	return func(c *Case, run *DatabaseRun) {
		x := c.Use(run.Read)
		internal := detailsOf(x).internal
		compareURL(c, x, urls[0], internal["connection_url"], internal, compare)
	}
}

func compareURL(c *Case, x *record.Exchange, place string, value any, internal map[string]any, compare part) {
	e, err := readURL(text(value))
	if err != nil {
		c.NotApplicable(x, "/connection_details%s is no URL: %v", place, err)
	}
	switch what, got, want, equal := compare(e, internal); {
	case equal:
	case want == masked:
		c.Fail(x, Note("%s in /connection_details%s is not the one in /connection_details/internal", what, place))
	default:
		c.Fail(x, Note("%s in /connection_details%s is %q, want %q", what, place, got, want))
	}
}

// private demands that a database without public access does not show how it is reached from outside.
func private(c *Case, step record.Step) {
	x := c.Use(step)
	if external := detailsOf(x).all["external"]; !isEmpty(external) {
		c.Fail(x, Note("/connection_details/external shows how to connect from outside, want nothing without public access"))
	}
}

// differences names the members in which two objects differ.
func differences(path string, a, b map[string]any) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(a)) {
		one, isOne := a[name].(map[string]any)
		other, isOther := b[name].(map[string]any)
		switch {
		case isOne && isOther && !reflect.DeepEqual(one, other):
			names = append(names, differences(path+"/"+name, one, other))
		case !reflect.DeepEqual(a[name], b[name]):
			names = append(names, path+"/"+name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if _, both := a[name]; !both {
			names = append(names, path+"/"+name)
		}
	}
	return strings.Join(names, ", ")
}

// rotated demands a new password in the answer and in every place that shows one.
func rotated(c *Case, run *DatabaseRun) {
	rotation := c.Use(run.Rotate)
	if rotation.Is(http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented) {
		c.NotApplicable(rotation, "%s was answered %s: passwords cannot be rotated", rotation, rotation.Got())
	}
	if !c.Expect(rotation).To(HaveStatus(http.StatusOK, http.StatusCreated)) {
		return
	}
	before := detailsOf(c.Use(run.Read)).internal["password"]
	x := c.Use(run.RotatedPolls.Last())
	d := detailsOf(x)
	password := d.internal["password"]
	if password == before {
		c.Fail(x, Note("is the old one").At("/connection_details/internal/password"))
		return
	}
	value, _ := rotation.Response.JSON()
	answered := false
	Texts(value, func(leaf string) { answered = answered || leaf == password })
	if !answered {
		c.Fail(x, Note("is not the one that the rotation answered").At("/connection_details/internal/password"))
	}
	for _, place := range urls {
		value, shown := At(d.all, place)
		if e, err := readURL(text(value)); shown && err == nil && e.password != password {
			c.Fail(x, Note("/connection_details%s does not carry the new password", place))
		}
	}
	if value := d.external["psql_command"]; value != nil {
		if command, _ := readCommand(text(value)); command.password != password {
			c.Fail(x, Note("does not carry the new password").At("/connection_details/external/psql_command"))
		}
	}
}
