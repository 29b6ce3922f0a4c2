package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

func TestRun(t *testing.T) {
	want := "OSB-PROV-023 pass, OSB-PROV-026 pass, OSB-PROV-037 not-applicable"
	for _, parallel := range []int{0, 1, 16} {
		b, config := serve(t, tiny(nil))
		config.Parallel = parallel
		o := run(t, t.Context(), config)
		if got := verdicts(o); got != want || o.Code() != verdict.Conformant {
			t.Errorf("parallel %d: %s, code %d, faults %v", parallel, got, o.Code(), o.Recording.Troubles)
		}
		if len(b.there) > 0 || len(b.removed) != 4 {
			t.Errorf("parallel %d: left on the target: %v, removed %v", parallel, b.there, b.removed)
		}
		var steps []string
		for _, x := range o.Recording.Exchanges {
			steps = append(steps, x.Scenario+": "+x.Step)
		}
		order := "preflight: catalog, one: provision, one: provision, one: after, one: clean-up, one: clean-up, " +
			"two: provision, two: provision, two: after, two: clean-up, two: clean-up, looking: look"
		if got := strings.Join(steps, ", "); got != order {
			t.Errorf("parallel %d: recorded %s", parallel, got)
		}
	}
}

func TestCleanUpIsLastInFirstOut(t *testing.T) {
	b, config := serve(t, tiny(nil))
	config.Parallel, config.Select = 1, only(created)
	run(t, t.Context(), config)
	if got := strings.Join(b.removed, " "); got != "one-second one-first two-second two-first" {
		t.Errorf("removed %s", got)
	}
}

func TestPanicInScenario(t *testing.T) {
	b, config := serve(t, tiny(func(*scenario.Session) { panic("of scenario one, s3cret-token") }))
	config.Credentials = scenario.Credentials{Token: "s3cret-token"}
	config.Version = "2.13"
	o := run(t, t.Context(), config)
	if o.Code() != verdict.NoVerdict || len(o.Recording.Troubles) != 1 || len(b.there) > 0 {
		t.Fatalf("code %d, faults %q, left %v", o.Code(), o.Recording.Troubles, b.there)
	}
	fault := o.Recording.Troubles[0]
	if !strings.HasPrefix(fault, "scenario one: panic: of scenario one, redacted-") || !strings.Contains(fault, "\nsuites/engine/run_test.go:") ||
		strings.Contains(fault, "s3cret") || strings.Contains(fault, "goroutine") || strings.Contains(fault, "\n/") {
		t.Errorf("fault %q", fault)
	}
	if got := verdicts(o); got != "OSB-PROV-024 not-exercised, OSB-PROV-026 pass, OSB-PROV-037 not-applicable" {
		t.Errorf("verdicts %s", got)
	}
}

// TestInterrupt: what was created is removed all the same, and the recording says that the run was cut.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	b, config := serve(t, tiny(func(*scenario.Session) { cancel(errors.New("SIGINT")) }))
	config.Parallel, config.Version = 1, "2.13"
	o := run(t, ctx, config)
	if o.Recording.Interrupted != "SIGINT" || o.Code() != verdict.NoVerdict {
		t.Errorf("interrupted %q, code %d", o.Recording.Interrupted, o.Code())
	}
	if len(b.there) > 0 || len(b.removed) != 2 || len(o.Recording.Left) > 0 {
		t.Errorf("on the target %v, removed %v, left %v", b.there, b.removed, o.Recording.Left)
	}
	if absence := o.Recording.Scenario("two").Absent["provision"]; absence.Class != record.Blocked || absence.Text != "the run was interrupted" {
		t.Errorf("scenario two: %+v", absence)
	}
	if got := verdicts(o); got != "OSB-PROV-024 blocked, OSB-PROV-026 pass, OSB-PROV-037 not-applicable" {
		t.Errorf("verdicts %s", got)
	}
}

