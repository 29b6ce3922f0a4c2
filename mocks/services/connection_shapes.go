package services

import (
	"net/http"
	"net/url"

	"conformance/mocks"
)

const (
	insideURL   = "/connection_details/internal/connection_url"
	outsideURL  = "/connection_details/external/external_connection_url"
	psqlCommand = "/connection_details/external/psql_command"
)

// connectionShapes returns faults of form: details whose members have a wrong form.
func connectionShapes() []mocks.Mutant {
	const internal, external = "/connection_details/internal", "/connection_details/external"
	return shapes(
		shape{n: 17, breaks: "SVC-CONN-001", operation: "get", pointer: internal, value: "postgres://", blocks: true},
		shape{n: 18, breaks: "SVC-CONN-001", operation: "get", pointer: internal + "/password", value: gone{},
			also: ids{"SVC-CONN-006", "SVC-CONN-012", "SVC-CONN-016", "SVC-CONN-025", "SVC-CONN-026"}},
		shape{n: 19, breaks: "SVC-CONN-001", operation: "get", pointer: internal + "/username", value: "", also: ids{"SVC-CONN-005", "SVC-CONN-012", "SVC-CONN-018"}},
		shape{n: 20, breaks: "SVC-CONN-001", operation: "get", pointer: internal + "/hostname", value: gone{}, also: ids{"SVC-CONN-007"}},
		shape{n: 21, breaks: "SVC-CONN-001", operation: "get", pointer: internal + "/database", value: gone{}, also: ids{"SVC-CONN-009", "SVC-CONN-013", "SVC-CONN-019"}},
		shape{n: 22, breaks: "SVC-CONN-001", operation: "get", pointer: internal + "/port", value: gone{}, also: ids{"SVC-CONN-008"}},
		shape{n: 23, breaks: "SVC-CONN-001", operation: "get", pointer: internal + "/connection_url", value: gone{}, also: ids{"SVC-CONN-004"}},
		shape{n: 24, breaks: "SVC-CONN-002", operation: "get", pointer: internal + "/port", value: "5432"},
		shape{n: 25, breaks: "SVC-CONN-002", operation: "get", pointer: internal + "/port", value: 0, also: ids{"SVC-CONN-008"}},
		shape{n: 26, breaks: "SVC-CONN-003", operation: "get", pointer: internal + "/hostname", value: "postgres.internal.example:5432", also: ids{"SVC-CONN-007"}},
		shape{n: 27, breaks: "SVC-CONN-011", operation: "get", pointer: external + "/psql_command", value: gone{}, also: ids{"SVC-CONN-016"}},
		shape{n: 28, breaks: "SVC-CONN-011", operation: "get", pointer: external + "/external_connection_url", value: 5},
	)
}

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
