package main

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"conformance/suites/engine"
	"conformance/suites/scenario"
)

// live is what the live line shows: how long the run has been going, how many scenarios are under way, what they hold
// on the target, and what the one waits for that has been in its step longest.
type live struct {
	width int
	start time.Time
	// doing is what the scenarios under way do, in the order in which they came to their steps; left counts what those
	// that have ended could not remove.
	doing []doing
	left  int
}

// doing is the last event of a scenario, and when it was told.
type doing struct {
	engine.Event
	at time.Time
}

func newLive(width int) *live { return &live{width: width, start: time.Now()} }

func (l *live) event(e engine.Event) {
	i := slices.IndexFunc(l.doing, func(d doing) bool { return d.Scenario == e.Scenario })
	told := doing{e, time.Now()}
	if i >= 0 && !e.Done && l.doing[i].Step == e.Step {
		l.doing[i] = told
		return
	}
	if i >= 0 {
		l.doing = slices.Delete(l.doing, i, i+1)
	}
	if e.Done {
		l.left += e.Held
		return
	}
	l.doing = append(l.doing, told)
}

// String is the line. It is plain ASCII, where anything else stands as a Go escape, so that it is as wide as it is long;
// the last column stays free.
func (l *live) String() string {
	now := time.Now()
	elapsed := int(now.Sub(l.start).Seconds())
	text := fmt.Sprintf("%d:%02d", elapsed/60, elapsed%60)
	if n := len(l.doing); n > 1 {
		text += fmt.Sprintf("  %d running", n)
	}
	held := l.left
	for _, d := range l.doing {
		held += d.Held
	}
	if held > 0 {
		text += fmt.Sprintf("  %d held", held)
	}
	if len(l.doing) > 0 {
		text += "  " + l.doing[0].text(now)
	}
	text = strconv.QuoteToASCII(text)
	text = text[1 : len(text)-1]
	if room := l.width - 1; len(text) > room {
		text = text[:room-3] + "..."
	}
	return text
}

// text says what the scenario does, and what it waits for.
func (d doing) text(now time.Time) string {
	text := d.Scenario + ": " + d.Step
	switch d.Polls {
	case 0:
	case 1:
		text += ", 1 poll"
	default:
		text += fmt.Sprintf(", %d polls", d.Polls)
	}
	if d.Wait == 0 {
		return text + ", no answer yet"
	}
	wait := max(0, d.at.Add(d.Wait).Sub(now)).Round(time.Second)
	switch d.Why {
	case scenario.ByRetryAfter:
		return text + fmt.Sprintf(", Retry-After %s", wait)
	case scenario.ByLimit:
		return text + fmt.Sprintf(", limit in %s", wait)
	}
	return text + fmt.Sprintf(", next in %s", wait)
}