func TestLeftBehind(t *testing.T) {
	b, config := serve(t, tiny(nil))
	var book bytes.Buffer
	var err error
	if config.Ledger, err = scenario.NewLedger(&book, scenario.LedgerHead{}); err != nil {
		t.Fatal(err)
	}
	b.answer = func(r *http.Request) (int, string) {
		if r.Method == http.MethodDelete && strings.HasSuffix(r.URL.Path, "-first") {
			return 500, "{}"
		}
		return 0, ""
	}
	o := run(t, t.Context(), config)
	want := []record.Left{{Kind: "instance", ID: "one-first", Why: "it was answered 500"}, {Kind: "instance", ID: "two-first", Why: "it was answered 500"}}
	if o.Code() != verdict.LeftBehind || !slices.Equal(o.Recording.Left, want) {
		t.Errorf("code %d, left %v", o.Code(), o.Recording.Left)
	}
	_, held, err := scenario.ReadLedger(&book)
	if err != nil || len(held) != 2 {
		t.Fatalf("the ledger holds %v: %v", held, err)
	}
	b.answer = nil
	prepared, err := Prepare(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	if left := prepared.Clean(t.Context(), held); len(left) > 0 || len(b.there) > 0 {
		t.Errorf("after another clean-up: left %v, on the target %v", left, b.there)
	}
}

func TestTroubleInCleanUp(t *testing.T) {
	for name, c := range map[string]struct {
		remove func(*scenario.Session, scenario.Resource) error
		left   string
		faults int
	}{
		"panic": {func(*scenario.Session, scenario.Resource) error { panic("oops") }, "instance two-second: panic: oops\nsuites/engine/run_test.go:", 0},
		"slow": {func(s *scenario.Session, _ scenario.Resource) error {
			<-s.Context().Done()
			x := s.Send("clean-up", scenario.Call{Operation: "catalog"})
			return errors.New(x.Got())
		}, "instance two-second: no response (the clean-up of a scenario may take 20ms)", 0},
		"slip": {func(s *scenario.Session, r scenario.Resource) error {
			s.Send("clean-up", scenario.Call{Operation: "deprovision", Params: map[string]string{"instance_id": r.ID}})
			return errors.New("no")
		}, "instance two-second: no", 2},
	} {
		t.Run(name, func(t *testing.T) {
			suite := tiny(nil)
			suite.Scenarios, suite.Remove = suite.Scenarios[1:2], c.remove
			_, config := serve(t, suite)
			config.Select, config.CleanUp = only(created), 20*time.Millisecond
			o := run(t, t.Context(), config)
			if len(o.Recording.Left) != 2 || !strings.HasPrefix(o.Recording.Left[0].String(), c.left) || o.Recording.Left[0].Late != (name == "slow") || len(o.Recording.Troubles) != c.faults {
				t.Errorf("left %v, faults %q", o.Recording.Left, o.Recording.Troubles)
			}
		})
	}
}

func TestPreflight(t *testing.T) {
	const secret = "s3cret&password"
	for name, c := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"unauthorized": {401, "", "the target asks for credentials, and the request carried none: GET "},
		"version":      {412, "", "was answered 412; see --version"},
		"TLS":          {400, "Client sent an HTTP request to an HTTPS server.", "was answered 400, expected 200; does it speak https?"},
		"forbidden":    {403, "", "see --username, --password and --token"},
		"not found":    {404, "", "the target does not look like a service broker: GET "},
		"empty":        {200, "", "was answered with an empty body, expected a JSON object"},
		"HTML":         {200, "<html>", "was answered with HTML, expected a JSON object"},
		"text":         {200, "hello", "was answered with what is no JSON, expected a JSON object"},
		"a list":       {200, "[]", "was answered with JSON that is no object, expected a JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			b, config := serve(t, tiny(nil))
			b.answer = func(*http.Request) (int, string) { return c.status, c.body }
			_, err := Prepare(t.Context(), config)
			var refusal *Refusal
			if !errors.As(err, &refusal) || !strings.Contains(refusal.Sentence, c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	suite := tiny(nil)
	_, config := serve(t, suite)
	config.Credentials = scenario.Credentials{Username: "suite", Password: secret}
	config.Transport = closing{}
	_, err := Prepare(t.Context(), config)
	if err == nil || !strings.Contains(err.Error(), "the target cannot be reached: GET ") || strings.Contains(err.Error(), "s3cret") ||
		strings.Contains(err.Error(), "Basic c3") || strings.ContainsRune(err.Error(), '\x1b') {
		t.Errorf("a target that quotes our credentials: %v", err)
	}
	config.Suite.Contact = func(*scenario.Session) error { panic("a catalog of another kind") }
	if _, err := Prepare(t.Context(), config); err == nil || !strings.Contains(err.Error(), "preflight: panic: a catalog of another kind\nsuites/engine/run_test.go:") {
		t.Errorf("a panic in the preflight: %v", err)
	}
	silent := &record.Exchange{Request: record.Request{Method: "GET", URL: "https://h/"}, Failure: "x509: unknown", Hint: "see --ca-cert and --insecure"}
	if err := Contacted(silent, "x"); err == nil || !strings.HasSuffix(err.Error(), ": x509: unknown; see --ca-cert and --insecure") {
		t.Errorf("a hint: %v", err)
	}
	moved := &record.Exchange{Request: record.Request{Method: "GET", URL: "http://h/"}, Response: &record.Response{
		Status: 301, Header: http.Header{"Location": {"https://h/?token=x"}},
	}}
	if err := Contacted(moved, "x"); err == nil || !strings.Contains(err.Error(), `301, which leads to "https://h/"; redirects are not followed`) {
		t.Errorf("a redirect: %v", err)
	}
	limited := &record.Exchange{Request: record.Request{Method: "GET", URL: "http://h/"}, Failure: "too long", Limit: true}
	if err := Contacted(limited, "x"); err == nil || err.Error() != "GET http://h/: too long" {
		t.Errorf("a limit: %v", err)
	}
	var refusal *Refusal
	if err := Contacted(&record.Exchange{Slip: "odd"}, "x"); err == nil || errors.As(err, &refusal) {
		t.Errorf("a slip: %v", err)
	}
}

// closing is a way to a target that breaks HTTP with our own credentials and the controls of a terminal.
type closing struct{}

func (closing) RoundTrip(r *http.Request) (*http.Response, error) {
	_, password, _ := r.BasicAuth()
	return nil, fmt.Errorf("malformed answer \x1b[31m%s %s", r.Header.Get("Authorization"), password)
}

func TestPrepareRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"unknown API":      {func(c *Config) { c.Suite.API = "soap" }, `api "soap" is not one of`},
		"unknown version":  {func(c *Config) { c.Version = "9.9" }, `version "9.9" of api osb is not one of`},
		"nothing selected": {func(c *Config) { c.Select = only("OSB-NONE-001") }, "no rule that is in force and has a check in version 2.17"},
		"not in force":     {func(c *Config) { c.Select = only(repeated) }, "no rule that is in force and has a check in version 2.17"},
		"a panic in a need": {func(c *Config) {
			c.Suite.Scenarios[3].Needs = func(*scenario.Site) (scenario.Subject, string) { panic("odd") }
		}, "plan the scenarios: panic: odd\nsuites/engine/run_test.go:"},
		"nobody listens":     {func(c *Config) { c.Target, c.Transport = "http://127.0.0.1:1", nil }, "the target cannot be reached: GET http://127.0.0.1:1/v2/catalog: "},
		"no answer in time":  {func(c *Config) { c.Transport, c.Timeout = hanging{}, 10*time.Millisecond }, "no answer within 10ms; see --timeout"},
		"no such fixed need": {func(c *Config) { c.Select = only("X") }, "see --label-filter and --requirement"},
	} {
		t.Run(name, func(t *testing.T) {
			_, config := serve(t, tiny(nil))
			c.change(&config)
			if _, err := Prepare(t.Context(), config); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

type hanging struct{}

func (hanging) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// TestRefreshedTokensAreSecret: a token that came during the run is in no artefact either.
func TestRefreshedTokensAreSecret(t *testing.T) {
	b, config := serve(t, tiny(nil))
	b.answer = func(r *http.Request) (int, string) {
		if token := r.Header.Get("Authorization"); token != "Bearer second-token" {
			return 401, "{}"
		} else if r.URL.Path == "/v2/catalog" {
			return 200, `{"services":[],"you":"` + token + `"}`
		}
		return 0, ""
	}
	config.Credentials = scenario.Credentials{Token: "first-token"}
	config.Refresh = func(context.Context) (string, error) { return "second-token", nil }
	config.Fixtures = map[string]string{"read_only_token": "third-token", "plan": "third-token-of-plans"}
	o := run(t, t.Context(), config)
	if o.Code() != verdict.Conformant {
		t.Errorf("code %d: %s", o.Code(), verdicts(o))
	}
	for _, secret := range []string{"first-token", "second-token", "third-token"} {
		if strings.Contains(asJSON(t, o), secret) {
			t.Errorf("%s survives", secret)
		}
	}
}

func TestDefaults(t *testing.T) {
	var c Config
	c.complete()
	if one, other := c.NewID(), c.NewID(); one == other {
		t.Errorf("two ids are %s", one)
	}
	if c.Run == "" || c.Parallel != 1 || c.Timeout != time.Minute || c.PollLimit != 10*time.Minute || c.CleanUp != 2*time.Minute || c.MaxBody != 16<<20 ||
		c.Settle != 500*time.Millisecond || c.Transport == nil || c.Now == nil || c.Sleep == nil {
		t.Errorf("%+v", c)
	}
}

// TestUnknownFixture: what no rule asks for was meant for something else.
func TestUnknownFixture(t *testing.T) {
	_, config := serve(t, tiny(nil))
	config.Fixtures = map[string]string{"planet": "earth"}
	if _, err := Prepare(t.Context(), config); err == nil || err.Error() != `fixture "planet": api osb has no such key` {
		t.Errorf("got %v", err)
	}
}
