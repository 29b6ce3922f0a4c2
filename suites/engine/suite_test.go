package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// TestMain demands that no goroutine is left.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// target is a broker that remembers what it was asked.
type target struct {
	mu      sync.Mutex
	there   map[string]bool
	removed []string
	// answer, when it returns a status, answers in the place of the target.
	answer func(r *http.Request) (status int, body string)
}

func (b *target) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.answer != nil {
		if status, body := b.answer(r); status != 0 {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
			return
		}
	}
	id, _ := strings.CutPrefix(r.URL.Path, "/v2/service_instances/")
	switch {
	case r.URL.Path == "/v2/catalog":
		_, _ = io.WriteString(w, `{"services":[]}`)
	case r.Method == http.MethodPut:
		b.there[id] = true
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, "{}")
	case r.Method == http.MethodDelete && b.there[id]:
		delete(b.there, id)
		b.removed = append(b.removed, id)
		_, _ = io.WriteString(w, "{}")
	default:
		w.WriteHeader(http.StatusGone)
		_, _ = io.WriteString(w, "{}")
	}
}

type oneRun struct {
	Provision record.Step `step:"provision"`
	After     record.Step `step:"after"`
}

type lookRun struct {
	Look record.Step `step:"look"`
}

// creating is a scenario that creates two instances and leaves both to the clean-up, after what more does.
func creating(name string, more func(*scenario.Session)) scenario.Kind[oneRun] {
	return scenario.New[oneRun](scenario.Scenario{
		Name: name, Title: name, Operations: []string{"provision"}, Instances: 2,
		Record: func(s *scenario.Session) {
			for _, suffix := range []string{"-first", "-second"} {
				id := name + suffix
				s.Hold(scenario.Resource{Kind: "instance", ID: id})
				s.Send("provision", scenario.Call{Operation: "provision", Params: map[string]string{"instance_id": id},
					Body: map[string]any{"service_id": "s", "plan_id": "p", "organization_guid": "o", "space_guid": "s"}})
			}
			if more != nil {
				more(s)
			}
			s.Send("after", scenario.Call{Operation: "catalog"})
		},
	})
}

var looking = scenario.New[lookRun](scenario.Scenario{
	Name: "looking", Operations: []string{"catalog"},
	Record: func(s *scenario.Session) { s.Send("look", scenario.Call{Operation: "catalog"}) },
})

var choosy = scenario.New[lookRun](scenario.Scenario{
	Name: "choosy", Operations: []string{"catalog"}, Record: looking.Record,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		if site.Fixtures["plan"] == "" {
			return nil, "the catalog has no plan"
		}
		return scenario.Subject{"plan_id": site.Fixtures["plan"]}, ""
	},
})

func contact(s *scenario.Session) error {
	x := s.Send("catalog", scenario.Call{Operation: "catalog"})
	if !s.Site.VersionChosen {
		s.Site.VersionNote = "assumed"
	}
	return Contacted(x, "a service broker")
}

func remove(s *scenario.Session, r scenario.Resource) error {
	x := s.Send("clean-up", scenario.Call{Operation: "deprovision", Params: map[string]string{"instance_id": r.ID}, Invalid: "no ids"})
	if !x.Is(200, 410) {
		return fmt.Errorf("it was answered %s", x.Got())
	}
	return nil
}

// The rules that the tiny suite judges.
const (
	created  = "OSB-PROV-026"
	repeated = "OSB-PROV-024"
	chosen   = "OSB-PROV-037"
	looked   = "OSB-PROV-023"
)

// tiny is a suite of four scenarios.
func tiny(more func(*scenario.Session)) Suite {
	one, two := creating("one", more), creating("two", nil)
	return Suite{
		API: "osb", Preflight: scenario.Scenario{Name: "preflight", Steps: []string{"catalog"}}, Contact: contact, Remove: remove,
		Scenarios: []scenario.Scenario{one.Scenario, two.Scenario, looking.Scenario, choosy.Scenario},
		Fixtures:  []scenario.Fixture{{Key: "plan"}, {Key: "read_only_token"}},
		Checks: check.List{
			check.On(created, one, func(c *check.Case, run *oneRun) { c.Expect(run.Provision).To(check.HaveStatus(201)) }),
			check.On(created, two, func(c *check.Case, run *oneRun) { c.Expect(run.Provision).To(check.HaveStatus(201)) }),
			check.On(repeated, one, func(c *check.Case, run *oneRun) { c.Expect(run.After).To(check.HaveStatus(200)) }),
			check.On(chosen, choosy, func(c *check.Case, run *lookRun) { c.Expect(run.Look).To(check.HaveStatus(200)) }),
			check.On(looked, looking, func(c *check.Case, run *lookRun) { c.Expect(run.Look).To(check.HaveStatus(200)) }),
		},
	}
}

// only selects rules by their ids.
func only(ids ...string) func(*specs.Requirement) bool {
	return func(r *specs.Requirement) bool { return slices.Contains(ids, r.ID) }
}

// serve starts a target and returns what to run against it.
func serve(t *testing.T, suite Suite) (*target, Config) {
	t.Helper()
	b := &target{there: map[string]bool{}}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return b, Config{
		Suite: suite, Target: server.URL + "/", Version: "2.17", Transport: transport, Timeout: 5 * time.Second, Tool: "test",
		Select: only(created, repeated, chosen, looked), Parallel: 2,
	}
}

// run records and judges.
func run(t *testing.T, ctx context.Context, config Config) *verdict.Outcome {
	t.Helper()
	prepared, err := Prepare(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := Judge(config.Suite, prepared.Record(ctx), "test")
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

// verdicts are what came of the rules, as one text.
func verdicts(o *verdict.Outcome) string {
	var all []string
	for _, r := range o.Results {
		all = append(all, r.Rule.ID+" "+string(r.Verdict))
	}
	return strings.Join(all, ", ")
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
