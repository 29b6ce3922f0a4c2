package services

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"conformance/mocks"
)

// connectionURL returns faults about the URL inside.
func connectionURL() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "url-of-pairs", Title: "writes pairs of key and value where a URL belongs", Breaks: ids{"SVC-CONN-004"},
			Rules: rules{rewrites(insideURL, func(string) string {
				return "host=db.internal.example port=5432 user=user password=a-password"
			})}},
		{ID: "url-of-mysql", Title: "writes a URL of another database", Breaks: ids{"SVC-CONN-004"},
			Rules: rules{rewrites(insideURL, withURL(func(u *url.URL) { u.Scheme = "mysql" }))}},
		{ID: "url-of-superuser", Title: "puts the superuser into the URL", Breaks: ids{"SVC-CONN-005"},
			Rules: rules{rewrites(insideURL, withURL(func(u *url.URL) {
				password, _ := u.User.Password()
				u.User = url.UserPassword("postgres", password)
			}))}},
		{ID: "url-with-masked-password", Title: "masks the password in the URL", Breaks: ids{"SVC-CONN-006"}, Also: ids{"SVC-CONN-026"},
			Rules: rules{rewrites(insideURL, withURL(withPassword("********")))}},
		{ID: "url-with-old-password", Title: "keeps a stale password in the URL", Breaks: ids{"SVC-CONN-006"}, Also: ids{"SVC-CONN-026"},
			Rules: rules{rewrites(insideURL, withURL(withPassword("stale-p@ssw/rd")))}},
		{ID: "url-without-password", Title: "leaves the password in the URL empty", Breaks: ids{"SVC-CONN-006"}, Also: ids{"SVC-CONN-026"},
			Rules: rules{rewrites(insideURL, withURL(func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), "") }))}},
		{ID: "url-encoded-twice", Title: "encodes the password twice", Breaks: ids{"SVC-CONN-006"}, Also: ids{"SVC-CONN-026"},
			Rules: rules{rewrites(insideURL, func(address string) string {
				return strings.ReplaceAll(address, "%", "%25")
			})}},
		{ID: "url-of-external-host", Title: "points the internal URL at the external host", Breaks: ids{"SVC-CONN-007"},
			Rules: rules{rewrites(insideURL, withURL(func(u *url.URL) {
				u.Host = "db.external.example:" + u.Port()
			}))}},
		{ID: "url-of-another-port", Title: "puts another port into the URL", Breaks: ids{"SVC-CONN-008"},
			Rules: rules{rewrites(insideURL, withURL(func(u *url.URL) { u.Host = u.Hostname() + ":6432" }))}},
		{ID: "url-of-another-database", Title: "names the database postgres in the URL", Breaks: ids{"SVC-CONN-009"},
			Rules: rules{rewrites(insideURL, withURL(func(u *url.URL) { u.Path = "/postgres" }))}},
		{ID: "url-unescaped", Title: "writes the password into the URL as it is",
			Breaks: ids{"SVC-CONN-010", "SVC-CONN-006", "SVC-CONN-007", "SVC-CONN-009", "SVC-CONN-026"}, Also: ids{"SVC-CONN-005", "SVC-CONN-008"},
			Rules: rules{rewrites(insideURL, unescaped)}},
		{ID: "url-raw-at", Title: "encodes all of the password but @", Breaks: ids{"SVC-CONN-010", "SVC-CONN-006", "SVC-CONN-007", "SVC-CONN-026"},
			Rules: rules{rewrites(insideURL, func(address string) string {
				return strings.ReplaceAll(address, "%40", "@")
			})}},
		{ID: "url-raw-slash", Title: "encodes all of the password but /",
			Breaks: ids{"SVC-CONN-010", "SVC-CONN-005", "SVC-CONN-006", "SVC-CONN-007", "SVC-CONN-009", "SVC-CONN-026"}, Also: ids{"SVC-CONN-008"},
			Rules: rules{rewrites(insideURL, func(address string) string {
				return strings.ReplaceAll(address, "%2F", "/")
			})}},
		{ID: "url-raw-space", Title: "adds an option with a raw space to the database", Breaks: ids{"SVC-CONN-010", "SVC-CONN-009"},
			Rules: rules{rewrites(insideURL, func(address string) string {
				return address + " x"
			})}},
	}
}

// connection returns faults about passwords and hosts that are not one's own.
func connection() []mocks.Mutant {
	var reads atomic.Int64
	var shared memory
	return []mocks.Mutant{
		{ID: "private-shows-external", Title: "shows an outside address of a private database", Breaks: ids{"SVC-CONN-022"},
			Rules: rules{creation().When(is("creation_mode", "fresh")).SetSent("/public_access", "1")}},
		{ID: "password-at-each-read", Title: "shows a new password at each read", Breaks: ids{"SVC-CONN-024"},
			Also: ids{"SVC-CONN-006", "SVC-CONN-012", "SVC-CONN-016", "SVC-CONN-026"},
			Rules: rules{shows("/connection_details/internal/password", text(func(password string) string {
				return password + strings.Repeat("x", int(reads.Add(1)%50)+1)
			}), "get").AnsweredWith(reaches(insideURL))}},
		{ID: "shared-password", Title: "gives all databases one password", Breaks: ids{"SVC-CONN-025"},
			Rules: rules{mocks.On("get").At("validation").AnsweredWith(reaches(insideURL)).
				Map("/connection_details/internal/password", func(any) any { return "sh@red/password" }).Map(insideURL, text(withURL(withPassword("sh@red/password"))))}},
		{ID: "shared-host-and-database", Title: "gives two databases one address", Breaks: ids{"SVC-CONN-025"},
			Rules: rules{mocks.On("get").At("validation").AnsweredWith(reaches(insideURL)).Change(func(s *mocks.Seen, a *mocks.Answer) {
				if kept := shared.replay(s); kept != nil {
					mine, theirs := internalOf(a.Object()), internalOf(kept.Object())
					theirs["password"] = mine["password"]
					a.Set("/connection_details", map[string]any{"internal": theirs})
					return
				}
				shared.learn(s, a)
			})}},
		{ID: "rotation-without-effect", Title: "answers a new password and keeps the old one", Breaks: ids{"SVC-CONN-026"},
			Rules: rules{mocks.On("rotate-password").Instead(http.StatusOK, map[string]any{"password": "n3w/p@ssword"})}},
		{ID: "rotation-answers-other", Title: "answers another password than the one that it sets", Breaks: ids{"SVC-CONN-026"},
			Rules: rules{mocks.On("rotate-password").Set("/password", "an0ther/p@ssword")}},
		{ID: "rotation-refused", Title: "refuses to rotate", Breaks: ids{"SVC-CONN-026"},
			Rules: rules{mocks.On("rotate-password").Status(http.StatusInternalServerError).Set("", refusal("not today"))}},
	}
}

func internalOf(service map[string]any) map[string]any {
	details, _ := service["connection_details"].(map[string]any)
	internal, _ := details["internal"].(map[string]any)
	return internal
}
