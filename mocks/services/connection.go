package services

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"conformance/mocks"
)

const (
	insideURL   = "/connection_details/internal/connection_url"
	outsideURL  = "/connection_details/external/external_connection_url"
	psqlCommand = "/connection_details/external/psql_command"
)

// rewrites changes the texts at a place of what GET shows, where there is one.
func rewrites(pointer string, change func(string) string) mocks.Rule {
	return mocks.On("get").Answered(http.StatusOK).AnsweredWith(reaches(pointer)).Map(pointer, text(change))
}

// withURL changes the parts of a connection URL and writes it well again.
func withURL(change func(*url.URL)) func(string) string {
	return func(address string) string {
		u, err := url.Parse(address)
		if err != nil {
			return address
		}
		change(u)
		return u.String()
	}
}

// unescaped writes a connection URL without percent-encoding.
func unescaped(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	password, _ := u.User.Password()
	return u.Scheme + "://" + u.User.Username() + ":" + password + "@" + u.Host + u.Path
}

func withPassword(password string) func(*url.URL) {
	return func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), password) }
}

func urlMutants() []mocks.Mutant {
	inside := func(id, title string, change func(string) string, breaks []string, also ...string) mocks.Mutant {
		return mutant(id, title, breaks, also, rewrites(insideURL, change))
	}
	return []mocks.Mutant{
		inside("url-of-pairs", "writes pairs of key and value where a URL belongs", func(string) string {
			return "host=db.internal.example port=5432 user=user password=a-password"
		}, ids("SVC-CONN-004"), "SVC-CONN-005", "SVC-CONN-006", "SVC-CONN-007", "SVC-CONN-008", "SVC-CONN-009"),
		inside("url-of-mysql", "writes a URL of another database", withURL(func(u *url.URL) { u.Scheme = "mysql" }), ids("SVC-CONN-004")),
		inside("url-of-superuser", "puts the superuser into the URL", withURL(func(u *url.URL) {
			password, _ := u.User.Password()
			u.User = url.UserPassword("postgres", password)
		}), ids("SVC-CONN-005")),
		inside("url-with-masked-password", "masks the password in the URL", withURL(withPassword("********")), ids("SVC-CONN-006"), "SVC-CONN-026"),
		inside("url-with-old-password", "keeps a stale password in the URL", withURL(withPassword("stale-p@ssw/rd")), ids("SVC-CONN-006"), "SVC-CONN-026"),
		inside("url-without-password", "leaves the password in the URL empty", withURL(func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), "") }),
			ids("SVC-CONN-006"), "SVC-CONN-026"),
		inside("url-encoded-twice", "encodes the password twice", func(address string) string {
			return strings.ReplaceAll(address, "%", "%25")
		}, ids("SVC-CONN-006"), "SVC-CONN-026"),
		inside("url-of-external-host", "points the internal URL at the external host", withURL(func(u *url.URL) {
			u.Host = "db.external.example:" + u.Port()
		}), ids("SVC-CONN-007")),
		inside("url-of-another-port", "puts another port into the URL", withURL(func(u *url.URL) { u.Host = u.Hostname() + ":6432" }), ids("SVC-CONN-008")),
		inside("url-of-another-database", "names the database postgres in the URL", withURL(func(u *url.URL) { u.Path = "/postgres" }), ids("SVC-CONN-009")),
		inside("url-unescaped", "writes the password into the URL as it is", unescaped,
			ids("SVC-CONN-010", "SVC-CONN-006", "SVC-CONN-007", "SVC-CONN-009", "SVC-CONN-026"), "SVC-CONN-005", "SVC-CONN-008"),
		inside("url-raw-at", "encodes all of the password but @", func(address string) string {
			return strings.ReplaceAll(address, "%40", "@")
		}, ids("SVC-CONN-010", "SVC-CONN-006", "SVC-CONN-007", "SVC-CONN-026")),
		inside("url-raw-slash", "encodes all of the password but /", func(address string) string {
			return strings.ReplaceAll(address, "%2F", "/")
		}, ids("SVC-CONN-010", "SVC-CONN-005", "SVC-CONN-006", "SVC-CONN-007", "SVC-CONN-009", "SVC-CONN-026"), "SVC-CONN-008"),
		inside("url-raw-space", "adds an option with a raw space to the database", func(address string) string {
			return address + " x"
		}, ids("SVC-CONN-010", "SVC-CONN-009")),
	}
}

func connectionMutants() []mocks.Mutant {
	var reads atomic.Int64
	var shared memory
	validation := mocks.InScenario("validation")
	return []mocks.Mutant{
		mutant("private-shows-external", "shows an outside address of a private database", ids("SVC-CONN-022"), nil,
			create().When(is("creation_mode", "fresh")).SetSent("/public_access", "1")),
		mutant("password-at-each-read", "shows a new password at each read", ids("SVC-CONN-024"),
			ids("SVC-CONN-006", "SVC-CONN-012", "SVC-CONN-016", "SVC-CONN-026"),
			shows("/connection_details/internal/password", text(func(password string) string {
				return password + strings.Repeat("x", int(reads.Add(1)%50)+1)
			}), "get").AnsweredWith(reaches(insideURL))),
		mutant("shared-password", "gives all databases one password", ids("SVC-CONN-025"), nil,
			mocks.On("get").When(validation).AnsweredWith(reaches(insideURL)).Map("/connection_details/internal/password", func(any) any { return "sh@red/password" }).
				Map(insideURL, text(withURL(withPassword("sh@red/password"))))),
		mutant("shared-host-and-database", "gives two databases one address", ids("SVC-CONN-025"), nil,
			mocks.On("get").When(validation).AnsweredWith(reaches(insideURL)).Change(func(s *mocks.Seen, a *mocks.Answer) {
				if kept := shared.replay(s); kept != nil {
					mine, theirs := internalOf(decode(a)), internalOf(decode(kept))
					theirs["password"] = mine["password"]
					setMember(a, "connection_details", map[string]any{"internal": theirs})
					return
				}
				shared.learn(s, a)
			})),
		mutant("rotation-without-effect", "answers a new password and keeps the old one", ids("SVC-CONN-026"), nil,
			mocks.On("rotate-password").Instead(http.StatusOK, map[string]any{"password": "n3w/p@ssword"})),
		mutant("rotation-answers-other", "answers another password than the one that it sets", ids("SVC-CONN-026"), nil,
			mocks.On("rotate-password").Set("/password", "an0ther/p@ssword")),
		mutant("rotation-refused", "refuses to rotate", ids("SVC-CONN-026"), nil,
			mocks.On("rotate-password").Status(http.StatusInternalServerError).Set("", refusal("not today"))),
	}
}

