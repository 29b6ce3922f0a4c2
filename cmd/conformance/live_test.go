package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"conformance/suites/engine"
	"conformance/suites/scenario"
)

func told(name, step string, held, polls int, wait time.Duration, why scenario.Reason) engine.Event {
	return engine.Event{Event: scenario.Event{Scenario: name, Step: step, Held: held, Polls: polls, Wait: wait, Why: why}}
}

func TestLiveLine(t *testing.T) {
	ended := engine.Event{Event: scenario.Event{Scenario: "lifecycle", Held: 1}, Done: true}
	cases := []struct {
		name   string
		events []engine.Event
		want   string
	}{
		{"nothing yet", nil, "1:02"},
		{"a request", []engine.Event{told("lifecycle", "provision", 1, 0, 0, "")}, "1:02  1 held  lifecycle: provision, no answer yet"},
		{"the first poll", []engine.Event{told("lifecycle", "poll", 0, 1, 5*time.Second, scenario.ByPace)}, "1:02  lifecycle: poll, 1 poll, next in 3s"},
		{"what the target asks for", []engine.Event{told("lifecycle", "poll", 2, 7, time.Minute, scenario.ByRetryAfter)},
			"1:02  2 held  lifecycle: poll, 7 polls, Retry-After 58s"},
		{"the end of patience", []engine.Event{told("lifecycle", "poll", 2, 7, 4*time.Second, scenario.ByLimit)},
			"1:02  2 held  lifecycle: poll, 7 polls, limit in 2s"},
		{"several", []engine.Event{
			told("lifecycle", "poll", 2, 0, 0, ""), told("catalog", "browse", 0, 0, 0, ""), told("lifecycle", "poll", 2, 1, 5*time.Second, scenario.ByPace),
		}, "1:02  2 running  2 held  lifecycle: poll, 1 poll, next in 3s"},
		{"the one that has been at it longest", []engine.Event{
			told("lifecycle", "poll", 2, 0, 0, ""), told("catalog", "browse", 0, 0, 0, ""), told("lifecycle", "fetch", 2, 0, 0, ""),
		}, "1:02  2 running  2 held  catalog: browse, no answer yet"},
		{"what could not be removed", []engine.Event{told("lifecycle", "clean-up", 2, 0, 0, ""), ended}, "1:02  1 held"},
		{"hostile", []engine.Event{told("life\x1b[2Jcycle", "pro\nvision \u202e日本", 0, 0, 0, "")},
			`1:02  life\x1b[2Jcycle: pro\nvision \u202e\u65e5\u672c, no answer yet`},
		{"too long", []engine.Event{told("lifecycle", strings.Repeat("日", 40), 0, 0, 0, "")},
			"1:02  lifecycle: " + strings.Repeat(`\u65e5`, 9) + `\u65e` + "..."},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLive(80)
				time.Sleep(time.Minute)
				for _, e := range c.events {
					l.event(e)
				}
				time.Sleep(2 * time.Second)
				if got := l.String(); got != c.want || len(got) > 79 {
					t.Errorf("got  %q\nwant %q", got, c.want)
				}
			})
		})
	}
}

// screen is what a terminal shows after it obeyed.
func screen(output string) []string {
	lines := []string{""}
	for _, part := range strings.SplitAfter(output, "\n") {
		if at := strings.LastIndex(part, erase); at >= 0 {
			lines[len(lines)-1], part = "", part[at+len(erase):]
		}
		text := strings.NewReplacer(cutLines, "", wrapLine, "", "\n", "").Replace(part)
		lines[len(lines)-1] += text
		if strings.HasSuffix(part, "\n") {
			lines = append(lines, "")
		}
	}
	return lines
}

func TestLiveProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := newProgress(&out)
		p.redraw(80)
		shows := func(want ...string) {
			t.Helper()
			synctest.Wait()
			p.mu.Lock()
			defer p.mu.Unlock()
			if got := screen(out.String()); strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("the screen shows %q, want %q", got, want)
			}
		}
		p.event(told("lifecycle", "provision", 1, 0, 0, ""))
		shows("0:00  1 held  lifecycle: provision, no answer yet")
		time.Sleep(3500 * time.Millisecond)
		shows("0:03  1 held  lifecycle: provision, no answer yet")
		p.event(engine.Event{Event: scenario.Event{Scenario: "lifecycle"}, Done: true, Took: 3500 * time.Millisecond})
		shows("  lifecycle      recorded in 3.5s", "0:03")
		p.event(engine.Event{Event: scenario.Event{Scenario: "binding"}, Done: true, Note: "not applicable: \x1b[2Jno plan"})
		p.end()
		p.end()
		shows("  lifecycle      recorded in 3.5s", "  binding        not applicable: ·[2Jno plan", "")
	})
}

// TestNoLiveLine: a pipe, a file and a terminal that says it is dumb get lines only.
func TestNoLiveLine(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out)
	p.event(told("lifecycle", "provision", 1, 0, 0, ""))
	p.line("done")
	p.end()
	if got := out.String(); got != "done\n" {
		t.Errorf("got %q, want one line", got)
	}
}
