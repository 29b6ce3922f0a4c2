//go:build thirdparty

package selftest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"conformance/reports"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/osb"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// foreigner is a broker that others wrote.
type foreigner struct {
	program string
	// version is the newest that the broker claims.
	version     specs.Version
	credentials scenario.Credentials
	fixtures    map[string]string
}

func foreigners() []foreigner {
	basic := scenario.Credentials{Username: "user", Password: "password"} // what the programs ask for unless told otherwise
	return []foreigner{
		{program: "minimal", version: "2.17", credentials: basic},
		{program: "brokerapisync", version: "2.17", credentials: basic},
		{program: "brokerapiasync", version: "2.17", credentials: basic},
		// Of its many services this one has two plans, both synchronous: an asynchronous operation takes a minute.
		{program: "testbroker", version: "2.13", fixtures: map[string]string{"service_id": "f1b57a42-8035-4291-a555-51c461df6072"}},
	}
}

// TestThirdPartyBrokers: what the suite finds in brokers that others wrote is what somebody has read and found true, and
// neither more nor less. Three runs with different parallelism agree.
func TestThirdPartyBrokers(t *testing.T) {
	for _, f := range foreigners() {
		t.Run(f.program, func(t *testing.T) {
			url := startServer(t, program(t, f.program))
			first := f.judge(t, url, 1)
			compare(t, filepath.Join("testdata", "thirdparty", f.program+".txt"), findings(first))
			for _, parallel := range []int{4, 16} {
				again := f.judge(t, url, parallel)
				if diff := gocmp.Diff(verdicts(first), verdicts(again)); diff != "" {
					t.Errorf("other verdicts with %d scenarios side by side (-1 +%[1]d):\n%s", parallel, diff)
				}
				if diff := gocmp.Diff(findings(first), findings(again)); diff != "" {
					t.Errorf("other findings with %d scenarios side by side (-1 +%[1]d):\n%s", parallel, diff)
				}
			}
		})
	}
}

func (f foreigner) judge(t *testing.T, url string, parallel int) *verdict.Outcome {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: parallel}
	defer transport.CloseIdleConnections() // the server waits for connections that it has not heard of yet
	run, err := engine.Prepare(t.Context(), engine.Config{
		Suite: osb.Suite(), Target: url, Version: f.version, Tool: "test", Transport: transport,
		Credentials: f.credentials, Fixtures: f.fixtures, Parallel: parallel,
	})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := engine.Judge(osb.Suite(), run.Record(context.WithoutCancel(t.Context())), "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range outcome.Results {
		if r.Verdict == verdict.Error {
			t.Errorf("%s: our own trouble: %s", r.Rule.ID, r.Reason().Text)
		}
	}
	for _, fault := range outcome.Recording.Troubles {
		t.Errorf("our own trouble: %s", fault)
	}
	return outcome
}

// random are the parts of a message that differ from run to run: ids, numbers of exchanges, and positions in a catalog
// that a broker lists in another order each time.
var random = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|exchange \d+|services/\d+`)

// findings are the lines of a list: what broke a requirement, the step where it showed, and the words of the finding.
// What could not be judged is listed by its cause: it would hide findings.
func findings(outcome *verdict.Outcome) []string {
	var lines []string
	add := func(id string, exchange int, message string) {
		step := "-"
		if exchange > 0 {
			x := outcome.Recording.Exchanges[exchange-1]
			step = x.Scenario + "/" + x.Step
		}
		lines = append(lines, fmt.Sprintf("%s  %s  %s", id, step, random.ReplaceAllStringFunc(message, blank)))
	}
	for _, r := range outcome.Results {
		for _, finding := range r.Findings {
			add(r.Rule.ID, finding.Exchange, reports.Sentence(outcome, finding))
		}
		if r.Verdict == verdict.Blocked {
			add("blocked", r.Reason().Exchange, reports.Because(r.Reason()))
		}
	}
	for _, left := range outcome.Recording.Left {
		add("left", 0, left.String())
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// blank keeps the word before what is random.
func blank(text string) string { return text[:max(strings.IndexAny(text, " /")+1, 0)] + "…" }

// compare holds the findings against a list whose comments say why each finding is true. With -update the list gets the
// findings of this run, and keeps the comments of the lines that stay.
func compare(t *testing.T, path string, got []string) {
	t.Helper()
	comments, err := readList(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range got {
		switch comment, listed := comments[line]; {
		case !listed && !*update:
			t.Errorf("%s does not list this finding; read it, and list it with -update if it is true:\n%s", path, line)
		case comment == "":
			t.Errorf("%s lists a finding without a comment that says why it is true:\n%s", path, line)
		}
	}
	if *update {
		writeList(t, path, got, comments)
		return
	}
	for _, line := range slices.Sorted(maps.Keys(comments)) {
		if !slices.Contains(got, line) {
			t.Errorf("%s lists a finding that did not come:\n%s", path, line)
		}
	}
}

// readList returns the lines of a list, each with its comment: that right before it, or before a line of the same
// requirement that it follows. A missing file is an empty list.
func readList(path string) (map[string]string, error) {
	list := map[string]string{}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return list, nil
	}
	comment, pending, id := "", "", ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if text, is := strings.CutPrefix(line, "#"); is {
			pending += "#" + text + "\n"
			continue
		}
		if next, _, _ := strings.Cut(line, " "); pending != "" || next != id {
			comment, pending, id = pending, "", next
		}
		list[line] = comment
	}
	return list, err
}

func writeList(t *testing.T, path string, lines []string, comments map[string]string) {
	t.Helper()
	var text strings.Builder
	last := ""
	for _, line := range lines {
		if comments[line] != last {
			last = comments[line]
			text.WriteString(last)
		}
		text.WriteString(line + "\n")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
