package flows

import (
	"net/http"
	"slices"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// States that say that nothing more will come. Other words, known or not, mean that it is worth to wait.
var (
	readyStates  = []string{"healthy", "bound", "running"}
	failedStates = []string{"failed", "failing", "lost", "crashloopbackoff"}
)

// settled reports whether the wait for a database is over: a public one shows how it is reached from outside as well,
// or says that it is ready without.
func settled(public bool) func(*record.Exchange) bool {
	return func(x *record.Exchange) bool {
		service := Entity(x)
		state, _ := service["state"].(string)
		details := DetailsOf(x)
		return isFinal(x) || slices.Contains(failedStates, state) ||
			len(details.Internal) > 0 && (!public || len(details.External) > 0 || slices.Contains(readyStates, state))
	}
}

// isFinal reports whether an answer will not become another by waiting; a service that is new may not be found at once.
func isFinal(x *record.Exchange) bool { return IsRefusal(x) && !x.Is(http.StatusNotFound) }

// Details are the two parts of connection_details, nil where an answer has none.
type Details struct{ All, Internal, External map[string]any }

// DetailsOf reads connection_details of an answer.
func DetailsOf(x *record.Exchange) Details {
	all, _ := Entity(x)["connection_details"].(map[string]any)
	internal, _ := all["internal"].(map[string]any)
	external, _ := all["external"].(map[string]any)
	return Details{all, internal, external}
}

// await polls a new database until it shows its connection details, and reads it once more. It reports whether they
// came; when they did not, the caller blocks what needs them, after everything else is done.
func await(s *scenario.Session, poll, read record.Step, uuid string, public bool) (*record.Exchange, bool) {
	last, _ := s.Poll(poll, get(uuid), 0, settled(public))
	if len(DetailsOf(last).Internal) == 0 {
		return last, false
	}
	return s.Send(read, get(uuid)), true
}

// late blocks the steps that are not reached yet, because a database never showed its connection details.
func late(s *scenario.Session, last *record.Exchange) {
	s.Block(last, "no connection details for the new database within %s: %s was last answered %s; see --poll-limit",
		s.PollLimit.Round(time.Second), last, last.Got())
}

// unmade blocks the steps that are not reached yet, because a valid creation was refused or answered nothing to go on.
func unmade(s *scenario.Session, x *record.Exchange) {
	s.Block(x, "the valid request %s was answered %s without the uuid of a new service; see --fixture project_id and resource_id", x, x.Got())
}
