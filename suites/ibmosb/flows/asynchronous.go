package flows

import (
	"net/http"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// AsynchronousRun is one instance of a plan that works asynchronously only.
type AsynchronousRun struct {
	NotOptedIn    record.Step `step:"provision without accepts_incomplete"`
	OptedOut      record.Step `step:"provision with accepts_incomplete=false"`
	DeleteRefused record.Step `step:"deprovision the refused ids"`

	Provision        record.Step `step:"provision"`
	Again            record.Step `step:"provision again in progress"`
	Conflict         record.Step `step:"provision with another plan in progress"`
	Busy             record.Step `step:"update in progress"`
	Polled           record.Step `step:"poll in progress"`
	WithoutHints     record.Step `step:"poll without hints"`
	WithoutIdentity  record.Step `step:"poll without identity"`
	ProvisionPolls   record.Step `step:"poll provision"`
	Provisioned      record.Step `step:"provision after success"`
	PollsAfterEnd    record.Step `step:"poll after the end"`
	ProvisionedStill record.Step `step:"provision after further polls"`
	Bind             record.Step `step:"bind"`
	Unbind           record.Step `step:"unbind"`

	UpdateNotOptedIn record.Step `step:"update without accepts_incomplete"`
	Update           record.Step `step:"update"`
	UpdateAgain      record.Step `step:"update again in progress"`
	UpdatePolled     record.Step `step:"poll update in progress"`
	UpdatePolls      record.Step `step:"poll update"`

	DeleteNotOptedIn record.Step `step:"deprovision without accepts_incomplete"`
	Delete           record.Step `step:"deprovision"`
	DeleteAgain      record.Step `step:"deprovision again in progress"`
	DeletePolled     record.Step `step:"poll deprovision in progress"`
	DeletePolls      record.Step `step:"poll deprovision"`
	DeletedAgain     record.Step `step:"deprovision again"`

	Failing      record.Step `step:"provision that fails"`
	FailingPolls record.Step `step:"poll provision that fails"`
}

// Asynchronous works with the plan that the owner names, or finds out whether the first plan is asynchronous.
var Asynchronous = scenario.New[AsynchronousRun](scenario.Scenario{
	Name: "asynchronous", Title: "one instance of an asynchronous plan, with everything asked while it is busy",
	Operations: []string{"provision", "instance-last-operation", "update", "deprovision", "bind", "unbind"},
	Instances:  2, Bindings: 1,
	Needs: asynchronousPlan,
	Record: func(s *scenario.Session) {
		i := newInstance(s)
		if !optIn(s, i) {
			return
		}
		i = i.fresh()
		if begin(s, i) && operate(s, i) {
			dismantle(s, i)
			fail(s, i.fresh())
		}
	},
})

// optIn asks without accepts_incomplete, which shows whether the plan is asynchronous only.
func optIn(s *scenario.Session, i *instance) bool {
	s.Hold(i.resource())
	x := s.Send("provision without accepts_incomplete", without(i.provision(), "accepts_incomplete"))
	if !x.Is(http.StatusUnprocessableEntity) {
		if Accepted(x) && !x.Is(http.StatusAccepted) {
			s.SkipRestFor(x, record.Lacking("async_plan_id").For("the plan works synchronously"))
		} else {
			s.Block(x, "the plain request %s was answered %s, expected 422 of an asynchronous plan or 201", x, x.Got())
		}
		return false
	}
	other := i.fresh()
	call := other.provision()
	call.Query.Set("accepts_incomplete", "false")
	s.Hold(other.resource())
	refusal := s.Send("provision with accepts_incomplete=false", call)
	s.Send("deprovision the refused ids", i.deprovision())
	if Refused(refusal) {
		s.Send("deprovision the refused ids", other.deprovision())
	}
	return true
}

func begin(s *scenario.Session, i *instance) bool {
	s.Hold(i.resource())
	x := s.Send("provision", i.provision())
	if !x.Is(http.StatusAccepted) {
		if Accepted(x) {
			s.Send("provision again in progress", i.provision())
			s.SkipRest(x, "the plan was provisioned at once")
		} else {
			s.Block(x, "the plain valid request %s was answered %s, expected 202", x, x.Got())
		}
		return false
	}
	s.Send("provision again in progress", i.provision())
	if other := s.Subject["other_plan_id"]; other != "" {
		s.Send("provision with another plan in progress", with(i.provision(), "plan_id", other))
	} else {
		s.Skip(nil, "the service has only one plan", "provision with another plan in progress")
	}
	busy := i.update(nil)
	busy.Query = accepting(nil)
	s.Send("update in progress", busy)
	poll := i.poll(x)
	s.Send("poll in progress", poll)
	s.Send("poll without hints", without(poll, "service_id", "plan_id"))
	s.Send("poll without identity", sending(poll, identityHeader, ""))
	if !settle(s, "poll provision", x, poll) {
		return false
	}
	s.Send("provision after success", i.provision())
	s.Send("poll after the end", poll)
	s.Send("poll after the end", poll)
	s.Send("provision after further polls", i.provision())
	return true
}

// operate binds and updates the instance.
func operate(s *scenario.Session, i *instance) bool {
	if s.Subject["bindable"] == "" {
		s.Skip(nil, "the plan is not bindable", "bind", "unbind")
	} else {
		b := i.newBinding("resource-binding", application(s))
		s.Hold(b.held())
		if x := s.Send("bind", b.bind()); !Accepted(x) {
			s.Skip(x, "the binding was refused", "unbind")
		} else if s.Send("unbind", b.unbind()).Is(http.StatusOK) {
			s.Release(b.held())
		}
	}
	var changes map[string]any
	if known, unknown := parameters(s, "update_parameters"); unknown.None() {
		changes = map[string]any{"parameters": merged(i.parameters, known)}
	}
	s.Send("update without accepts_incomplete", i.update(changes))
	call := i.update(changes)
	call.Query = accepting(nil)
	x := s.Send("update", call)
	if !x.Is(http.StatusAccepted) {
		s.Skip(x, "the update was not made asynchronously", "update again in progress", "poll update in progress", "poll update")
		return true
	}
	s.Send("update again in progress", call)
	s.Send("poll update in progress", i.poll(x))
	return settle(s, "poll update", x, i.poll(x))
}

func dismantle(s *scenario.Session, i *instance) {
	steps := []string{"deprovision", "deprovision again in progress", "poll deprovision in progress", "poll deprovision"}
	x := s.Send("deprovision without accepts_incomplete", without(i.deprovision(), "accepts_incomplete"))
	if x.Is(http.StatusOK) {
		s.Skip(x, "the broker deletes at once", steps)
	} else {
		x = s.Send("deprovision", i.deprovision())
		if x.Is(http.StatusAccepted) {
			s.Send("deprovision again in progress", i.deprovision())
			s.Send("poll deprovision in progress", i.poll(x))
		} else {
			s.Skip(x, "the instance was not deleted asynchronously", steps[1:])
		}
		if !Accepted(x) || !settle(s, "poll deprovision", x, i.poll(x)) {
			return
		}
	}
	s.Release(i.resource())
	s.Send("deprovision again", i.deprovision())
}

// fail begins a creation that cannot succeed. What is left of it is for the clean-up.
func fail(s *scenario.Session, i *instance) {
	changes, unknown := parameters(s, "failing_parameters")
	if !unknown.None() {
		s.SkipFor(nil, unknown, "provision that fails", "poll provision that fails")
		return
	}
	i.parameters = merged(i.parameters, changes)
	s.Hold(i.resource())
	x := s.Send("provision that fails", i.provision())
	if !x.Is(http.StatusAccepted) {
		s.Skip(x, "the creation was not begun", "poll provision that fails")
		return
	}
	s.Poll("poll provision that fails", i.poll(x), 0, ended)
}
