package scenario

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"conformance/specs"
	"conformance/suites/record"
)

// Setup is what all sessions of a run share.
type Setup struct {
	Site     *Site
	Client   *Client
	Recorder *record.Recorder
	Ledger   *Ledger
	// Header returns the headers that the API's callers always send; called for each request.
	Header func(*Site) http.Header
	// NewID returns a fresh id; Now and Sleep are the clock.
	NewID func() string
	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
	// PollLimit is the longest that an operation of the target may take; Settle how long "no request arrives" waits.
	PollLimit, Settle time.Duration
	Counterpart       Counterpart
	// Prober opens credentials; nil when nobody allowed that.
	Prober Prober
	// Progress is told of each request and each wait, for the console; may be nil.
	Progress func(Event)
}

// Session is one scenario while it is recorded. It belongs to one goroutine.
type Session struct {
	Setup
	// Subject is what the planner chose.
	Subject Subject

	name     string
	agent    string
	ctx      context.Context
	held     []Resource
	troubles []string
	absent   map[string]record.Absence
	reached  map[string]bool
	steps    []string
	// overrun is set while the target puts off whatever it is asked, so that nothing waits for it again.
	overrun bool
}

// Start opens the session of a scenario.
func (s Setup) Start(ctx context.Context, scenario Scenario, subject Subject) *Session {
	return &Session{Setup: s, Subject: subject, name: scenario.Name, agent: cmp.Or(scenario.Of, scenario.Name), ctx: ctx, steps: scenario.Steps,
		absent: map[string]record.Absence{}, reached: map[string]bool{}}
}

// Context ends when the run is interrupted.
func (s *Session) Context() context.Context { return s.ctx }

// Version is the API version under test.
func (s *Session) Version() specs.Version { return s.Site.Version }

// Since reports whether the version under test is v or newer.
func (s *Session) Since(v specs.Version) bool { return !s.Site.Version.Before(v) }

// Fixture returns what the owner told under that key, or "".
func (s *Session) Fixture(key string) string { return s.Site.Fixtures[key] }

// PutOff is the step of requests that a target did not process because there were too many (429).
const PutOff = "put off"

// haste is how long a request is sent again that the target puts off.
const haste = time.Minute

// Send sends one request and records it under the step. It never fails: an exchange without response says why. After
// the run was interrupted nothing is sent, and the exchange is not part of the recording. One that comes too soon for the
// target moves to the step PutOff and is sent again: what becomes of a request shows when it is processed.
func (s *Session) Send(step any, call Call) *record.Exchange {
	name := nameOf(step)
	start := s.Now()
	for {
		x := s.send(name, call, 0)
		elapsed := s.Now().Sub(start)
		wait, why := pace(elapsed, x)
		late := s.overrun || elapsed+wait > haste
		if s.overrun = late && x.Is(http.StatusTooManyRequests); late || !x.Is(http.StatusTooManyRequests) {
			return x
		}
		s.tell(Event{Step: name, Wait: wait, Why: why})
		if s.Sleep(s.ctx, wait) != nil {
			return x
		}
		s.Recorder.Move(x, PutOff)
	}
}

// send is one request after so many polls of the step.
func (s *Session) send(step string, call Call, polls int) *record.Exchange {
	x, send := s.prepare(step, call, polls)
	send()
	return x
}

// SendAll sends several requests at the same time, each over a connection of its own, and waits for all of their
// answers. They stand under the one step, in the order given, whichever was answered first.
func (s *Session) SendAll(step any, calls ...Call) []*record.Exchange {
	all := make([]*record.Exchange, len(calls))
	var sends []func()
	for i, call := range calls {
		x, send := s.prepare(nameOf(step), call, 0)
		all[i], sends = x, append(sends, send)
	}
	var group sync.WaitGroup
	for _, send := range sends {
		group.Go(send)
	}
	group.Wait()
	return all
}

// prepare builds a request and gives it its place in the recording. The function that it returns sends it, and is safe
// to call beside those of other requests; it does nothing when there is nothing to send.
func (s *Session) prepare(step string, call Call, polls int) (x *record.Exchange, send func()) {
	x = &record.Exchange{Scenario: s.name, Step: step, Operation: call.Operation, Side: record.Target, Invalid: call.Invalid}
	request, body, err := s.Client.build(s.ctx, s.Site, s.Header(s.Site), call)
	if s.ctx.Err() != nil {
		x.Failure = ended(s.ctx)
		if err == nil {
			x.Request = record.Request{Method: request.Method, URL: request.URL.String()}
		}
		return x, func() {}
	}
	if err != nil {
		s.trouble("scenario %s, step %s: build the request: %v", s.name, step, err)
		x.Failure, x.Slip = "the request could not be built", err.Error()
		return x, func() {}
	}
	request.Header.Set("User-Agent", record.Sender{Tool: s.Client.Tool, Run: s.Client.Run, Scenario: s.agent, Step: step}.String())
	if (call.Path != "" || call.Method != "") && s.Client.foreign(s.Site.Document, request) {
		x.Operation = ""
	}
	x.Request = record.Request{Method: request.Method, URL: request.URL.String(), Header: call.spelled(request.Header.Clone()), Body: body}
	s.tell(Event{Step: step, Polls: polls})
	if call.Invalid == "" {
		x.Slip = s.Client.slip(s.Site.Document, request, body)
		if x.Slip != "" {
			s.trouble("scenario %s, step %s: our request breaks the document: %s", s.name, step, x.Slip)
		}
	}
	s.reached[step] = true
	s.Recorder.Begin(x)
	return x, func() {
		response, failure := s.Client.do(s.ctx, request, body, call)
		x.Limit, x.Hint = failure.ours, failure.hint
		s.Recorder.End(x, response, failure.text)
	}
}

