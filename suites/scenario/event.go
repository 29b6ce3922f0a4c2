package scenario

import "time"

// Event is what a scenario is doing: it sends a request, or waits before it polls again.
type Event struct {
	// Scenario and Step say where it is.
	Scenario, Step string
	// Held is how many resources it holds on the target.
	Held int
	// Polls is how often it has polled in this step. Wait is how long it waits before the next poll, 0 while a
	// request is under way, and Why is what decided that.
	Polls int
	Wait  time.Duration
	Why   Reason
}

// Reason is what decided how long a scenario waits before it polls again.
type Reason string

// The wait comes from our own pace, from the target's Retry-After, or is what is left of a limit.
const (
	ByPace       Reason = "pace"
	ByRetryAfter Reason = "Retry-After"
	ByLimit      Reason = "limit"
)

func (s *Session) tell(e Event) {
	if s.Progress != nil {
		e.Scenario, e.Held = s.name, len(s.held)
		s.Progress(e)
	}
}
