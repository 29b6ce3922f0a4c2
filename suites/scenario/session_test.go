package scenario

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"conformance/suites/record"
)

// answer is a transport that answers by itself.
type answer func(*http.Request) (*http.Response, error)

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) { return a(r) }

func reply(status int, header http.Header, body string) (*http.Response, error) {
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func always(status int, header http.Header) answer {
	return func(*http.Request) (*http.Response, error) { return reply(status, header, "{}") }
}

func never(*record.Exchange) bool { return false }

func TestPace(t *testing.T) {
	retry := func(pairs ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			h.Set(pairs[i], pairs[i+1])
		}
		return h
	}
	const date = "Wed, 21 Oct 2015 07:28:00 GMT"
	for name, c := range map[string]struct {
		elapsed time.Duration
		header  http.Header
		want    time.Duration
	}{
		"at first":               {0, nil, 50 * time.Millisecond},
		"a quarter":              {4 * time.Second, nil, time.Second},
		"at most":                {time.Hour, nil, 5 * time.Second},
		"seconds":                {0, retry("Retry-After", "7"), 7 * time.Second},
		"fewer than we wait":     {time.Hour, retry("Retry-After", "1"), 5 * time.Second},
		"too many":               {0, retry("Retry-After", "86400"), 5 * time.Minute},
		"more than a number":     {0, retry("Retry-After", "99999999999999999999"), 50 * time.Millisecond},
		"zero":                   {0, retry("Retry-After", "0"), 50 * time.Millisecond},
		"negative":               {0, retry("Retry-After", "-5"), 50 * time.Millisecond},
		"no number":              {0, retry("Retry-After", "soon"), 50 * time.Millisecond},
		"empty":                  {0, retry("Retry-After", ""), 50 * time.Millisecond},
		"a date":                 {0, retry("Retry-After", "Wed, 21 Oct 2015 07:28:09 GMT", "Date", date), 9 * time.Second},
		"a date long ago":        {0, retry("Retry-After", "Wed, 21 Oct 2014 07:28:09 GMT", "Date", date), 50 * time.Millisecond},
		"a date far ahead":       {0, retry("Retry-After", "Wed, 21 Oct 2115 07:28:09 GMT", "Date", date), 5 * time.Minute},
		"a date by nobody's now": {0, retry("Retry-After", date), 50 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Pace(c.elapsed, &record.Exchange{Response: &record.Response{Header: c.header}}); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	for _, none := range []*record.Exchange{nil, {Failure: "closed"}} {
		if got := Pace(0, none); got != firstWait {
			t.Errorf("without response: %s", got)
		}
	}
}

// TestPollLimits: an operation that never ends is asked for until its limit, and once more at it.
func TestPollLimits(t *testing.T) {
	for name, c := range map[string]struct {
		own, limit, want time.Duration
		transport        answer
	}{
		"the run's own":        {time.Minute, 0, time.Minute, always(200, nil)},
		"the operation's":      {time.Minute, 10 * time.Second, 10 * time.Second, always(200, nil)},
		"the shorter":          {time.Minute, time.Hour, time.Minute, always(200, nil)},
		"patience is bounded":  {time.Minute, 0, time.Minute, always(200, http.Header{"Retry-After": {"3600"}})},
		"a target that closes": {time.Minute, 0, time.Minute, func(*http.Request) (*http.Response, error) { return nil, io.EOF }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := against(t, "http://target.example.com", c.transport)
				s.PollLimit = c.own
				session := s.start(t.Context())
				start := time.Now()
				last, done := session.Poll("one", catalog(), c.limit, never)
				if elapsed := time.Since(start); done || elapsed != c.want || last == nil {
					t.Errorf("done %v after %s, want %s", done, elapsed, c.want)
				}
				if polls := session.recorded(t, "one"); polls < 2 || polls > 60 {
					t.Errorf("%d polls", polls)
				}
			})
		})
	}
}

// recorded counts the exchanges of a step.
func (s *Session) recorded(t *testing.T, step string) int {
	t.Helper()
	r := &record.Recording{Scenarios: []record.Scenario{{Name: s.name}}}
	s.Recorder.Finish(r)
	return len(r.Steps(s.name, []string{step})[0].Exchanges)
}

