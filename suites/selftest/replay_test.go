package selftest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"html"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"conformance/mocks"
	"conformance/reports"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

var everyMutant = flag.Bool("every-mutant", false, "judge the run of every mutant before and after redaction, not only of some")

// witnessed records a run, and judges it before its secrets are taken out and afterwards.
func (s subject) witnessed(t *testing.T, version specs.Version, fault mocks.Mutant, parallel int) (before, after *verdict.Outcome) {
	t.Helper()
	judge := func(r *record.Recording) *verdict.Outcome {
		outcome, err := engine.Judge(s.suite, r, "test")
		if err != nil {
			t.Fatal(err)
		}
		return outcome
	}
	target := s.serve(t, version, fault)
	defer target.close()
	run, err := engine.Prepare(context.Background(), engine.Config{
		Suite: s.suite, Target: fault.Base(), Version: version, Tool: "test",
		Transport: target.transport, Credentials: target.credentials, Fixtures: target.fixtures,
		Counterpart: target.counterpart, Prober: target.prober, Parallel: parallel, PollLimit: time.Minute, CleanUp: time.Minute,
		Unredacted: func(r *record.Recording) { before = judge(r) },
	})
	if err != nil {
		t.Fatalf("prepare: %v", err)
	}
	return before, judge(run.Record(context.Background()))
}

// essence is what a judgement comes to, without the texts that redaction may change.
func essence(o *verdict.Outcome) map[string]string {
	all := map[string]string{}
	for _, r := range o.Results {
		exchanges := make([]int, len(r.Findings))
		for i, f := range r.Findings {
			exchanges[i] = f.Exchange
		}
		data, _ := json.Marshal([]any{r.Verdict, exchanges, r.Evidence}) // numbers and words
		all[r.Rule.ID] = string(data)
	}
	return all
}

// judgedAgain demands that a recording is judged from its file as it was live.
func (s subject) judgedAgain(t *testing.T, live *verdict.Outcome) {
	t.Helper()
	var file bytes.Buffer
	if err := live.Recording.Write(&file); err != nil {
		t.Fatal(err)
	}
	read, err := record.Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	saved, err := engine.Judge(s.suite, read, "test")
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(live.Results, saved.Results); diff != "" {
		t.Errorf("%s: a saved recording is judged otherwise (-live +saved):\n%s", live.Recording.Version, diff)
	}
	if live.Coverage != saved.Coverage || live.Code() != saved.Code() {
		t.Errorf("%s: coverage %+v, code %d; saved %+v, %d", live.Recording.Version, live.Coverage, live.Code(), saved.Coverage, saved.Code())
	}
}

// TestReplay: a recording that was redacted, written and read back is judged as the live run was.
func TestReplay(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		for _, version := range api.Versions {
			synctest.Test(t, func(t *testing.T) {
				before, live := s.witnessed(t, version, mocks.Mutant{}, 4)
				if diff := gocmp.Diff(essence(before), essence(live)); diff != "" {
					t.Errorf("%s: redaction changes verdicts (-before +after):\n%s", version, diff)
				}
				s.judgedAgain(t, live)
			})
		}
	})
}

// TestRedactionChangesNoVerdict holds for broken targets too. Without -every-mutant it looks at one mutant in
// forty.
func TestRedactionChangesNoVerdict(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		for i, mutant := range s.mutants {
			if i%40 != 0 && !*everyMutant {
				continue
			}
			synctest.Test(t, func(t *testing.T) {
				before, after := s.witnessed(t, cmp.Or(mutant.Version, api.Latest()), mutant, 4)
				if diff := gocmp.Diff(verdicts(before), verdicts(after)); diff != "" {
					t.Errorf("mutant %s (-before +after):\n%s", mutant.ID, diff)
				}
			})
		}
	})
}

// TestNoSecretInArtefacts: what the reference was told as a secret is in nothing that leaves the process.
func TestNoSecretInArtefacts(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		if len(s.secrets) == 0 {
			t.Fatal("no secrets are planted")
		}
		synctest.Test(t, func(t *testing.T) {
			outcome, _ := s.run(t, api.Latest(), mocks.Mutant{}, 4)
			for i := range outcome.Results {
				outcome.Results[i].Verdict = verdict.All()[i%len(verdict.All())] // so that reports show all that they can
			}
			for name, artefact := range artefacts(t, outcome) {
				for _, secret := range s.secrets {
					for _, form := range spellings(secret) {
						if at := strings.Index(artefact, form); at >= 0 {
							t.Errorf("%s holds a secret as %q: …%s…", name, form, artefact[max(0, at-80):at])
						}
					}
				}
			}
		})
	})
}

// artefacts are everything that a run may write.
func artefacts(t *testing.T, outcome *verdict.Outcome) map[string]string {
	t.Helper()
	all := map[string]string{}
	write := func(name string, to func(*bytes.Buffer) error) {
		var out bytes.Buffer
		if err := to(&out); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = out.String()
	}
	write("the recording", func(out *bytes.Buffer) error { return outcome.Recording.Write(out) })
	write("the JSON report", func(out *bytes.Buffer) error { return reports.JSON(out, outcome) })
	write("the JUnit report", func(out *bytes.Buffer) error { return reports.JUnit(out, outcome) })
	write("the console", func(out *bytes.Buffer) error {
		return reports.Console(out, outcome, reports.ConsoleOptions{Width: 4000})
	})
	write("the HTML report", func(out *bytes.Buffer) error { return reports.HTML(out, outcome) })
	return all
}

// spellings are the ways in which a secret may stand in an artefact.
func spellings(secret string) []string {
	quoted, _ := json.Marshal(secret) // a string
	return []string{
		secret, url.PathEscape(secret), url.QueryEscape(secret), strings.Trim(string(quoted), `"`), html.EscapeString(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte("suite:" + secret)),
	}
}

// TestSameVerdicts: neither chance nor the order of scenarios decides.
func TestSameVerdicts(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		synctest.Test(t, func(t *testing.T) {
			alone, _ := s.run(t, api.Latest(), mocks.Mutant{}, 1)
			for _, parallel := range []int{16, 16} {
				together, _ := s.run(t, api.Latest(), mocks.Mutant{}, parallel)
				if diff := gocmp.Diff(verdicts(alone), verdicts(together)); diff != "" {
					t.Errorf("-alone +%d side by side:\n%s", parallel, diff)
				}
			}
		})
	})
}
