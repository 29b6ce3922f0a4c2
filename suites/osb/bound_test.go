package osb

import (
	"testing"

	"conformance/specs"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

func bind(step string, status int, body string) line {
	return line{step: step, operation: "bind", query: flagged, status: status, body: body}
}

func fetched(step string, status int, body string) line {
	return line{step: step, operation: "fetch-binding", status: status, body: body}
}

func unbind(step string, status int) line {
	return line{step: step, operation: "unbind", query: flagged, status: status, body: `{}`}
}

func pollBinding(step, body string) line {
	return line{step: step, operation: "binding-last-operation", status: 200, body: body}
}

const one, two = `{"credentials":{"user":"one"}}`, `{"credentials":{"user":"two"}}`

func TestBindingChecks(t *testing.T) {
	owner := map[string]string{flows.GivesCredentials: "true"}
	cases := []struct {
		name, id string
		scenario string
		subject  map[string]string
		lines    []line
		want     verdict.Verdict
	}{
		{"data comes with the bind alone", "OSB-BIND-006", "lifecycle", owner,
			[]line{bind("bind", 201, one), fetched("fetch binding", 200, `{}`)}, verdict.Pass},
		{"data comes with the fetch alone", "OSB-BIND-006", "lifecycle", owner,
			[]line{bind("bind", 201, `{}`), fetched("fetch binding", 200, one)}, verdict.Pass},
		{"data never comes, and its owner says that it should", "OSB-BIND-006", "lifecycle", owner, []line{bind("bind", 201, `{}`)}, verdict.Fail},
		{"data never comes, and nobody knows of any", "OSB-BIND-006", "lifecycle", nil, []line{bind("bind", 201, `{}`)}, verdict.NotApplicable},
		{"data never comes, and another binding has some", "OSB-BIND-006", "lifecycle", nil,
			[]line{bind("bind", 201, `{}`), bind("bind without app", 201, two)}, verdict.Fail},
		{"a repeated bind returns nothing again", "OSB-BIND-049", "lifecycle", owner, []line{bind("bind", 201, one), bind("bind again", 200, `{}`)}, verdict.Pass},
		{"a repeated bind returns something else", "OSB-BIND-049", "lifecycle", owner, []line{bind("bind", 201, one), bind("bind again", 200, two),
			fetched("fetch binding", 200, one), fetched("fetch binding without hints", 200, one)}, verdict.Warn},
		{"what was made later is accepted again", "OSB-BIND-049", "lifecycle", owner, []line{bind("bind", 202, `{}`), bind("bind again", 202, `{}`)}, verdict.NotApplicable},
		{"what was made later is lost", "OSB-BIND-049", "lifecycle", owner, []line{bind("bind", 202, `{}`), bind("bind again", 404, `{}`)}, verdict.Warn},
		{"every answer has something else", "OSB-BIND-049", "lifecycle", owner, []line{bind("bind", 201, one), bind("bind again", 200, two),
			fetched("fetch binding", 200, `{"credentials":{"user":"three"}}`), fetched("fetch binding without hints", 200, `{"credentials":{"user":"four"}}`)}, verdict.Pass},
		{"what a fetch shows is less, and in another order", "OSB-FETCH-114", "lifecycle", owner, []line{bind("bind", 201, `{"credentials":{"user":"one","password":"p","nodes":[{"a":1},{"a":2}]}}`),
			fetched("fetch binding", 200, `{"credentials":{"user":"one","password":"","nodes":[{"a":2},{"a":1}]},"endpoints":[]}`)}, verdict.Pass},
		{"a fetch shows a node that is none", "OSB-FETCH-114", "lifecycle", owner, []line{bind("bind", 201, `{"credentials":{"nodes":["a","b"]}}`),
			fetched("fetch binding", 200, `{"credentials":{"nodes":["a","c"]}}`)}, verdict.Warn},
		{"a fetch shows a node less", "OSB-FETCH-114", "lifecycle", owner, []line{bind("bind", 201, `{"credentials":{"nodes":["a","b"]}}`),
			fetched("fetch binding", 200, `{"credentials":{"nodes":["a"]}}`)}, verdict.Warn},
		{"what is accepted has its own credentials when it is fetched", "OSB-BIND-009", "lifecycle", nil, []line{bind("bind", 202, `{}`), bind("bind without app", 202, `{}`),
			fetched("fetch binding", 200, one), fetched("fetch the other binding", 200, two)}, verdict.Pass},
		{"what is accepted has the same credentials when it is fetched", "OSB-BIND-009", "lifecycle", nil, []line{bind("bind", 202, `{}`), bind("bind without app", 202, `{}`),
			fetched("fetch binding", 200, one), fetched("fetch the other binding", 200, one)}, verdict.Warn},
		{"a route is missing", "OSB-BIND-034", "lifecycle", map[string]string{"requires": "route_forwarding"},
			[]line{bind("bind", 201, one), bind("bind without app", 400, `{}`), bind("bind with app", 201, two)}, verdict.NotApplicable},
		{"a route is missing, not an application", "OSB-BIND-039", "lifecycle", map[string]string{"requires": "route_forwarding"},
			[]line{bind("bind without app", 400, `{}`), bind("bind with app", 201, two)}, verdict.NotApplicable},

		{"the other binding stays", "OSB-BIND-025", "lifecycle", nil, []line{fetched("fetch the other binding", 200, two),
			fetched("fetch the other binding after unbind", 200, two), unbind("unbind the other binding", 200)}, verdict.Pass},
		{"the other binding cannot be fetched at all", "OSB-BIND-025", "lifecycle", nil, []line{fetched("fetch the other binding", 404, `{}`),
			fetched("fetch the other binding after unbind", 404, `{}`), unbind("unbind the other binding", 200)}, verdict.Pass},
		{"the other binding shows its data once", "OSB-UNBIND-023", "lifecycle", nil, []line{fetched("fetch the other binding", 200, two),
			fetched("fetch the other binding after unbind", 200, `{}`), unbind("unbind the other binding", 200)}, verdict.Pass},
		{"the other binding is gone", "OSB-UNBIND-023", "lifecycle", nil, []line{fetched("fetch the other binding", 200, two),
			fetched("fetch the other binding after unbind", 404, `{}`), unbind("unbind the other binding", 200)}, verdict.Fail},

		{"an application is missing", "OSB-BIND-034", "lifecycle", nil,
			[]line{bind("bind", 201, one), bind("bind without app", 422, `{"error":"RequiresApp"}`), bind("bind with app", 201, two)}, verdict.Pass},
		{"a context is missing", "OSB-BIND-034", "lifecycle", nil, []line{bind("bind", 201, one), bind("bind without app", 400, `{}`),
			bind("bind with app", 400, `{}`), bind("bind like the first", 201, two)}, verdict.Fail},
		{"there is no second binding", "OSB-BIND-034", "lifecycle", nil, []line{bind("bind", 201, one), bind("bind without app", 400, `{}`),
			bind("bind with app", 400, `{}`), bind("bind like the first", 400, `{}`)}, verdict.NotApplicable},

		{"what is the default differs in nothing", "OSB-BIND-061", "lifecycle", nil,
			[]line{bind("bind with other parameters", 200, one), bind("bind with other parameters", 409, `{}`)}, verdict.Pass},
		{"nothing differs", "OSB-BIND-061", "lifecycle", nil,
			[]line{bind("bind with other parameters", 200, one), bind("bind with other parameters", 200, one)}, verdict.Fail},
		{"parameters of a schema are refused", "OSB-BIND-061", "lifecycle", nil, []line{bind("bind with other parameters", 422, `{}`)}, verdict.NotApplicable},
		{"parameters of the owner are refused", "OSB-BIND-061", "lifecycle", map[string]string{flows.OtherBindParameters: "given"},
			[]line{bind("bind with other parameters", 400, `{}`)}, verdict.Fail},

		{"an unbind that is told to be done twice tells nothing", "OSB-UNBIND-001", "lifecycle", nil,
			[]line{unbind("unbind", 200), unbind("unbind again", 200)}, verdict.NotApplicable},
		{"what was unbound is fetched", "OSB-UNBIND-001", "lifecycle", nil, []line{fetched("fetch binding", 200, one), unbind("unbind", 200),
			unbind("unbind again", 410), fetched("fetch binding after unbind", 200, one)}, verdict.Fail},

		{"a rotation in a second form", "OSB-BIND-105", "rotation", nil, []line{bind("rotate", 400, `{}`), bind("rotate", 201, two)}, verdict.Pass},
		{"a rotation that fails later", "OSB-BIND-105", "rotation", nil,
			[]line{bind("rotate", 202, `{}`), pollBinding("poll rotate", `{"state":"failed"}`)}, verdict.Fail},
		{"a wrong predecessor is found out later", "OSB-BIND-107", "rotation", nil,
			[]line{bind("rotate an unknown binding", 202, `{}`), pollBinding("poll rotate an unknown binding", `{"state":"failed"}`)}, verdict.Pass},
		{"a wrong predecessor is never found out", "OSB-BIND-107", "rotation", nil,
			[]line{bind("rotate an unknown binding", 202, `{}`), pollBinding("poll rotate an unknown binding", done)}, verdict.Warn},
		{"a refused successor is there", "OSB-BIND-107", "rotation", nil,
			[]line{bind("rotate an unknown binding", 400, `{}`), fetched("fetch the successor of an unknown binding", 200, two)}, verdict.Warn},

		{"a plan that is not bindable is bound later", "OSB-CAT-075", "unbindable", nil,
			[]line{bind("bind a plan that is not bindable", 202, `{}`), fetched("fetch a binding of a plan that is not bindable", 200, one)}, verdict.Fail},
		{"a plan that is not bindable is bound to nothing", "OSB-CAT-075", "unbindable", nil,
			[]line{bind("bind a plan that is not bindable", 201, `{"credentials":{}}`)}, verdict.NotApplicable},
		{"a plan that is not bindable is refused", "OSB-CAT-075", "lifecycle", nil, []line{bind("bind a plan that is not bindable", 404, `{}`)}, verdict.Pass},
	}
	for _, c := range cases {
		t.Run(c.id+" "+c.name, func(t *testing.T) {
			if got := judge(t, c.id, "2.17", c.scenario, c.subject, c.lines); got.Verdict != c.want {
				t.Errorf("got %s (%s %v), want %s", got.Verdict, got.Reason().Text, got.Findings, c.want)
			}
		})
	}
}

// TestBindingMembers: what stands in one answer to a bind.
func TestBindingMembers(t *testing.T) {
	const place = `"credentials":{"host":"db.example.com","port":5432}`
	endpoint := func(host, port string) string {
		return `{` + place + `,"endpoints":[{"host":"` + host + `","ports":["` + port + `"]}]}`
	}
	times := func(renew, expires string) string {
		return `{"metadata":{"renew_before":"` + renew + `","expires_at":"` + expires + `"}}`
	}
	cases := []struct {
		id, body, header string
		want             verdict.Verdict
	}{
		{"OSB-BIND-008", `{` + place + `}`, "", verdict.Warn},
		{"OSB-BIND-008", `{"credentials":{"token":"abcdefgh"}}`, "", verdict.NotApplicable},
		{"OSB-BIND-010", endpoint("db.example.com", "5432"), "", verdict.Pass},
		{"OSB-BIND-010", endpoint("db.example.com", "5000-6000"), "", verdict.Pass},
		{"OSB-BIND-010", endpoint("db.example.com", "5433"), "", verdict.Warn},
		{"OSB-BIND-010", endpoint("db2.example.com", "5432"), "", verdict.Warn},
		{"OSB-BIND-010", endpoint("192.0.2.7", "5432"), "", verdict.Pass},
		{"OSB-BIND-010", endpoint("2001:db8::7", "5432"), "", verdict.Pass},
		{"OSB-BIND-083", `{"credentials":{"hosts":["a.example.com","b.example.com"]},"endpoints":[{"host":"a.example.com","ports":["1"]}]}`, "", verdict.Warn},
		{"OSB-BIND-070", `{"credentials":{"user":"the-user"},"metadata":{"note":"the-user"}}`, "", verdict.Warn},
		{"OSB-BIND-070", `{"credentials":{"user":"the-user"},"metadata":{"expires_at":"2999-01-01T00:00:00.0Z"}}`, "", verdict.Pass},
		{"OSB-BIND-070", `{"metadata":{"db":{"api_key":"x"}}}`, "", verdict.Warn},
		{"OSB-BIND-115", times("2030-01-01T00:00:00.0Z", "2030-01-01T00:00:00.0Z"), "", verdict.Warn},
		{"OSB-BIND-115", times("2030-01-01T00:00:00.0Z", "2030-01-01T00:01:00.0Z"), "", verdict.Pass},
		{"OSB-BIND-070", `{"credentials":{"until":"2999-01-01T00:00:00.0Z"},"metadata":{"expires_at":"2999-01-01T00:00:00.0Z"}}`, "", verdict.Pass},
		{"OSB-BIND-070", `{"metadata":{"documentation_uri":"https://docs.example.com"}}`, "", verdict.Pass},
		{"OSB-BIND-010", `{"credentials":{"hosts":"a.example.com,b.example.com"},"endpoints":[{"host":"a.example.com","ports":["1"]}]}`, "", verdict.Pass},
		{"OSB-BIND-116", times("", "2030-01-01T00:00:00.0Z"), "Date: Mon, 31 Dec 2029 23:59:59 GMT", verdict.Pass},
		{"OSB-BIND-116", times("", "2030-01-01T00:00:00.0Z"), "Date: Tue, 01 Jan 2030 00:00:01 GMT", verdict.Fail},
		{"OSB-BIND-116", times("", "0001-01-01T00:00:00.0Z"), "", verdict.Pass}, // within what clocks may differ
	}
	for _, c := range cases {
		l := bind("bind", 201, c.body)
		l.header = c.header
		if got := judge(t, c.id, "2.17", "lifecycle", nil, []line{l}); got.Verdict != c.want {
			t.Errorf("%s: %s: got %s (%s %v), want %s", c.id, c.body, got.Verdict, got.Reason().Text, got.Findings, c.want)
		}
	}
}

// TestHiddenHosts: hiding credentials does not change what is said of endpoints.
func TestHiddenHosts(t *testing.T) {
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	document, err := api.Document("2.17")
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"db", "db.example.com", "2001:db8::7", "[2001:db8::7]", "192.0.2.7", "documents", "db,db2"} {
		for _, other := range []string{host, "elsewhere.example.com"} {
			body := `{"credentials":{"host":"` + host + `","port":5432,"password":"documents"},"endpoints":[{"host":"` + other + `","ports":["5432"]}]}`
			lines := []line{bind("bind", 201, body)}
			r := recording("2.17", "lifecycle", nil, lines)
			record.Redact(r, document, []byte("key"))
			for _, id := range []string{"OSB-BIND-010", "OSB-BIND-096"} {
				want := judge(t, id, "2.17", "lifecycle", nil, lines).Verdict
				if got := verdictOf(t, id, r).Verdict; got != want {
					t.Errorf("%s: host %s, endpoint %s: got %s, was %s before", id, host, other, got, want)
				}
			}
		}
	}
}