// TestTooManyRequests: what a target puts off is sent again, and stands under a step of its own.
func TestTooManyRequests(t *testing.T) {
	for name, c := range map[string]struct {
		refusals, requests int
		header             http.Header
		status             int
		took               time.Duration
	}{
		"for a while":        {2, 3, http.Header{"Retry-After": {"7"}}, http.StatusOK, 14 * time.Second},
		"too long":           {1, 1, http.Header{"Retry-After": {"70"}}, http.StatusTooManyRequests, 0},
		"without saying why": {1, 2, nil, http.StatusOK, firstWait},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				s := against(t, "http://target.example.com", answer(func(*http.Request) (*http.Response, error) {
					if n++; n <= c.refusals {
						return reply(http.StatusTooManyRequests, c.header, "{}")
					}
					return reply(http.StatusOK, nil, "{}")
				}))
				start := time.Now()
				x := s.start(t.Context()).Send("one", catalog())
				if x.Status() != c.status || x.Step != "one" || n != c.requests || time.Since(start) != c.took {
					t.Errorf("got %s under %q after %d requests and %s, want %+v", x.Got(), x.Step, n, time.Since(start), c)
				}
				var recording record.Recording
				s.Recorder.Finish(&recording)
				for _, put := range recording.Exchanges[:n-1] {
					if put.Step != PutOff {
						t.Errorf("%s stands under %q, want %q", put.Got(), put.Step, PutOff)
					}
				}
			})
		})
	}
}

// TestTooManyRequestsForGood: a target that puts off everything is waited for once.
func TestTooManyRequestsForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := against(t, "http://target.example.com", answer(func(*http.Request) (*http.Response, error) {
			return reply(http.StatusTooManyRequests, nil, "{}")
		})).start(t.Context())
		s.Send("one", catalog())
		start := time.Now()
		if x := s.Send("two", catalog()); x.Status() != http.StatusTooManyRequests || time.Since(start) != 0 {
			t.Errorf("got %s after %s", x.Got(), time.Since(start))
		}
	})
}

func TestPollSettles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		s := against(t, "http://target.example.com", answer(func(*http.Request) (*http.Response, error) { n++; return reply(200+n, nil, "{}") }))
		session := s.start(t.Context())
		last, done := session.Poll("one", catalog(), 0, func(x *record.Exchange) bool { return x.Is(203) })
		if !done || last.Status() != 203 || n != 3 {
			t.Errorf("done %v, last %v, %d polls", done, last.Got(), n)
		}
	})
}

// TestInterrupt: nothing is sent any more, waits end, and what was not reached is blocked by the interrupt.
func TestInterrupt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		s := against(t, "http://target.example.com", answer(func(*http.Request) (*http.Response, error) { sent++; return reply(200, nil, "{}") }))
		ctx, cancel := context.WithCancel(t.Context())
		session := s.start(ctx)
		go func() { time.Sleep(10 * time.Second); cancel() }()
		start := time.Now()
		if _, done := session.Poll("one", catalog(), 0, never); done || time.Since(start) != 10*time.Second {
			t.Errorf("done %v after %s", done, time.Since(start))
		}
		before := sent
		x := session.Send("two", catalog())
		if sent != before || x.Failure != "the run was interrupted" || x.String() != "GET /v2/catalog" {
			t.Errorf("%d more requests; %s: %q", sent-before, x, x.Failure)
		}
		session.Block(x, "it did not work")
		absent, faults, _ := session.Close()
		want := map[string]record.Absence{"two": {Class: record.Blocked, Reason: record.Reason{Text: "it did not work"}}, "three": {Class: record.Blocked, Reason: record.Reason{Text: "it did not work"}}}
		if diff := cmp.Diff(want, absent, cmpopts.IgnoreUnexported(record.Absence{})); diff != "" || len(faults) > 0 {
			t.Errorf("%s faults %v", diff, faults)
		}
		again := s.start(ctx)
		absent, _, _ = again.Close()
		if one := absent["one"]; one.Class != record.Blocked || one.Text != "the run was interrupted" {
			t.Errorf("not begun: %+v", absent["one"])
		}
	})
}

