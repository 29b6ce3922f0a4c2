package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// destroy deletes the instance, after requests to delete it that cannot be served, and asks for it afterwards.
// It reports whether the instance is gone.
func destroy(s *scenario.Session, run *LifecycleRun, i *instance) bool {
	if !refusedDeletions(s, run, i) {
		return false
	}
	x := s.Send(run.Deprovision, i.deprovision(true))
	if !settle(s, run.DeprovisionPolls, x, i.poll(x)) {
		return false
	}
	if !x.Is(200, 202) {
		s.Block(x, "the instance was not removed: %s was answered %s", x, x.Got())
		return false
	}
	s.Release(i.resource())
	s.Send(run.DeprovisionAgain, i.deprovision(true))
	if s.Since("2.14") && i.plan.retrievable {
		s.Send(run.FetchGone, i.fetch())
	}
	x = s.Send(run.UpdateGone, i.update(true, nil))
	end(s, run.UpdateGonePolls, x, i.poll(x))
	if i.plan.bindable {
		b := i.newBinding()
		s.Hold(b.resource())
		s.Send(run.BindGone, b.bind(true, app(s)))
	}
	return true
}

const deletedAnyway = "the broker served a deletion that it has to refuse, so nobody knows what is left: %s was answered %s"

// refusedDeletions sends deletions that must not happen. A broker that serves one has deleted the instance, and nothing more
// can be learned from it.
func refusedDeletions(s *scenario.Session, run *LifecycleRun, i *instance) bool {
	var faulty []scenario.Call
	steps := []record.Step{run.DeleteNoService, run.DeleteNoPlan}
	for _, member := range []string{"service_id", "plan_id"} {
		faulty = append(faulty, lacking(i.deprovision(true), member))
	}
	if guarded(s) {
		call := i.deprovision(true)
		call.Credentials = scenario.NoCredentials()
		steps, faulty = append(steps, run.Unauthorised), append(faulty, call)
	} else {
		s.Skip(nil, unguarded, run.Unauthorised)
	}
	for n, call := range faulty {
		if x := s.Send(steps[n], call); x.Is(200, 202) {
			s.Block(x, deletedAnyway, x, x.Got())
			return false
		}
	}
	return true
}
