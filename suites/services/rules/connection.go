package rules

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
)

func connectionChecks() List {
	return List{
		// "connection_url is a postgres URL"
		On("SVC-CONN-004", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x := c.Use(run.Read)
			text, _ := flows.DetailsOf(x).Internal["connection_url"].(string)
			if e, err := readURL(text); err != nil || !isPostgres(e.scheme) {
				c.Fail(x, Note("is no URL with scheme postgres").At("/connection_details/internal/connection_url"))
			}
		}),
		// "URL user equals username"
		On("SVC-CONN-005", flows.Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the user", e.user, text(internal["username"]), e.user == internal["username"]
		})),
		// "URL password equals password"
		On("SVC-CONN-006", flows.Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the password", masked, masked, e.password == internal["password"]
		})),
		// "URL host equals hostname"
		On("SVC-CONN-007", flows.Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the host", e.host, text(internal["hostname"]), strings.EqualFold(e.host, text(internal["hostname"]))
		})),
		// "URL port equals port"
		On("SVC-CONN-008", flows.Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the port", e.portOrDefault(), text(internal["port"]), e.portOrDefault() == text(internal["port"])
		})),
		// "URL path equals database"
		On("SVC-CONN-009", flows.Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the database", e.database, text(internal["database"]), e.database == internal["database"]
		})),
		// "Reserved characters are percent-encoded"
		On("SVC-CONN-010", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x := c.Use(run.Read)
			for _, place := range urls {
				value, _ := At(flows.DetailsOf(x).All, place)
				if e, err := readURL(text(value)); err == nil && e.flaw != "" {
					c.Fail(x, Note("/connection_details%s cannot be read back: %s", place, e.flaw))
				}
			}
		}),
		// "No external details without public access"
		On("SVC-CONN-022", flows.Validation, func(c *Case, run *flows.ValidationRun) { private(c, run.FreshRead) }),
		// "Details are stable between reads"
		On("SVC-CONN-024", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			before := flows.DetailsOf(c.Use(run.Polls.Last())).All
			x := c.Use(run.Read)
			if after := flows.DetailsOf(x).All; !reflect.DeepEqual(before, after) {
				c.Fail(x, Note("is not what it was in the read before: differs in %s", differences("", before, after)).At("/connection_details"))
			}
		}),
		// "Services do not share credentials"
		On("SVC-CONN-025", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			one := flows.DetailsOf(c.Use(run.Read)).Internal
			x := c.Use(run.FreshRead)
			other := flows.DetailsOf(x).Internal
			if one["password"] == other["password"] {
				c.Fail(x, Note("is that of another database").At("/connection_details/internal/password"))
			}
			if one["hostname"] == other["hostname"] && one["database"] == other["database"] {
				c.Fail(x, Note("host name and database are those of another database"))
			}
		}),
		// "Rotation changes all derived strings"
		On("SVC-CONN-026", flows.Database, rotated),
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
func insideURL(compare part) func(*Case, *flows.DatabaseRun) {
	return func(c *Case, run *flows.DatabaseRun) {
		x := c.Use(run.Read)
		internal := flows.DetailsOf(x).Internal
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
func rotated(c *Case, run *flows.DatabaseRun) {
	rotation := c.Use(run.Rotate)
	if rotation.Is(http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented) {
		c.NotApplicable(rotation, "%s was answered %s: passwords cannot be rotated", rotation, rotation.Got())
	}
	if !c.Expect(rotation).To(HaveStatus(http.StatusOK, http.StatusCreated)) {
		return
	}
	before := flows.DetailsOf(c.Use(run.Read)).Internal["password"]
	x := c.Use(run.RotatedPolls.Last())
	d := flows.DetailsOf(x)
	password := d.Internal["password"]
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
		value, shown := At(d.All, place)
		if e, err := readURL(text(value)); shown && err == nil && e.password != password {
			c.Fail(x, Note("/connection_details%s does not carry the new password", place))
		}
	}
	if value := d.External["psql_command"]; value != nil {
		if command, _ := readCommand(text(value)); command.password != password {
			c.Fail(x, Note("does not carry the new password").At("/connection_details/external/psql_command"))
		}
	}
}