// TestInterruptWhileWaiting: a request that is under way ends, and says why.
func TestInterruptWhileWaiting(t *testing.T) {
	for name, c := range map[string]struct {
		context func(context.Context) (context.Context, context.CancelFunc)
		want    string
	}{
		"interrupted": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		}, "the run was interrupted"},
		"a limit around it": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeoutCause(ctx, time.Second, errors.New("a second is enough"))
		}, "a second is enough"},
		"its own limit": {func(ctx context.Context) (context.Context, context.CancelFunc) { return context.WithCancel(ctx) }, "no answer within 5s; see --timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				hang := answer(func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() })
				ctx, cancel := c.context(t.Context())
				defer cancel()
				if x := against(t, "http://target.example.com", hang).start(ctx).Send("one", catalog()); x.Failure != c.want {
					t.Errorf("failure %q, want %q", x.Failure, c.want)
				}
			})
		})
	}
}

func TestAbsences(t *testing.T) {
	s := against(t, "http://target.example.com", always(500, nil))
	session := s.start(t.Context())
	x := session.Send("one", catalog())
	session.SkipFor(x, record.Lacking("key").For("not %s", "here"), "one", "two")
	session.Block(x, "%s was answered %s", x, x.Got())
	session.Block(x, "later reasons do not count")
	absent, _, _ := session.Close()
	r := &record.Recording{Scenarios: []record.Scenario{{Name: "flow", Absent: absent}}}
	s.Recorder.Finish(r)
	want := map[string]record.Absence{
		"two":   {Class: record.NotApplicable, Reason: record.Reason{Text: "not here", Fixtures: []string{"key"}}, Exchange: 1},
		"three": {Class: record.Blocked, Reason: record.Reason{Text: "GET /v2/catalog was answered 500"}, Exchange: 1},
	}
	if diff := cmp.Diff(want, r.Scenarios[0].Absent, cmpopts.IgnoreUnexported(record.Absence{})); diff != "" {
		t.Error(diff)
	}
	quiet := s.start(t.Context())
	absent, _, _ = quiet.Close()
	if absent["two"].Class != record.NotExercised || absent["two"].Text != "the scenario did not come to step two" {
		t.Errorf("a step without reason: %+v", absent["two"])
	}
}

func TestHeld(t *testing.T) {
	var book bytes.Buffer
	s := against(t, "http://target.example.com", always(200, nil))
	var err error
	if s.Ledger, err = NewLedger(&book, LedgerHead{Run: "r"}); err != nil {
		t.Fatal(err)
	}
	session := s.start(t.Context())
	for _, id := range []string{"a", "b", "c"} {
		session.Hold(Resource{Kind: "instance", ID: id})
	}
	session.Release(Resource{Kind: "binding", ID: "b"})
	session.Release(Resource{Kind: "instance", ID: "b"})
	_, faults, held := session.Close()
	if fmt.Sprint(held) != "[instance a instance c]" || len(faults) > 0 {
		t.Errorf("held %v, faults %v", held, faults)
	}
	_, left, err := ReadLedger(&book)
	if err != nil || fmt.Sprint(left) != "[instance a instance c]" {
		t.Errorf("the ledger holds %v: %v", left, err)
	}
}

// broken is a file on a full disk.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestLedgerTrouble(t *testing.T) {
	if _, err := NewLedger(broken{}, LedgerHead{}); err == nil {
		t.Error("a ledger without head was begun")
	}
	s := against(t, "http://target.example.com", always(200, nil))
	s.Ledger = ContinueLedger(broken{})
	session := s.start(t.Context())
	session.Hold(Resource{Kind: "instance", ID: "a"})
	session.Release(Resource{Kind: "instance", ID: "a"})
	_, faults, _ := session.Close()
	if diff := cmp.Diff([]string{"write to the ledger: disk full", "write to the ledger: disk full"}, faults); diff != "" {
		t.Error(diff)
	}
	s.Ledger = nil
	session = s.start(t.Context())
	session.Hold(Resource{Kind: "instance", ID: "a"})
	if _, faults, held := session.Close(); len(faults) != 0 || len(held) != 1 {
		t.Errorf("without ledger: faults %v, held %v", faults, held)
	}
}