// Poll repeats a call until settled says that it is done, waiting as Pace says, and returns the last exchange. It gives
// up after limit (the run's own limit when that is shorter or limit is 0); done is then false. All exchanges stand
// under the one step.
func (s *Session) Poll(step any, call Call, limit time.Duration, settled func(*record.Exchange) bool) (last *record.Exchange, done bool) {
	if limit == 0 || s.PollLimit < limit {
		limit = s.PollLimit
	}
	name := nameOf(step)
	start := s.Now()
	for polls := 1; ; polls++ {
		last = s.send(name, call, polls-1)
		if settled(last) {
			return last, true
		}
		elapsed := s.Now().Sub(start)
		if s.ctx.Err() != nil || elapsed >= limit {
			return last, false
		}
		wait, why := pace(elapsed, last)
		if rest := limit - elapsed; rest < wait {
			wait, why = rest, ByLimit
		}
		s.tell(Event{Step: name, Polls: polls, Wait: wait, Why: why})
		if s.Sleep(s.ctx, wait) != nil {
			return last, false
		}
	}
}

// Open opens credentials that the target handed out, and records under the step what came of it. What they hold is not
// recorded.
func (s *Session) Open(step any, credentials map[string]any) *record.Exchange {
	name := nameOf(step)
	x := &record.Exchange{Scenario: s.name, Step: name, Side: record.Probed, Request: record.Request{Method: "OPEN", Header: http.Header{}}}
	if s.ctx.Err() != nil {
		x.Failure = ended(s.ctx)
		return x
	}
	opening := record.Opening{Outcome: record.Untried, Reason: "nobody allowed that credentials are opened; see --probe-credentials"}
	if s.Prober != nil {
		x.Request.URL = s.Prober.Where(credentials)
	}
	s.tell(Event{Step: name})
	s.reached[name] = true
	s.Recorder.Begin(x)
	if s.Prober != nil {
		opening = s.Prober.Open(s.ctx, credentials)
	}
	s.Recorder.Opened(x, &opening)
	return x
}

// Hold writes a resource to the ledger. Call it before the request that creates it.
func (s *Session) Hold(r Resource) {
	s.held = append(s.held, r)
	if err := s.Ledger.hold(r); err != nil {
		s.trouble("write to the ledger: %v", err)
	}
}

// Inherit makes the session hold what an earlier one left; the ledger has it already.
func (s *Session) Inherit(held []Resource) { s.held = append(s.held, held...) }

// Release strikes a resource out of the ledger, once the target has shown that it is gone.
func (s *Session) Release(r Resource) {
	s.held = r.without(s.held)
	if err := s.Ledger.gone(r); err != nil {
		s.trouble("write to the ledger: %v", err)
	}
}

// OpenBroker starts a scripted broker for this scenario. An error of it is ours and blocks all steps.
func (s *Session) OpenBroker() (Broker, bool) {
	return opened(s, func(c Counterpart) (Broker, error) { return c.Open(s.ctx, s.name, s.Recorder) })
}

// OpenApart is OpenBroker for a broker with an address of its own, see Counterpart.
func (s *Session) OpenApart(untrusted bool) (ApartBroker, bool) {
	return opened(s, func(c Counterpart) (ApartBroker, error) { return c.OpenApart(s.ctx, s.name, s.Recorder, untrusted) })
}

func opened[B any](s *Session, open func(Counterpart) (B, error)) (broker B, ok bool) {
	if s.Counterpart == nil {
		s.Block(nil, "no scripted broker: the target has to reach one; see --broker-listen and --broker-url")
		return broker, false
	}
	b, err := open(s.Counterpart)
	if err != nil {
		s.trouble("open the scripted broker: %v", err)
		s.Block(nil, "the scripted broker could not be opened: %v", err)
		return broker, false
	}
	return b, true
}

func (s *Session) trouble(format string, args ...any) {
	s.troubles = append(s.troubles, fmt.Sprintf(format, args...))
}

// Close ends the session and returns what it leaves: the absent steps, our own troubles, and what is still held, to be
// removed last in first out.
func (s *Session) Close() (absent map[string]record.Absence, troubles []string, held []Resource) {
	if s.ctx.Err() != nil {
		s.leave(record.Blocked, nil, record.Reason{Text: ended(s.ctx)}, s.steps)
	}
	for _, step := range s.steps {
		if _, known := s.absent[step]; !known && !s.reached[step] {
			s.absent[step] = record.Because(record.NotExercised, nil, record.Text("the scenario did not come to step %s", step))
		}
	}
	return s.absent, s.troubles, s.held
}
