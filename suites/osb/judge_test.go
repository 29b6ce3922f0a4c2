package osb

import (
	"cmp"
	"net/http"
	"strings"
	"testing"

	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

// line is one exchange of a recording written by hand: step, request line, answer.
type line struct {
	step, operation, query, sent string
	status                       int
	body                         string
	header                       string // of the answer, as "Name: value"
	url                          string // of the request, before its query; another than usual
	invalid                      string // what is wrong with the request on purpose
}

const (
	running = `{"state":"in progress"}`
	done    = `{"state":"succeeded"}`
	busy    = `{"error":"ConcurrencyError"}`
	flagged = "?accepts_incomplete=true"
)

func put(step string, status int, body string) line {
	return line{step: step, operation: "provision", query: flagged, status: status, body: body}
}

func poll(step string, status int, body string) line {
	return line{step: step, operation: "instance-last-operation", status: status, body: body}
}

func catalogs(bodies ...string) []line {
	steps := []string{"catalog", "catalog again"}
	var all []line
	for i, body := range bodies {
		all = append(all, line{step: steps[i], operation: "catalog", status: 200, body: body})
	}
	return all
}

// recording builds a recording of one scenario. Steps of it that have no line were not exercised.
func recording(version specs.Version, scenario string, subject map[string]string, lines []line) *record.Recording {
	r := &record.Recording{Format: record.Format, API: "osb", Version: version, Scenarios: []record.Scenario{{Name: scenario, Subject: subject}}}
	for i, l := range lines {
		header := http.Header{"Content-Type": {"application/json"}}
		if name, value, ok := strings.Cut(l.header, ": "); ok {
			header.Set(name, value)
		}
		r.Exchanges = append(r.Exchanges, &record.Exchange{
			Number: i + 1, Scenario: scenario, Step: l.step, Operation: l.operation, Side: record.Target, Invalid: l.invalid,
			Request:  record.Request{Method: "PUT", URL: cmp.Or(l.url, "http://broker.example.com/v2") + l.query, Header: http.Header{}, Body: record.Body(l.sent)},
			Response: &record.Response{Status: l.status, Header: header, Body: record.Body(l.body)},
		})
	}
	return r
}

func judge(t *testing.T, id string, version specs.Version, scenario string, subject map[string]string, lines []line) verdict.Result {
	t.Helper()
	return verdictOf(t, id, recording(version, scenario, subject, lines))
}

// verdictOf judges the first scenario of a recording.
func verdictOf(t *testing.T, id string, r *record.Recording) verdict.Result {
	t.Helper()
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	document, err := api.Document(r.Version)
	if err != nil {
		t.Fatal(err)
	}
	reading, scenario := check.Read(document, r), r.Scenarios[0].Name
	var parts []verdict.Result
	for _, k := range append(Suite().Checks, check.Shapes(document)...) {
		if k.ID == id && (k.Scenario == scenario || k.Scenario == "") {
			parts = append(parts, k.Judge(api.Requirements.Find(id), reading))
		}
	}
	if len(parts) == 0 {
		t.Fatalf("%s has no check of scenario %s", id, scenario)
	}
	return verdict.Fold(parts)
}

func TestChecks(t *testing.T) {
	owner := map[string]string{flows.GivesCredentials: "true"}
	cases := []struct {
		name, id string
		version  specs.Version
		scenario string
		subject  map[string]string
		lines    []line
		want     verdict.Verdict
	}{
		// What is sent while the broker is busy.
		{"a repeat is accepted again", "OSB-PROV-028", "2.17", "asynchronous", nil,
			[]line{put("provision again", 202, `{}`), poll("poll provision", 200, running), poll("poll provision", 200, done)}, verdict.Pass},
		{"a repeat is answered as done", "OSB-PROV-028", "2.17", "asynchronous", nil,
			[]line{put("provision again", 200, `{}`), poll("poll provision", 200, running)}, verdict.Fail},
		{"a repeat came too late", "OSB-PROV-028", "2.17", "asynchronous", nil,
			[]line{put("provision again", 200, `{}`), poll("poll provision", 200, done)}, verdict.NotApplicable},
		{"a repeat is refused as concurrent", "OSB-PROV-028", "2.17", "asynchronous", nil,
			[]line{put("provision again", 422, busy), poll("poll provision", 200, running)}, verdict.NotApplicable},
		{"a deletion was over at the first poll", "OSB-DEPROV-012", "2.17", "asynchronous", nil,
			[]line{{step: "deprovision again", operation: "deprovision", status: 410}, poll("poll deprovision", 410, `{}`)}, verdict.NotApplicable},
		{"no answer names an operation", "OSB-PROV-029", "2.17", "asynchronous", nil,
			[]line{put("discover", 202, `{}`), put("provision again", 202, `{}`), poll("poll provision", 200, running)}, verdict.Pass},
		{"only the first answer names an operation", "OSB-PROV-029", "2.17", "asynchronous", nil,
			[]line{put("discover", 202, `{"operation":"a"}`), put("provision again", 202, `{}`), poll("poll provision", 200, running)}, verdict.Fail},
		{"an update of what is not there yet finds nothing", "OSB-CONC-002", "2.17", "asynchronous", nil,
			[]line{put("discover", 202, `{}`), {step: "update while provisioning", operation: "update", status: 404}, poll("poll provision", 200, running)}, verdict.Pass},
		{"an update is refused without code", "OSB-CONC-002", "2.17", "asynchronous", nil,
			[]line{put("discover", 202, `{}`), {step: "update while provisioning", operation: "update", status: 422, body: `{}`}, poll("poll provision", 200, running)}, verdict.Fail},
		{"an update is refused at any time", "OSB-CONC-002", "2.17", "asynchronous", nil,
			[]line{put("discover", 202, `{}`), {step: "update while provisioning", operation: "update", status: 422, body: `{}`},
				poll("poll provision", 200, running), {step: "update", operation: "update", status: 422, body: `{}`}}, verdict.NotApplicable},
		{"a broker that does both need not refuse", "OSB-PROV-007", "2.17", "asynchronous", nil,
			[]line{{step: "provision without accepts_incomplete", operation: "provision", status: 201, body: `{}`}}, verdict.NotApplicable},
		{"202 without being asked", "OSB-ASYNC-010", "2.17", "asynchronous", nil,
			[]line{{step: "x", operation: "provision", status: 202, body: `{}`}}, verdict.Fail},
		{"a bind was no matter for 202 before 2.14", "OSB-ASYNC-010", "2.13", "lifecycle", nil,
			[]line{{step: "x", operation: "bind", status: 202, body: `{}`}}, verdict.NotExercised},

		// Polls.
		{"a deletion is polled with 404 since 2.16", "OSB-POLL-012", "2.16", "asynchronous", nil,
			[]line{poll("poll provision", 200, done), poll("poll deprovision", 404, `{}`)}, verdict.Pass},
		{"a deletion is not polled with 404 before", "OSB-POLL-012", "2.15", "asynchronous", nil,
			[]line{poll("poll provision", 200, done), poll("poll deprovision", 404, `{}`)}, verdict.Fail},
		{"an empty description", "OSB-POLL-025", "2.17", "asynchronous", nil,
			[]line{poll("poll provision", 200, `{"state":"succeeded","description":""}`)}, verdict.Fail},
		{"no description", "OSB-POLL-025", "2.17", "asynchronous", nil, []line{poll("poll provision", 200, done)}, verdict.NotExercised},
		{"a state changes its mind", "OSB-POLL-036", "2.17", "asynchronous", nil,
			[]line{poll("poll provision", 200, done), poll("poll provision again", 200, `{"state":"failed"}`)}, verdict.Warn},

		// Bindings.
		{"400 for a missing application", "OSB-BIND-039", "2.17", "application", nil,
			[]line{{step: "bind without app", operation: "bind", status: 400}, {step: "bind with app", operation: "bind", status: 201}}, verdict.Fail},
		{"no binding either way", "OSB-BIND-039", "2.17", "application", nil,
			[]line{{step: "bind without app", operation: "bind", status: 400}, {step: "bind with app", operation: "bind", status: 400}}, verdict.NotApplicable},
		{"nobody says that there are credentials", "OSB-BIND-072", "2.17", "lifecycle", nil,
			[]line{{step: "bind", operation: "bind", status: 201, body: `{}`}}, verdict.NotApplicable},
		{"the owner says that there are credentials", "OSB-BIND-072", "2.17", "lifecycle", owner,
			[]line{{step: "bind", operation: "bind", status: 201, body: `{"credentials":{}}`}}, verdict.Fail},
		{"credentials come later", "OSB-BIND-072", "2.17", "lifecycle", owner,
			[]line{{step: "bind", operation: "bind", status: 202, body: `{}`}}, verdict.NotApplicable},
		{"no volumes need no permission", "OSB-BIND-080", "2.17", "lifecycle", nil,
			[]line{{step: "bind", operation: "bind", status: 201, body: `{"volume_mounts":[]}`}}, verdict.NotApplicable},
		{"volumes without permission", "OSB-BIND-080", "2.17", "lifecycle", map[string]string{"requires": "syslog_drain"},
			[]line{{step: "bind", operation: "bind", status: 201, body: `{"volume_mounts":[{}]}`}}, verdict.Fail},
		{"null is no data", "OSB-BIND-056", "2.17", "asynchronous", nil,
			[]line{{step: "bind", operation: "bind", query: flagged, status: 202, body: `{"credentials":null}`}}, verdict.Pass},
		{"renewal and end at one time", "OSB-BIND-087", "2.17", "lifecycle", nil, []line{{step: "bind", operation: "bind", status: 201,
			body: `{"metadata":{"expires_at":"2031-12-31T23:59:59.0Z","renew_before":"2031-12-31T23:59:59.0Z"}}`}}, verdict.Pass},
		{"a fetch may leave credentials out", "OSB-FETCH-114", "2.17", "lifecycle", nil,
			[]line{{step: "bind", operation: "bind", status: 201, body: `{"credentials":{"a":1}}`}, {step: "fetch binding", operation: "fetch-binding", status: 200, body: `{}`}}, verdict.Pass},

		// Updates and deletions.
		{"an idle update may be refused", "OSB-UPD-026", "2.17", "lifecycle", nil, []line{{step: "update", operation: "update", status: 422}}, verdict.NotApplicable},
		{"an idle update must not crash", "OSB-UPD-026", "2.17", "lifecycle", nil, []line{{step: "update", operation: "update", status: 500}}, verdict.Fail},
		{"a stranger's deletion was done", "OSB-AUTH-009", "2.17", "lifecycle", nil,
			[]line{{step: "deprovision without credentials", operation: "deprovision", status: 401}, {step: "deprovision", operation: "deprovision", status: 410}}, verdict.Fail},
		{"a stranger sees a binding", "OSB-AUTH-007", "2.17", "lifecycle", nil,
			[]line{{step: "a stranger asks for the binding", operation: "fetch-binding", status: 200, body: `{}`}}, verdict.Fail},
		{"a stranger asks too often", "OSB-AUTH-008", "2.17", "lifecycle", nil,
			[]line{{step: "a stranger asks for the binding", operation: "fetch-binding", status: 429}}, verdict.NotApplicable},
		{"nothing is left of a refusal", "OSB-ERR-017", "2.17", "asynchronous", nil,
			[]line{{step: "deprovision what was refused", operation: "deprovision", status: 410}}, verdict.Pass},
		{"something is left of a refusal", "OSB-ERR-017", "2.17", "asynchronous", nil, []line{{step: "deprovision what was refused", operation: "deprovision", status: 202, body: `{}`},
			{step: "deprovision unknown", operation: "deprovision", status: 410}}, verdict.Fail},
		{"whatever is deleted, it works", "OSB-ERR-017", "2.17", "asynchronous", nil, []line{{step: "deprovision what was refused", operation: "deprovision", status: 200, body: `{}`},
			{step: "deprovision unknown", operation: "deprovision", status: 200, body: `{}`}}, verdict.NotApplicable},
		{"a deletion without body", "OSB-DEPROV-010", "2.17", "lifecycle", nil, []line{{step: "deprovision", operation: "deprovision", status: 200}}, verdict.Fail},

		// Headers and codes.
		{"a charset", "OSB-ERR-023", "2.17", "catalog", nil,
			[]line{{step: "catalog", operation: "catalog", status: 200, body: `{}`, header: "Content-Type: application/json;charset=UTF-8"}}, verdict.Pass},
		{"no label", "OSB-ERR-023", "2.17", "catalog", nil,
			[]line{{step: "catalog", operation: "catalog", status: 200, body: `{}`, header: "Content-Type: "}}, verdict.Warn},
		{"a code in lower case", "OSB-ERR-012", "2.17", "lifecycle", nil, []line{put("provision", 422, `{"error":"asyncrequired"}`)}, verdict.Fail},
		{"a code of the broker's own", "OSB-ERR-012", "2.17", "lifecycle", nil, []line{put("provision", 422, `{"error":"QuotaExceeded"}`)}, verdict.NotExercised},

		// Little, much, and odd ids.
		{"a conflict on an id that is there says nothing", "OSB-PROV-034", "2.17", "lifecycle", nil,
			[]line{put("provision", 201, `{}`), put("provision without space_guid", 409, `{}`)}, verdict.NotApplicable},
		{"a conflict on a new id is no 400", "OSB-PROV-034", "2.17", "lifecycle", nil,
			[]line{{step: "provision", operation: "provision", status: 201, url: "http://broker.example.com/v2/1"}, put("provision without space_guid", 409, `{}`)}, verdict.Warn},
		{"404 for an unknown plan", "OSB-PROV-036", "2.17", "lifecycle", nil, []line{put("provision of an unknown plan", 404, `{}`)}, verdict.Pass},
		{"an instance of an unknown plan", "OSB-PROV-036", "2.17", "lifecycle", nil, []line{put("provision of an unknown plan", 201, `{}`)}, verdict.Warn},
		{"refused with and without context", "OSB-META-007", "2.17", "identifiers", nil, []line{put("provision", 201, `{}`),
			{step: "update", operation: "update", status: 422}, {step: "update in full", operation: "update", status: 422}}, verdict.Pass},
		{"served with context alone", "OSB-META-007", "2.17", "identifiers", nil, []line{put("provision", 400, `{}`), put("provision in full", 201, `{}`)}, verdict.Fail},
		{"no odd ids are taken", "OSB-URL-003", "2.17", "identifiers", nil,
			[]line{put("provision with an odd id", 400, `{}`), put("provision with an odd id", 422, `{}`),
				{step: "bind with an odd id", operation: "bind", status: 400}, {step: "bind", operation: "bind", status: 201}}, verdict.NotApplicable},
		{"an odd id has no route", "OSB-URL-003", "2.17", "identifiers", nil, []line{put("provision with an odd id", 404, `{}`)}, verdict.Warn},
		{"an odd id is found in one case only", "OSB-URL-003", "2.17", "identifiers", nil, []line{put("provision with an odd id", 201, `{}`),
			{step: "deprovision in the other case of hexadecimal digits", operation: "deprovision", status: 410},
			{step: "deprovision the other", operation: "deprovision", status: 200, body: `{}`}}, verdict.Warn},
		{"an odd id was lost before", "OSB-URL-003", "2.17", "identifiers", nil, []line{put("provision with an odd id", 201, `{}`),
			{step: "deprovision in the other case of hexadecimal digits", operation: "deprovision", status: 410},
			{step: "deprovision the other", operation: "deprovision", status: 410}}, verdict.Pass},
		{"an unsupported update is refused in any form", "OSB-ERR-026", "2.17", "identifiers", nil, []line{put("provision again as text", 409, ``),
			{step: "update", operation: "update", status: 422}, {step: "update as text", operation: "update", status: 422}}, verdict.Pass},

		{"refused for the moment", "OSB-META-007", "2.17", "identifiers", nil, []line{put("provision", 422, busy), put("provision in full", 201, `{}`)}, verdict.Pass},
		{"another platform crashes", "OSB-CTX-007", "2.17", "updating", nil, []line{{step: "update for another platform", operation: "update", status: 500},
			{step: "update for the usual platform", operation: "update", status: 200, body: `{}`}}, verdict.Fail},
		{"every platform crashes", "OSB-CTX-007", "2.17", "updating", nil, []line{{step: "update for another platform", operation: "update", status: 500},
			{step: "update for the usual platform", operation: "update", status: 500}}, verdict.NotApplicable},
		{"out of order", "OSB-ERR-001", "2.17", "lifecycle", nil, []line{{step: "provision without plan_id", operation: "provision", status: 503, invalid: "plan_id is missing"}}, verdict.Pass},
		{"a crash", "OSB-ERR-001", "2.17", "lifecycle", nil, []line{{step: "provision without plan_id", operation: "provision", status: 500, invalid: "plan_id is missing"}}, verdict.Fail},
		{"a crash without what is optional", "OSB-ERR-001", "2.17", "lifecycle", nil,
			[]line{{step: "bind without app", operation: "bind", status: 500, invalid: "context is missing" + flows.Optional}}, verdict.NotExercised},

		// Transport and versions.
		{"no TLS", "OSB-AUTH-010", "2.14", "catalog", nil, reached("http://broker.example.com"), verdict.Warn},
		{"no TLS on loopback", "OSB-AUTH-010", "2.14", "catalog", nil, reached("http://[::1]:8080"), verdict.NotApplicable},
		{"no TLS on localhost", "OSB-AUTH-002", "2.17", "catalog", nil, reached("http://localhost:8080"), verdict.NotApplicable},
		{"a host that begins like loopback", "OSB-AUTH-002", "2.17", "catalog", nil, reached("http://localhost.example.com"), verdict.Warn},
		{"TLS", "OSB-AUTH-011", "2.12", "catalog", nil, reached("https://broker.example.com"), verdict.Pass},
		{"TLS for everybody", "OSB-AUTH-002", "2.17", "catalog", nil, append(reached("https://broker.example.com"),
			line{step: "no credentials", operation: "catalog", status: 200, body: `{}`}), verdict.Warn},
		{"a flag moves to the plans", "OSB-META-004", "2.17", "catalog", nil, versions(`{"services":[{"id":"1","plan_updateable":true,"plans":[{"id":"2"}]}]}`,
			`{"services":[{"id":"1","plans":[{"id":"2","plan_updateable":false}]}]}`), verdict.Pass},
		{"a flag is gone", "OSB-META-004", "2.17", "catalog", nil, versions(`{"services":[{"id":"1","plan_updateable":true,"plans":[{"id":"2"}]}]}`,
			`{"services":[{"id":"1","plans":[{"id":"2"}]}]}`), verdict.Fail},
		{"an offering is gone", "OSB-META-004", "2.17", "catalog", nil, versions(`{"services":[{"id":"1","bindable":true}]}`, `{"services":[]}`), verdict.Pass},
		{"a member with a prefix", "OSB-META-010", "2.17", "catalog", nil, catalogs(`{"services":[{"acme:tier":1}],"x-acme":2}`), verdict.Pass},
		{"a member without", "OSB-META-010", "2.17", "catalog", nil, catalogs(`{"services":[{"plans":[{"tier":1}]}]}`), verdict.Warn},
		{"the vendor's words in metadata and schemas", "OSB-META-010", "2.17", "catalog", nil,
			catalogs(`{"services":[{"metadata":{"tier":1},"plans":[{"schemas":{"service_binding":{"create":{"parameters":{"title":"x"}}}}}]}]}`), verdict.Pass},
		{"a standard member out of place", "OSB-META-010", "2.17", "lifecycle", nil, []line{put("provision", 201, `{"description":"x"}`)}, verdict.Pass},
		{"an empty text", "OSB-META-016", "2.12", "lifecycle", nil, []line{{step: "bind", operation: "bind", status: 201, body: `{"syslog_drain_url":""}`}}, verdict.Warn},
		{"an empty text among credentials", "OSB-META-016", "2.12", "lifecycle", nil,
			[]line{{step: "bind", operation: "bind", status: 201, body: `{"syslog_drain_url":"x:y","credentials":{"password":""}}`}}, verdict.Pass},

		// Catalogs.
		{"what has one name twice cannot be compared", "OSB-CAT-006", "2.17", "catalog", nil,
			catalogs(`{"services":[{"name":"a","id":"1"},{"name":"a","id":"2"}]}`, `{"services":[{"name":"a","id":"2"},{"name":"a","id":"1"}]}`), verdict.Pass},
		{"an id that changes", "OSB-CAT-006", "2.17", "catalog", nil,
			catalogs(`{"services":[{"name":"a","id":"1"}]}`, `{"services":[{"name":"a","id":"2"}]}`), verdict.Fail},
		{"the order of offerings is free", "OSB-CAT-006", "2.17", "catalog", nil,
			catalogs(`{"services":[{"name":"a","id":"1"},{"name":"b","id":"2"}]}`, `{"services":[{"name":"b","id":"2"},{"name":"a","id":"1"}]}`), verdict.Pass},
		{"one plan name in two offerings", "OSB-CAT-041", "2.17", "catalog", nil,
			catalogs(`{"services":[{"plans":[{"name":"a"}]},{"plans":[{"name":"a"}]}]}`), verdict.Pass},
		{"names differ by case", "OSB-CAT-041", "2.17", "catalog", nil,
			catalogs(`{"services":[{"plans":[{"name":"a"},{"name":"A"}]}]}`), verdict.Pass},
		{"a name of punctuation", "OSB-CAT-013", "2.17", "catalog", nil, catalogs(`{"services":[{"name":"..."}]}`), verdict.Warn},
		{"a name that begins with a hyphen", "OSB-CAT-013", "2.17", "catalog", nil, catalogs(`{"services":[{"name":"-a"}]}`), verdict.Warn},
		{"a name of one letter", "OSB-CAT-013", "2.17", "catalog", nil, catalogs(`{"services":[{"name":"é"}]}`), verdict.Pass},
		{"a body of nonsense", "OSB-CAT-048", "2.17", "catalog", nil, catalogs(`{"services":[5,{"plans":{}},{"plans":[null]}]}`), verdict.Pass},
		{"a schema that refers to its own id", "OSB-SCHEMA-009", "2.17", "catalog", nil,
			catalogs(withSchema(`{"$id":"http://a.example.com/","properties":{"x":{"$ref":"http://a.example.com/#/y"}}}`)), verdict.Pass},
		{"a schema that refers elsewhere", "OSB-SCHEMA-009", "2.17", "catalog", nil,
			catalogs(withSchema(`{"properties":{"x":{"$ref":"http://b.example.com/#/y"}}}`)), verdict.Fail},
		{"a default that looks like a reference", "OSB-SCHEMA-009", "2.17", "catalog", nil,
			catalogs(withSchema(`{"default":{"$ref":"http://b.example.com/"}}`)), verdict.Pass},
	}
	for _, c := range cases {
		t.Run(c.id+" "+c.name, func(t *testing.T) {
			got := judge(t, c.id, c.version, c.scenario, c.subject, c.lines)
			if got.Verdict != c.want {
				t.Errorf("got %s (%s %v), want %s", got.Verdict, got.Reason().Text, got.Findings, c.want)
			}
		})
	}
}

func reached(url string) []line {
	return []line{{step: "catalog", operation: "catalog", status: 200, body: `{}`, url: url}}
}

// versions are the catalogs for the oldest version and for that under test.
func versions(oldest, own string) []line {
	return []line{{step: "catalog again", operation: "catalog", status: 200, body: own}, {step: "oldest version", operation: "catalog", status: 200, body: oldest}}
}

func withSchema(text string) string {
	return `{"services":[{"plans":[{"schemas":{"service_instance":{"create":{"parameters":` + text + `}}}}]}]}`
}

// TestMissingSteps: what was never reached is excused, whatever the check; no check stumbles over it.
func TestMissingSteps(t *testing.T) {
	for _, k := range Suite().Checks {
		name := k.Scenario
		if name == "" {
			name = "lifecycle"
		}
		if got := judge(t, k.ID, "2.17", name, nil, nil); got.Verdict != verdict.NotExercised {
			t.Errorf("%s: got %s (%s), want not-exercised", k.ID, got.Verdict, got.Reason().Text)
		}
	}
}

// TestHostileAnswers: nothing that a broker sends makes a check stumble.
func TestHostileAnswers(t *testing.T) {
	for _, body := range []string{``, `null`, `[]`, `"x"`, `{"services":null}`, `{"services":[{"plans":[{"schemas":5}]}]}`, `{"state":5,"error":5,"metadata":"x"}`, `<html>`} {
		for _, k := range Suite().Checks {
			var lines []line
			for _, s := range Suite().Scenarios {
				for _, step := range s.Steps {
					if s.Name == k.Scenario || k.Scenario == "" && s.Name == "lifecycle" {
						lines = append(lines, line{step: step, operation: s.Operations[len(step)%len(s.Operations)], status: 200, body: body})
					}
				}
			}
			if k.Scenario == "preflight" {
				continue
			}
			name := k.Scenario
			if name == "" {
				name = "lifecycle"
			}
			if got := judge(t, k.ID, "2.17", name, nil, lines); got.Verdict == verdict.Error {
				t.Errorf("%s with body %q: %s", k.ID, body, got.Reason().Text)
			}
		}
	}
}
