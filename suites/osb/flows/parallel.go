package flows

import (
	"fmt"
	"net/http"
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// ParallelRun is one instance and one binding, each asked for several times at once with the same request.
type ParallelRun struct {
	Provisions       record.Step `step:"provision in parallel"`
	ProvisionAlone   record.Step `step:"provision alone"`
	ProvisionPolls   record.Step `step:"poll provision"`
	ProvisionAgain   record.Step `step:"provision again"`
	Binds            record.Step `step:"bind in parallel"`
	BindAlone        record.Step `step:"bind alone"`
	BindPolls        record.Step `step:"poll bind"`
	BindAgain        record.Step `step:"bind again"`
	Unbind           record.Step `step:"unbind"`
	UnbindPolls      record.Step `step:"poll unbind"`
	UnbindAgain      record.Step `step:"unbind again"`
	Deprovision      record.Step `step:"deprovision"`
	DeprovisionPolls record.Step `step:"poll deprovision"`
	DeprovisionAgain record.Step `step:"deprovision again"`
}

// atOnce is how many equal requests are sent at the same time.
const atOnce = 4

// Parallel asks for one instance, then for one binding of it, several times at once with the same request. A request that comes
// alone follows where some were refused; then each is deleted until nothing is left, for there may be more than one.
var Parallel = scenario.New(scenario.Scenario{
	Name: "parallel", Title: "one instance and one binding, each asked for several times at once",
	Operations: []string{"provision", "deprovision", "bind", "unbind", "instance-last-operation", "binding-last-operation"},
	Instances:  1, Bindings: 1,
	Needs: onPrincipal,
}, recordParallel)

func recordParallel(s *scenario.Session, run *ParallelRun) {
	p, _ := principal(s.Site)
	i := newInstance(s, p)
	x, ok := createAtOnce(s, creations{run.Provisions, run.ProvisionAlone, run.ProvisionPolls, run.ProvisionAgain}, i.resource(), i.provision(true), i.poll)
	if !ok {
		return
	}
	if !p.bindable {
		s.Skip(x, "the plan is not bindable", run.Binds, run.BindAlone, run.BindPolls, run.BindAgain, run.Unbind, run.UnbindPolls, run.UnbindAgain)
	} else if !bindAtOnce(s, run, i) {
		return
	}
	deleteAll(s, deletions{run.Deprovision, run.DeprovisionPolls, run.DeprovisionAgain}, i.resource(), i.deprovision(true), i.poll)
}

// creations are the steps of a resource that is asked for several times at once.
type creations struct{ parallel, alone, polls, again record.Step }

// deletions are the steps of one that is deleted until nothing is left.
type deletions struct{ remove, polls, again record.Step }

// bindAtOnce makes and deletes a binding, and reports whether nothing is in the way of what follows.
func bindAtOnce(s *scenario.Session, run *ParallelRun, i *instance) bool {
	b := i.newBinding()
	_, ok := createAtOnce(s, creations{run.Binds, run.BindAlone, run.BindPolls, run.BindAgain}, b.resource(), b.bind(true, app(s)), b.poll)
	return !ok || deleteAll(s, deletions{run.Unbind, run.UnbindPolls, run.UnbindAgain}, b.resource(), b.unbind(true), b.poll)
}

// createAtOnce sends the same creation several times at once, once more when none of them was served, and waits until the
// resource is there. When some were served and others refused, it comes once more then: that it is there already may be
// the reason.
func createAtOnce(s *scenario.Session, at creations, r scenario.Resource, call scenario.Call, poll func(*record.Exchange) scenario.Call) (*record.Exchange, bool) {
	s.Hold(r)
	all := s.SendAll(at.parallel, slices.Repeat([]scenario.Call{call}, atOnce)...)
	var first *record.Exchange
	for _, status := range []int{http.StatusOK, http.StatusCreated, http.StatusAccepted} {
		if i := slices.IndexFunc(all, func(x *record.Exchange) bool { return x.Is(status) }); i >= 0 {
			first = all[i]
		}
	}
	if first != nil {
		s.Skip(first, "one of the requests that were sent at once was served", at.alone)
	} else if first = s.Send(at.alone, call); !first.Is(200, 201, 202) {
		s.SkipRest(first, fmt.Sprintf("the request is refused when it comes alone, too: %s was answered %s", first, first.Got()))
		return first, false
	}
	if !settle(s, at.polls, first, poll(first)) {
		return first, false
	}
	if first.Step == at.parallel.Name && slices.ContainsFunc(all, func(x *record.Exchange) bool { return x.Status() >= 400 }) {
		again := s.Send(at.again, call)
		drain(s, again, poll(again))
	} else {
		s.Skip(first, "nothing was refused that a request alone could be compared with", at.again)
	}
	return first, true
}

// deleteAll deletes the resource, and asks for its deletion again until nothing is left, at most as often as there can be
// resources, and once more.
func deleteAll(s *scenario.Session, at deletions, r scenario.Resource, call scenario.Call, poll func(*record.Exchange) scenario.Call) bool {
	x := s.Send(at.remove, call)
	if !settle(s, at.polls, x, poll(x)) {
		return false
	}
	for range atOnce {
		again := s.Send(at.again, call)
		if again.Is(404, 410) {
			s.Release(r)
			break
		}
		drain(s, again, poll(again))
	}
	return true
}
