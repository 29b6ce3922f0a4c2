package rules

import (
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
)

func connectionExternalChecks() List {
	return List{
		// "External URL shares user and password"
		On("SVC-CONN-012", flows.Database, outsideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the user", e.user, text(internal["username"]), e.user == internal["username"]
		})),
		// "External URL shares user and password"
		On("SVC-CONN-012", flows.Database, outsideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the password", masked, masked, e.password == internal["password"]
		})),
		// "External URL names the same database"
		On("SVC-CONN-013", flows.Database, outsideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the database", e.database, text(internal["database"]), e.database == internal["database"]
		})),
		// "External host differs from internal host"
		On("SVC-CONN-014", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x, d := outside(c, run)
			if e := addressed(c, x, d); strings.EqualFold(e.host, text(d.Internal["hostname"])) {
				c.Fail(x, Note("the host in /connection_details/external/external_connection_url is %q, the one inside, want another", e.host))
			}
		}),
		// "External URL states its port"
		On("SVC-CONN-015", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x, d := outside(c, run)
			if e := addressed(c, x, d); e.port == "" {
				c.Fail(x, Note("/connection_details/external/external_connection_url has no port, want it stated"))
			}
		}),
		// "psql_command carries the password"
		On("SVC-CONN-016", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x, d := outside(c, run)
			switch command, err := readCommand(text(d.External["psql_command"])); {
			case err != nil:
				c.Fail(x, Note("does not connect: %v", err).At("/connection_details/external/psql_command"))
			case !command.hasPassword:
				c.Fail(x, Note("does not begin with PGPASSWORD").At("/connection_details/external/psql_command"))
			case command.password != d.Internal["password"]:
				c.Fail(x, Note("PGPASSWORD in /connection_details/external/psql_command is not /connection_details/internal/password"))
			}
		}),
		// "psql_command names the external host"
		On("SVC-CONN-017", flows.Database, inCommand("-h", func(k command, e endpoint, _ map[string]any) (string, string) { return k.host, e.host })),
		// "psql_command names the user"
		On("SVC-CONN-018", flows.Database, inCommand("-U", func(k command, _ endpoint, internal map[string]any) (string, string) {
			return k.user, text(internal["username"])
		})),
		// "psql_command names the database"
		On("SVC-CONN-019", flows.Database, inCommand("its database", func(k command, _ endpoint, internal map[string]any) (string, string) {
			return k.database, text(internal["database"])
		})),
		// "psql_command covers a non-default port"
		On("SVC-CONN-020", flows.Database, inCommand("-p, 5432 by default,", func(k command, e endpoint, _ map[string]any) (string, string) {
			return endpoint{port: k.port}.portOrDefault(), e.portOrDefault()
		})),
		// "psql_command is safe to paste"
		On("SVC-CONN-021", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x, d := outside(c, run)
			_, unsafe, err := split(text(d.External["psql_command"]))
			switch {
			case err != nil:
				c.Fail(x, Note("cannot be read by a shell: %v", err).At("/connection_details/external/psql_command"))
			case unsafe != 0:
				c.Fail(x, Note("/connection_details/external/psql_command has %q where a shell gives it a meaning, want it quoted", unsafe))
			}
		}),
		// "External details with public access"
		On("SVC-CONN-023", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x := c.Use(run.Read)
			if isEmpty(flows.DetailsOf(x).All["external"]) {
				c.Fail(x, Want("it for a public database that is ready").At("/connection_details/external").Got("missing or empty"))
			}
		}),
	}
}

// outside returns the read of the public database and its details, and ends the check when it is not reached from
// outside: that this is missing is one finding, not ten.
func outside(c *Case, run *flows.DatabaseRun) (*record.Exchange, flows.Details) {
	x := c.Use(run.Read)
	d := flows.DetailsOf(x)
	if len(d.External) == 0 {
		c.NotApplicable(x, "the answer shows no way to connect from outside")
	}
	return x, d
}

func addressed(c *Case, x *record.Exchange, d flows.Details) endpoint {
	e, err := readURL(text(d.External["external_connection_url"]))
	if err != nil {
		c.NotApplicable(x, "/connection_details/external/external_connection_url is no URL: %v", err)
	}
	return e
}

func outsideURL(compare part) func(*Case, *flows.DatabaseRun) {
	return func(c *Case, run *flows.DatabaseRun) {
		x, d := outside(c, run)
		compareURL(c, x, urls[1], d.External["external_connection_url"], d.Internal, compare)
	}
}

// inCommand compares one thing that the psql command says.
func inCommand(what string, compare func(command, endpoint, map[string]any) (got, want string)) func(*Case, *flows.DatabaseRun) {
	return func(c *Case, run *flows.DatabaseRun) {
		x, d := outside(c, run)
		e := addressed(c, x, d)
		command, err := readCommand(text(d.External["psql_command"]))
		if err != nil {
			c.NotApplicable(x, "/connection_details/external/psql_command does not connect: %v", err)
		}
		if got, want := compare(command, e, d.Internal); !strings.EqualFold(got, want) || what != "-h" && got != want {
			c.Fail(x, Note("%s in /connection_details/external/psql_command is %q, want %q", what, got, want))
		}
	}
}
