package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
	"fmt"
	"net/http"
	"slices"
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

// Parallel works with the plan of the lifecycle.
var Parallel = scenario.New[ParallelRun](scenario.Scenario{
	Name: "parallel", Title: "one instance and one binding, each asked for several times at once",
	Operations: []string{"provision", "deprovision", "bind", "unbind", "instance-last-operation", "binding-last-operation"},
	Instances:  1, Bindings: 1,
	Needs: onPrincipal,
	Record: func(s *scenario.Session) {
		p, _ := principal(s.Site)
		i := newInstance(s, p)
		x, ok := together(s, "provision", i.resource(), i.provision(true), i.poll)
		if !ok {
			return
		}
		if !p.bindable {
			s.Skip(x, "the plan is not bindable", "bind in parallel", "bind alone", "poll bind", "bind again", "unbind", "poll unbind", "unbind again")
		} else if !bindTogether(s, i) {
			return
		}
		apart(s, "deprovision", i.resource(), i.deprovision(true), i.poll)
	},
})

func bindTogether(s *scenario.Session, i *instance) bool {
	b := i.newBinding()
	_, ok := together(s, "bind", b.resource(), b.bind(true, app(s)), b.poll)
	return !ok || apart(s, "unbind", b.resource(), b.unbind(true), b.poll)
}

// together sends the same creation several times at once, once more when none of them was served, and waits until the
// resource is there. When some were served and others refused, it comes once more then: that it is there already may be
// the reason.
func together(s *scenario.Session, verb string, r scenario.Resource, call scenario.Call, poll func(*record.Exchange) scenario.Call) (*record.Exchange, bool) {
	s.Hold(r)
	all := s.SendAll(verb+" in parallel", slices.Repeat([]scenario.Call{call}, atOnce)...)
	var first *record.Exchange
	for _, status := range []int{http.StatusOK, http.StatusCreated, http.StatusAccepted} {
		if i := slices.IndexFunc(all, func(x *record.Exchange) bool { return x.Is(status) }); i >= 0 {
			first = all[i]
		}
	}
	if first != nil {
		s.Skip(first, "one of the requests that were sent at once was served", verb+" alone")
	} else if first = s.Send(verb+" alone", call); !first.Is(200, 201, 202) {
		s.SkipRest(first, fmt.Sprintf("the request is refused when it comes alone, too: %s was answered %s", first, first.Got()))
		return first, false
	}
	if !settle(s, "poll "+verb, first, poll(first)) {
		return first, false
	}
	if first.Step == verb+" in parallel" && slices.ContainsFunc(all, func(x *record.Exchange) bool { return x.Status() >= 400 }) {
		again := s.Send(verb+" again", call)
		drain(s, again, poll(again))
	} else {
		s.Skip(first, "nothing was refused that a request alone could be compared with", verb+" again")
	}
	return first, true
}

// apart deletes the resource, and asks for its deletion again until nothing is left, at most as often as there can be
// resources, and once more.
func apart(s *scenario.Session, verb string, r scenario.Resource, call scenario.Call, poll func(*record.Exchange) scenario.Call) bool {
	x := s.Send(verb, call)
	if !settle(s, "poll "+verb, x, poll(x)) {
		return false
	}
	for range atOnce {
		again := s.Send(verb+" again", call)
		if again.Is(404, 410) {
			s.Release(r)
			break
		}
		drain(s, again, poll(again))
	}
	return true
}
