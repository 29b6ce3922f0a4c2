package engine

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

func TestPlan(t *testing.T) {
	for name, c := range map[string]struct {
		change    func(*Config)
		scenarios string
		instances int
	}{
		"everything":    {func(*Config) {}, "one: , two: , looking: , choosy: the catalog has no plan", 4},
		"a fixture":     {func(c *Config) { c.Fixtures = map[string]string{"plan": "p"} }, "one: , two: , looking: , choosy: ", 4},
		"read only":     {func(c *Config) { c.ReadOnly = true }, "one: it creates something, and --read-only forbids that, two: it creates something, and --read-only forbids that, looking: , choosy: the catalog has no plan", 0},
		"few instances": {func(c *Config) { c.MaxInstances = 3 }, "one: , two: it creates up to 2 instances, and --max-instances 3 leaves room for 1, looking: , choosy: the catalog has no plan", 2},
		"one rule":      {func(c *Config) { c.Select = only(looked) }, "looking: ", 0},
		"a rule of two": {func(c *Config) { c.Select = only(created) }, "one: , two: ", 4},
		"by operation":  {func(c *Config) { c.Select = only("OSB-CAT-001") }, "", 0},
		"fewer on this target": {func(c *Config) {
			c.MaxInstances = 3
			c.Suite.Scenarios[0].Creates = func(*scenario.Site) (int, int) { return 1, 0 }
		}, "one: , two: , looking: , choosy: the catalog has no plan", 3},
		"nothing on this target": {func(c *Config) {
			c.ReadOnly = true
			c.Suite.Scenarios[0].Creates = func(*scenario.Site) (int, int) { return 0, 0 }
		}, "one: , two: it creates something, and --read-only forbids that, looking: , choosy: the catalog has no plan", 0},
		"all plans": {func(c *Config) {
			c.AllPlans = true
			c.Suite.Scenarios[1].Each = func(*scenario.Site) []scenario.Subject {
				return []scenario.Subject{{"offering": "a", "plan": "b"}, {"offering": "a", "plan": "b"}, {"plan": "\x1b[2J ü"}}
			}
		}, "one: , two a/b: , looking: , choosy: the catalog has no plan, two a/b#2: , two _/__2J__: ", 8},
		"room for what is known first": {func(c *Config) {
			c.AllPlans, c.MaxInstances = true, 6
			c.Suite.Scenarios[0].Each = func(*scenario.Site) []scenario.Subject {
				return []scenario.Subject{{"plan": "a"}, {"plan": "b"}, {"plan": "c"}}
			}
		}, "one _/a: , two: , looking: , choosy: the catalog has no plan, one _/b: , one _/c: it creates up to 2 instances, and --max-instances 6 leaves room for 0", 6},
		"one plan is no list": {func(c *Config) {
			c.AllPlans = true
			c.Suite.Scenarios[0].Each = func(*scenario.Site) []scenario.Subject { return []scenario.Subject{{"plan": "a"}} }
		}, "one: , two: , looking: , choosy: the catalog has no plan", 4},
		"an older version": {func(c *Config) { c.Version, c.Select = "2.13", only(repeated) }, "one: ", 2},
	} {
		t.Run(name, func(t *testing.T) {
			_, config := serve(t, tiny(nil))
			c.change(&config)
			if name == "by operation" {
				config.Suite.Checks = append(config.Suite.Checks, check.Each("OSB-CAT-001", func(*check.Case, *record.Exchange) {}))
				c.scenarios = "looking: , choosy: the catalog has no plan"
			}
			r, err := Prepare(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range r.Plan.Scenarios {
				none := ""
				if s.NotApplicable != nil {
					none = s.NotApplicable.String()
				}
				got = append(got, s.Name+": "+none)
			}
			if text := strings.Join(got, ", "); text != c.scenarios || r.Plan.Instances() != c.instances || r.Plan.Bindings() != 0 {
				t.Errorf("got %s; %d instances", text, r.Plan.Instances())
			}
		})
	}
}

// TestUnrecorded: a rule that no exchange shows says which scenarios might have, and why they were not recorded.
func TestUnrecorded(t *testing.T) {
	suite := tiny(nil)
	suite.Checks = append(suite.Checks, check.Each("OSB-PROV-001", func(c *check.Case, x *record.Exchange) {
		if x.Operation == "provision" {
			c.Look(x)
		}
	}))
	_, config := serve(t, suite)
	config.ReadOnly, config.Select = true, only("OSB-PROV-001", looked)
	want := "no exchange of this recording shows it; not recorded: one, two, because it creates something, and --read-only forbids that"
	results := run(t, t.Context(), config).Results
	i := slices.IndexFunc(results, func(r verdict.Result) bool { return r.Rule.ID == "OSB-PROV-001" })
	if i < 0 || results[i].Verdict != verdict.NotExercised || results[i].Reason().Text != want {
		t.Errorf("got %+v, want it not exercised, because %s", results, want)
	}
}

// TestJudgeIsPure: the same recording has the same outcome, live or saved, and is not touched.
func TestJudgeIsPure(t *testing.T) {
	suite := tiny(nil)
	_, config := serve(t, suite)
	first := run(t, t.Context(), config)
	before := asJSON(t, first.Recording)
	var file bytes.Buffer
	if err := first.Recording.Write(&file); err != nil {
		t.Fatal(err)
	}
	saved, err := record.Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	for name, recording := range map[string]*record.Recording{"again": first.Recording, "saved": saved} {
		second, err := Judge(suite, recording, "test")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(asJSON(t, first), asJSON(t, second)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if asJSON(t, first.Recording) != before {
		t.Error("judging changed the recording")
	}
}

func TestJudgeRefuses(t *testing.T) {
	for want, c := range map[string]struct {
		suite     Suite
		recording record.Recording
	}{
		"the recording is of api services, not osb": {Suite{API: "osb"}, record.Recording{API: "services", Version: "1"}},
		`of version "3.0", expected one of`:         {Suite{API: "osb"}, record.Recording{API: "osb", Version: "3.0"}},
		`of version "", expected one of`:            {Suite{API: "osb"}, record.Recording{API: "osb"}},
		`api "x" is not one of`:                     {Suite{API: "x"}, record.Recording{}},
	} {
		if _, err := Judge(c.suite, &c.recording, "test"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestCoverage(t *testing.T) {
	suite := tiny(nil)
	_, config := serve(t, suite)
	for name, selected := range map[string]func(*specs.Requirement) bool{"few": config.Select, "all": nil} {
		config.Select = selected
		o := run(t, t.Context(), config)
		c := o.Coverage
		sum := c.Judged + c.NotApplicable + c.NotExercised + c.Blocked + c.Error + c.Unobservable + c.Pending + c.Unselected
		if c.InForce == 0 || sum != c.InForce || c.Judged == 0 || (c.Unselected > 0) != (selected != nil) {
			t.Errorf("%s: %+v sums up to %d", name, c, sum)
		}
		if len(o.Recording.Selection) > 0 != (selected != nil) {
			t.Errorf("%s: selection %v", name, o.Recording.Selection)
		}
	}
}

func TestAdvice(t *testing.T) {
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	fail := func(ids ...string) []verdict.Result {
		var all []verdict.Result
		for _, id := range ids {
			all = append(all, verdict.Result{Rule: api.Requirements.Find(id), Verdict: verdict.Fail})
		}
		return append(all, verdict.Result{Rule: api.Requirements.Find(created), Verdict: verdict.Pass})
	}
	since := func(v specs.Version) string {
		for _, r := range api.Requirements {
			if r.Since == v {
				return r.ID
			}
		}
		t.Fatalf("no rule since %s", v)
		return ""
	}
	const advised = "every failed rule is newer than 2.14; if the target speaks 2.14, say so with --version 2.14"
	for name, c := range map[string]struct {
		note    string
		results []verdict.Result
		want    string
	}{
		"all newer":           {"assumed", fail(since("2.15"), since("2.16")), advised},
		"the version chosen":  {"", fail(since("2.15")), ""},
		"nothing failed":      {"assumed", fail(), ""},
		"one of the first":    {"assumed", fail(since("2.15"), since("2.11")), ""},
		"one that always was": {"assumed", fail(since("2.15"), created), ""},
	} {
		o := &verdict.Outcome{Recording: &record.Recording{VersionNote: c.note}, Results: c.results}
		if got := strings.Join(advice(api, o), "; "); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestLabels(t *testing.T) {
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	r := api.Requirements.Find(created)
	want := []string{created, "level:MUST", "topic:" + r.Topic, "chapter:" + r.Chapter, "party:broker", "risk:" + r.Risk, "feature:provision", "since:2.11"}
	if diff := cmp.Diff(want, Labels(r)); diff != "" {
		t.Error(diff)
	}
	for expression, matches := range map[string]bool{
		created: true, "OSB-PROV-999": false, "level: containsAny MUST": true, "level: containsAny SHOULD": false, "feature: containsAny {provision, bind}": true,
		"feature: isSubsetOf {bind}": false, "party: containsAny broker && !(risk: containsAny read-only)": true, "/OSB-PROV/": true, "since: containsAny 2.11": true,
	} {
		filter, err := ParseFilter(expression)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
		} else if filter(r) != matches {
			t.Errorf("%s: %v", expression, !matches)
		}
	}
	for _, expression := range []string{"(", "a &&", "level: contains MUST", "/[/"} {
		_, err := ParseFilter(expression)
		if err == nil || !strings.HasPrefix(err.Error(), "label filter \""+expression) || strings.ContainsAny(err.Error(), "\n\x1b{") {
			t.Errorf("%s: %v", expression, err)
		}
	}
	if !slices.IsSortedFunc(api.Requirements, func(a, b *specs.Requirement) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the registry is not sorted")
	}
}
