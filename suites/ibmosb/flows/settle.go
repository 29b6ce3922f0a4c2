package flows

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// Accepted reports whether a creation, update or deletion was done or begun.
func Accepted(x *record.Exchange) bool {
	return x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted)
}

// Refused reports whether the request was answered with a client error (4xx).
func Refused(x *record.Exchange) bool { return x.Status()/100 == 4 }

// settle polls a begun operation to its end and reports whether it succeeded; what is no 202 is taken as it is. What
// keeps the scenario from going on is blocked, with the reason.
func settle(s *scenario.Session, step string, began *record.Exchange, poll scenario.Call) bool {
	if !began.Is(http.StatusAccepted) {
		s.Skip(began, fmt.Sprintf("%s was answered %s, so there is nothing to poll", began, began.Got()), step)
		return Accepted(began)
	}
	last, done := s.Poll(step, poll, 0, ended)
	state := last.Object()["state"]
	switch {
	case !done:
		s.Block(last, "the operation that %s began did not end within %s; see --poll-limit", began, s.PollLimit.Round(time.Second))
	case last.Is(http.StatusNotFound, http.StatusGone) && began.Operation == "deprovision", state == "succeeded":
		return true
	default:
		s.Block(last, "the operation that %s began ended with %s, state %v", began, last.Got(), state)
	}
	return false
}

// ended reports whether a poll's answer is the last: a final state, or a status that waiting does not change. The
// platform goes on polling on any other.
func ended(x *record.Exchange) bool {
	switch x.Status() {
	case http.StatusOK:
		state := x.Object()["state"]
		return state == "succeeded" || state == "failed"
	case http.StatusUnauthorized, http.StatusNotFound, http.StatusGone:
		return true
	}
	return false
}

// variant is a creation that differs from the plain one in what some brokers wrongly insist on.
type variant struct {
	step   string
	change func(*instance)
}

func variants() []variant {
	return []variant{
		{"provision with guids", func(i *instance) { i.guids = true }},
		{"provision without location", func(i *instance) { delete(i.parameters, "location") }},
		{"provision with region", func(i *instance) { i.region = true }},
	}
}

// create provisions the instance and waits for it. Where the plain request is refused it finds out which of the
// variants, each with an id of its own, the broker takes, and goes on with that.
func create(s *scenario.Session, i *instance, tries ...variant) bool {
	s.Hold(i.resource())
	x := s.Send("provision", i.provision())
	for _, v := range tries {
		if Accepted(x) {
			s.Skip(x, "the plain request was accepted", v.step)
			continue
		}
		other := i.fresh()
		v.change(other)
		s.Hold(other.resource())
		if y := s.Send(v.step, other.provision()); Accepted(y) {
			*i, x = *other, y
		}
	}
	if !Accepted(x) {
		s.Block(x, "the plain valid request %s was answered %s, expected success; if the broker needs parameters of its own, see --parameters", x, x.Got())
		return false
	}
	return settle(s, "poll provision", x, i.poll(x))
}

// destroy deletes the instance and waits until it is gone.
func destroy(s *scenario.Session, i *instance) bool {
	x := s.Send("deprovision", i.deprovision())
	switch {
	case !Accepted(x):
		s.Block(x, "the instance was not removed: %s was answered %s", x, x.Got())
		return false
	case !settle(s, "poll deprovision", x, i.poll(x)):
		return false
	}
	s.Release(i.resource())
	return true
}

// patience is how long a removal that the broker refuses for the moment is asked for again.
const patience = time.Minute

// passing reports whether a removal was refused for reasons that may pass: there was no answer, or the broker, or what
// stands before it, is busy or out of order. Any other refusal is final.
func passing(x *record.Exchange) bool {
	return x.Status() == 0 || x.Status() >= 500 || x.Is(http.StatusUnprocessableEntity, http.StatusRequestTimeout, http.StatusTooManyRequests)
}

// Remove deletes an instance or a binding and waits until it is gone. A broker that is still busy with it, or out of
// order, is asked again.
func Remove(s *scenario.Session, r scenario.Resource) error {
	i := &instance{s: s, id: r.ID, service: r.Attributes["service_id"], plan: r.Attributes["plan_id"]}
	call := i.deprovision()
	if r.Kind == "binding" {
		i.id = r.Attributes["instance_id"]
		call = (&binding{instance: i, id: r.ID}).unbind()
	}
	last, _ := s.Poll("clean-up", call, patience, func(x *record.Exchange) bool { return !passing(x) })
	switch {
	case last.Is(200, 404, 410):
		return nil
	case !last.Is(202):
		return fmt.Errorf("%s was answered %s", last, last.Got())
	}
	last, _ = s.Poll("clean-up", i.poll(last), 0, ended)
	switch {
	case last.Is(404, 410), last.Object()["state"] == "succeeded":
		return nil
	case last.Object()["state"] == "failed":
		return errors.New("the broker says that the removal failed")
	}
	return fmt.Errorf("the removal did not end: %s was answered %s", last, last.Got())
}
