package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"conformance/reports"
	"conformance/suites/engine"
)

// progress tells what happens while a run records: a line for each scenario that has ended, and on a terminal below
// them a line that lives. Safe for concurrent use.
type progress struct {
	mu sync.Mutex
	w  io.Writer
	// live is nil where lines cannot be redrawn.
	live *live
	// stop ends the redrawing, which closes ended.
	stop, ended chan struct{}
}

func newProgress(w io.Writer) *progress {
	p := &progress{w: w}
	if obeys(w) {
		p.redraw(columns(w))
	}
	return p
}

// redraw keeps a live line of at most so many columns, at each event and once a second.
func (p *progress) redraw(width int) {
	p.live = newLive(width)
	p.stop, p.ended = make(chan struct{}), make(chan struct{})
	go func() {
		defer close(p.ended)
		second := time.NewTicker(time.Second)
		defer second.Stop()
		for {
			select {
			case <-second.C:
				p.mu.Lock()
				p.draw()
				p.mu.Unlock()
			case <-p.stop:
				return
			}
		}
	}()
}

// end erases the live line, and stops drawing it. It may be called again.
func (p *progress) end() {
	p.mu.Lock()
	drawn := p.live != nil
	if drawn {
		p.erase()
		p.live = nil
	}
	p.mu.Unlock()
	if drawn {
		close(p.stop)
		<-p.ended
	}
}

func (p *progress) begin(r *engine.Run) {
	recorded := 0
	for _, s := range r.Plan.Scenarios {
		if s.NotApplicable == nil {
			recorded++
		}
	}
	p.line("%s", reports.Wrap(fmt.Sprintf("%s %s: %s, %s, at most %s and %s", r.Site.API.Title, r.Site.Version,
		amount(len(r.Plan.Requirements), "rule"), amount(recorded, "scenario"), amount(r.Plan.Instances(), "instance"),
		amount(r.Plan.Bindings(), "binding")), columns(p.w), 2))
}

func (p *progress) event(e engine.Event) {
	switch {
	case !e.Done:
	case e.Note != "":
		p.line("%s", remark(p.w, e.Scenario, e.Note))
	default:
		p.line("  %-14s recorded in %s", e.Scenario, e.Took.Round(time.Millisecond))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.live != nil {
		p.live.event(e)
		p.draw()
	}
}

// probes says which credentials are opened, and which are not.
func (p *progress) probes(what string) { p.line("%s", remark(p.w, "credentials", what)) }

// remark is what there is to say about a scenario, which may quote a target.
func remark(w io.Writer, name, what string) string {
	return reports.Wrap(fmt.Sprintf("  %-13s  %s", name, printable(what)), columns(w), 17)
}

func (p *progress) line(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	fmt.Fprintf(p.w, format+"\n", args...)
	p.draw()
}

// What a terminal obeys: back to the beginning of the line and erase it; do not go on in the next line, and do again.
const (
	erase    = "\r\x1b[2K"
	cutLines = "\x1b[?7l"
	wrapLine = "\x1b[?7h"
)

func (p *progress) erase() {
	if p.live != nil {
		fmt.Fprint(p.w, erase)
	}
}

// draw replaces the live line. A terminal that is narrower than it says cuts the line instead of breaking it, so that
// it can be erased again.
func (p *progress) draw() {
	if p.live != nil {
		fmt.Fprint(p.w, erase+cutLines+p.live.String()+wrapLine)
	}
}
