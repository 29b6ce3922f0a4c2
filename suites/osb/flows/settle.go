package flows

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// settle polls an accepted operation to its end. An exchange that was not a 202 began nothing, and there is nothing to
// wait for. It returns false, and blocks what follows with the reason, when the operation failed or did not end.
func settle(s *scenario.Session, step any, began *record.Exchange, poll scenario.Call) bool {
	if !began.Is(http.StatusAccepted) {
		s.Skip(began, fmt.Sprintf("%s was answered %s, so there is nothing to poll", began, began.Got()), step)
		return true
	}
	if !pollable(s, poll) {
		s.Block(began, "%s was answered 202, and version %s has nothing to poll that with", began, s.Version())
		return false
	}
	last, done := s.Poll(step, poll, 0, ended)
	removes := began.Operation == "deprovision" || began.Operation == "unbind"
	switch {
	case !done:
		s.Block(last, "the operation that %s began did not end within %s; see --poll-limit", began, s.PollLimit.Round(time.Second))
	case last.Is(http.StatusGone, http.StatusNotFound) && removes, last.Object()["state"] == "succeeded":
		return true
	case !last.Is(http.StatusOK):
		s.Block(last, "the operation that %s began cannot be followed: %s was answered %s", began, last, last.Got())
	default:
		s.Block(last, "the operation that %s began ended with state %v", began, last.Object()["state"])
	}
	return false
}

// pollable reports whether the version under test has the operation that polls.
func pollable(s *scenario.Session, poll scenario.Call) bool {
	return s.Site.Document.Operation(poll.Operation) != nil
}

// drain waits for the end of work that a broker accepted though nobody meant it to, so that it disturbs nothing later.
func drain(s *scenario.Session, x *record.Exchange, poll scenario.Call) {
	if x.Is(http.StatusAccepted) && pollable(s, poll) {
		s.Poll("drain", poll, 0, ended)
	}
}

// ended reports whether a poll's answer is the last: a final state, or a status that cannot change by waiting.
func ended(x *record.Exchange) bool {
	switch x.Status() {
	case 200:
		state := x.Object()["state"]
		return state == "succeeded" || state == "failed"
	case 404, 410, 401, 412:
		return true
	}
	return false
}

// discard removes a resource that a scenario does not need any longer. What cannot be removed is left to the clean-up.
func discard(s *scenario.Session, r scenario.Resource) {
	if Remove(s, r) == nil {
		s.Release(r)
	}
}

// patience is how long a removal that the broker refuses for the moment is asked for again.
const patience = time.Minute

// Remove deletes an instance or a binding and waits until it is gone. A broker that is still busy with it, or out of
// order, is asked again.
func Remove(s *scenario.Session, r scenario.Resource) error {
	i := &instance{id: r.ID, plan: plan{service: r.Attributes["service_id"], id: r.Attributes["plan_id"]}, s: s}
	call, poll := i.deprovision(true), i.poll
	if r.Kind == "binding" {
		i.id = r.Attributes["instance_id"]
		b := &binding{id: r.ID, instance: i}
		call, poll = b.unbind(true), b.poll
	}
	last, _ := s.Poll("clean-up", call, patience, func(x *record.Exchange) bool {
		return x.Status() > 0 && x.Status() < 500 && x.Status() != http.StatusUnprocessableEntity && !Unavailable(x)
	})
	switch {
	case last.Is(200, 404, 410):
		return nil
	case !last.Is(202):
		return fmt.Errorf("%s was answered %s", last, last.Got())
	}
	if !pollable(s, poll(last)) { // it is asked for until there is nothing left to remove
		last, _ = s.Poll("clean-up", call, 0, func(x *record.Exchange) bool { return x.Is(200, 404, 410) })
		if last.Is(200) {
			return nil
		}
	} else {
		last, _ = s.Poll("clean-up", poll(last), 0, ended)
	}
	if last.Is(404, 410) || last.Object()["state"] == "succeeded" {
		return nil
	}
	if last.Object()["state"] == "failed" {
		return errors.New("the broker says that the removal failed")
	}
	return fmt.Errorf("the removal did not end: %s was answered %s", last, last.Got())
}

// Worked reports whether a request was served.
func Worked(x *record.Exchange) bool {
	return x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted)
}

// Unavailable reports whether a request was refused for reasons that are not its own: the broker, or what stands before
// it, is busy or out of order for the moment.
func Unavailable(x *record.Exchange) bool {
	return x.Is(http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout) ||
		x.Is(http.StatusUnprocessableEntity) && Text(x.Object(), "error") == "ConcurrencyError"
}

// Sent returns a member of the body that an exchange sent.
func Sent(x *record.Exchange, member string) any {
	value, _ := x.Request.Body.JSON()
	object, _ := value.(map[string]any)
	return object[member]
}

// Text is a member of an object, where that is a text.
func Text(object map[string]any, member string) string {
	value, _ := object[member].(string)
	return value
}
