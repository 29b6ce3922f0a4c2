package record

import (
	"sync"
	"time"
)

// Recorder collects the exchanges of scenarios that run side by side. It is safe for concurrent use.
type Recorder struct {
	now     func() time.Time
	started time.Time

	mu        sync.Mutex
	sequence  int
	exchanges []*Exchange
	finished  bool
}

// NewRecorder returns an empty recorder that reads the time from now.
func NewRecorder(now func() time.Time) *Recorder {
	return &Recorder{now: now, started: now()}
}

// Begin adds an exchange whose request is about to be sent, or has just arrived, and gives it its place in time.
func (r *Recorder) Begin(x *Exchange) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.finished {
		return
	}
	r.sequence++
	x.sequence = r.sequence
	x.Start = r.now().Sub(r.started)
	r.exchanges = append(r.exchanges, x)
}

// End completes an exchange with its response, or with why there is none.
func (r *Recorder) End(x *Exchange, response *Response, failure string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.finished {
		return
	}
	if response == nil && failure == "" {
		failure = "no answer came"
	}
	x.Response, x.Failure = response, failure
	x.Duration = r.now().Sub(r.started) - x.Start
}

// Move puts an exchange that has ended under another step.
func (r *Recorder) Move(x *Exchange, step string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.finished {
		x.Step = step
	}
}

// Opened completes an exchange with what came of opening credentials.
func (r *Recorder) Opened(x *Exchange, opening *Opening) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.finished {
		return
	}
	x.Opening = opening
	x.Duration = r.now().Sub(r.started) - x.Start
}

// Finish numbers the exchanges and puts them into the recording. An exchange that is still open is closed with a note:
// nothing may change it afterwards.
func (r *Recorder) Finish(recording *Recording) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.finished = true
	recording.Started, recording.Duration = r.started, r.now().Sub(r.started)
	for _, x := range r.exchanges {
		if x.Response == nil && x.Opening == nil && x.Failure == "" {
			x.Failure = "the run ended before an answer came"
		}
		recording.Exchanges = append(recording.Exchanges, x)
	}
	recording.number()
}