type counterpart struct{ err error }

func (c counterpart) Open(context.Context, string, *record.Recorder) (Broker, error) {
	return nil, c.err
}

func (c counterpart) OpenApart(context.Context, string, *record.Recorder, bool) (ApartBroker, error) {
	return nil, c.err
}

func TestOpenBroker(t *testing.T) {
	s := against(t, "http://target.example.com", always(200, nil))
	session := s.start(t.Context())
	if _, ok := session.OpenBroker(); ok {
		t.Error("a broker was opened without counterpart")
	}
	absent, faults, _ := session.Close()
	if !strings.Contains(absent["one"].Text, "--broker-listen") || len(faults) > 0 {
		t.Errorf("absent %v, faults %v", absent, faults)
	}
	s.Counterpart = counterpart{errors.New("port taken")}
	session = s.start(t.Context())
	if _, ok := session.OpenBroker(); ok {
		t.Error("a broker was opened in spite of an error")
	}
	if absent, faults, _ := session.Close(); absent["one"].Class != record.Blocked || len(faults) != 1 {
		t.Errorf("absent %v, faults %v", absent, faults)
	}
	s.Counterpart = counterpart{}
	if _, ok := s.start(t.Context()).OpenBroker(); !ok {
		t.Error("no broker")
	}
}

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		if err := Sleep(t.Context(), time.Minute); err != nil || time.Since(start) != time.Minute {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := Sleep(ctx, time.Minute); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	})
}

// TestSendAll: all requests are under way before the first is answered, and stand in the order in which they were given.
func TestSendAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var underWay sync.WaitGroup
		underWay.Add(3)
		s := against(t, "http://target.example.com", answer(func(r *http.Request) (*http.Response, error) {
			underWay.Done()
			underWay.Wait()
			seconds, _ := strconv.Atoi(r.URL.Query().Get("wait"))
			time.Sleep(time.Duration(seconds) * time.Second)
			return reply(200+seconds, nil, "{}")
		}))
		session := s.start(t.Context())
		var calls []Call
		for _, wait := range []string{"3", "1", "2"} {
			call := catalog()
			call.Query = url.Values{"wait": {wait}}
			calls = append(calls, call)
		}
		got := session.SendAll("one", calls...)
		r := &record.Recording{Scenarios: []record.Scenario{{Name: "flow"}}}
		s.Recorder.Finish(r)
		for i, want := range []int{203, 201, 202} {
			if x := r.Exchanges[i]; x != got[i] || x.Status() != want || x.Step != "one" || x.Start != 0 || x.Duration != time.Duration(want-200)*time.Second {
				t.Errorf("exchange %d: %d in step %s after %s, want %d", i+1, x.Status(), x.Step, x.Duration, want)
			}
		}
	})
}

// TestPatience: a call that makes the target wait may take longer than others.
func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := against(t, "http://target.example.com", answer(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})).start(t.Context())
		start := time.Now()
		call := catalog()
		call.Patience = time.Minute
		x := s.Send("one", call)
		if took := time.Since(start); took != 65*time.Second || x.Failure != "no answer within 1m5s; see --timeout" {
			t.Errorf("%q after %s", x.Failure, took)
		}
	})
}

// TestForeignMethod: a request with a method that its path does not have is none of the document's operations.
func TestForeignMethod(t *testing.T) {
	s := against(t, "http://target.example.com", answer(func(*http.Request) (*http.Response, error) { return reply(404, nil, "{}") })).start(t.Context())
	x := s.Send("one", Call{Operation: "provision", Path: "/v2/catalog", Invalid: "the path has no such method"})
	if x.Operation != "" || x.Request.Method != http.MethodPut {
		t.Errorf("got %s of operation %q, want a PUT of none", x, x.Operation)
	}
}
