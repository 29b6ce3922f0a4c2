package services

import (
	"net/url"
	"strings"

	"conformance/mocks"
)

// connectionExternal returns faults about the URL outside.
func connectionExternal() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "external-user-differs", Title: "has another user outside", Breaks: ids{"SVC-CONN-012"},
			Rules: rules{rewrites(outsideURL, withURL(func(u *url.URL) {
				password, _ := u.User.Password()
				u.User = url.UserPassword("guest", password)
			}))}},
		{ID: "external-password-differs", Title: "has another password outside", Breaks: ids{"SVC-CONN-012"}, Also: ids{"SVC-CONN-026"},
			Rules: rules{rewrites(outsideURL, withURL(withPassword("0utside/p@ssword")))}},
		{ID: "external-url-unescaped", Title: "writes the password into the external URL as it is",
			Breaks: ids{"SVC-CONN-010", "SVC-CONN-012", "SVC-CONN-013", "SVC-CONN-017", "SVC-CONN-026"}, Also: ids{"SVC-CONN-020"},
			Rules: rules{rewrites(outsideURL, unescaped)}},
		{ID: "external-database-differs", Title: "has another database outside", Breaks: ids{"SVC-CONN-013"},
			Rules: rules{rewrites(outsideURL, withURL(func(u *url.URL) { u.Path = "/public" }))}},
		{ID: "external-host-is-internal", Title: "gives the internal host as the external one", Breaks: ids{"SVC-CONN-014"},
			Rules: rules{rewrites(outsideURL, withURL(func(u *url.URL) { u.Host = strings.Replace(u.Host, ".external.", ".internal.", 1) })),
				rewrites(psqlCommand, func(command string) string {
					return strings.Replace(command, ".external.", ".internal.", 1)
				})}},
		{ID: "external-port-missing", Title: "leaves the port out of the external URL", Breaks: ids{"SVC-CONN-015", "SVC-CONN-020"},
			Rules: rules{rewrites(outsideURL, withURL(func(u *url.URL) { u.Host = u.Hostname() }))}},
		{ID: "external-missing", Title: "never shows a public database's outside address", Breaks: ids{"SVC-CONN-023"},
			Rules: rules{mocks.On("get").At("database").AnsweredWith(reaches(outsideURL)).Remove("/connection_details/external")}},
	}
}

// connectionCommand returns faults about the command that connects.
func connectionCommand() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "command-with-placeholder", Title: "leaves the password to be filled in", Breaks: ids{"SVC-CONN-016"}, Also: ids{"SVC-CONN-026"},
			Rules: rules{rewrites(psqlCommand, func(command string) string {
				return "PGPASSWORD='<password>'" + command[strings.Index(command, " psql "):]
			})}},
		{ID: "command-without-password", Title: "does not set the password", Breaks: ids{"SVC-CONN-016"}, Also: ids{"SVC-CONN-026"},
			Rules: rules{rewrites(psqlCommand, func(command string) string {
				return command[strings.Index(command, "psql "):]
			})}},
		{ID: "command-quote-open", Title: "does not close a quote", Breaks: ids{"SVC-CONN-016", "SVC-CONN-021"}, Also: ids{"SVC-CONN-026"},
			Rules: rules{rewrites(psqlCommand, func(command string) string { return command + " '" })}},
		{ID: "command-internal-host", Title: "connects to the internal host", Breaks: ids{"SVC-CONN-017"},
			Rules: rules{rewrites(psqlCommand, func(command string) string {
				return strings.Replace(command, ".external.", ".internal.", 1)
			})}},
		{ID: "command-superuser", Title: "logs in as the superuser", Breaks: ids{"SVC-CONN-018"}, Also: ids{"SVC-CONN-019"},
			Rules: rules{rewrites(psqlCommand, func(command string) string {
				return strings.Replace(command, " -U ", " -U postgres -x ", 1)
			})}},
		{ID: "command-without-database", Title: "leaves the database out", Breaks: ids{"SVC-CONN-019"},
			Rules: rules{rewrites(psqlCommand, func(command string) string {
				return command[:strings.LastIndex(command, " ")]
			})}},
		{ID: "command-without-port", Title: "leaves out a port that psql cannot know", Breaks: ids{"SVC-CONN-020"},
			Rules: rules{rewrites(psqlCommand, func(command string) string {
				return strings.Replace(command, " -p 15432", "", 1)
			})}},
		{ID: "command-unquoted", Title: "does not quote the password", Breaks: ids{"SVC-CONN-021"},
			Rules: rules{rewrites(psqlCommand, func(command string) string {
				return strings.ReplaceAll(command, "'", "")
			})}},
		{ID: "command-in-double-quotes", Title: "quotes so that a shell expands the password", Breaks: ids{"SVC-CONN-021"},
			Rules: rules{rewrites(psqlCommand, func(command string) string {
				return strings.ReplaceAll(command, "'", `"`)
			})}},
	}
}