func internalOf(service map[string]any) map[string]any {
	details, _ := service["connection_details"].(map[string]any)
	internal, _ := details["internal"].(map[string]any)
	return internal
}

func externalMutants() []mocks.Mutant {
	outside := func(id, title string, change func(string) string, breaks []string, also ...string) mocks.Mutant {
		return mutant(id, title, breaks, also, rewrites(outsideURL, change))
	}
	host := func(u *url.URL) { u.Host = strings.Replace(u.Host, ".external.", ".internal.", 1) }
	return []mocks.Mutant{
		outside("external-user-differs", "has another user outside", withURL(func(u *url.URL) {
			password, _ := u.User.Password()
			u.User = url.UserPassword("guest", password)
		}), ids("SVC-CONN-012")),
		outside("external-password-differs", "has another password outside", withURL(withPassword("0utside/p@ssword")), ids("SVC-CONN-012"), "SVC-CONN-026"),
		outside("external-url-unescaped", "writes the password into the external URL as it is", unescaped,
			ids("SVC-CONN-010", "SVC-CONN-012", "SVC-CONN-013", "SVC-CONN-017", "SVC-CONN-026"), "SVC-CONN-015", "SVC-CONN-020"),
		outside("external-database-differs", "has another database outside", withURL(func(u *url.URL) { u.Path = "/public" }), ids("SVC-CONN-013")),
		mutant("external-host-is-internal", "gives the internal host as the external one", ids("SVC-CONN-014"), nil,
			rewrites(outsideURL, withURL(host)), rewrites(psqlCommand, func(command string) string {
				return strings.Replace(command, ".external.", ".internal.", 1)
			})),
		outside("external-port-missing", "leaves the port out of the external URL", withURL(func(u *url.URL) { u.Host = u.Hostname() }),
			ids("SVC-CONN-015", "SVC-CONN-020")),
		mutant("external-missing", "never shows a public database's outside address", ids("SVC-CONN-023"),
			ids("SVC-CONN-011", "SVC-CONN-012", "SVC-CONN-013", "SVC-CONN-014", "SVC-CONN-015", "SVC-CONN-016", "SVC-CONN-017", "SVC-CONN-018",
				"SVC-CONN-019", "SVC-CONN-020", "SVC-CONN-021"),
			mocks.On("get").During("database").AnsweredWith(reaches(outsideURL)).Remove("/connection_details/external")),
	}
}

func commandMutants() []mocks.Mutant {
	command := func(id, title string, change func(string) string, breaks []string, also ...string) mocks.Mutant {
		return mutant(id, title, breaks, also, rewrites(psqlCommand, change))
	}
	return []mocks.Mutant{
		command("command-with-placeholder", "leaves the password to be filled in", func(command string) string {
			return "PGPASSWORD='<password>'" + command[strings.Index(command, " psql "):]
		}, ids("SVC-CONN-016"), "SVC-CONN-026"),
		command("command-without-password", "does not set the password", func(command string) string {
			return command[strings.Index(command, "psql "):]
		}, ids("SVC-CONN-016"), "SVC-CONN-017", "SVC-CONN-018", "SVC-CONN-019", "SVC-CONN-020", "SVC-CONN-026"),
		command("command-quote-open", "does not close a quote", func(command string) string { return command + " '" },
			ids("SVC-CONN-016", "SVC-CONN-021"), "SVC-CONN-017", "SVC-CONN-018", "SVC-CONN-019", "SVC-CONN-020", "SVC-CONN-026"),
		command("command-internal-host", "connects to the internal host", func(command string) string {
			return strings.Replace(command, ".external.", ".internal.", 1)
		}, ids("SVC-CONN-017")),
		command("command-superuser", "logs in as the superuser", func(command string) string {
			return strings.Replace(command, " -U ", " -U postgres -x ", 1)
		}, ids("SVC-CONN-018"), "SVC-CONN-019"),
		command("command-without-database", "leaves the database out", func(command string) string {
			return command[:strings.LastIndex(command, " ")]
		}, ids("SVC-CONN-019")),
		command("command-without-port", "leaves out a port that psql cannot know", func(command string) string {
			return strings.Replace(command, " -p 15432", "", 1)
		}, ids("SVC-CONN-020")),
		command("command-unquoted", "does not quote the password", func(command string) string {
			return strings.ReplaceAll(command, "'", "")
		}, ids("SVC-CONN-021")),
		command("command-in-double-quotes", "quotes so that a shell expands the password", func(command string) string {
			return strings.ReplaceAll(command, "'", `"`)
		}, ids("SVC-CONN-021")),
	}
}
