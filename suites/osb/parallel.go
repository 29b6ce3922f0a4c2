package osb

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"

	. "conformance/suites/check"
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

func parallelChecks() List {
	return List{
		On("OSB-CONC-014", Parallel, func(c *Case, run *ParallelRun) {
			oneResource(c, run.Provisions, run.ProvisionAgain, run.Deprovision, run.DeprovisionAgain)
			if run.Unbind.Present() {
				oneResource(c, run.Binds, run.BindAgain, run.Unbind, run.UnbindAgain)
			}
		}),
		On("OSB-CONC-011", Parallel, func(c *Case, run *ParallelRun) {
			c.Use(run.Unbind) // which is not there when nothing can be bound at all
			for _, x := range c.UseAll(run.Binds) {
				if x.Status() >= 400 && x.Status() < 500 && !refusedAnyway(c, x, run.BindAgain) {
					concurrencyError(c, x)
				}
			}
		}),
	}
}

// refusedAnyway reports whether a refusal has another reason than that something else runs: there are too many requests,
// or the same one gets the same answer when it comes alone.
func refusedAnyway(c *Case, x *record.Exchange, again record.Step) bool {
	if alone := again.Exchange(); again.Present() && alone.Status() == x.Status() && alone.Object()["error"] != "ConcurrencyError" {
		c.Look(alone)
		return true
	}
	return x.Is(http.StatusTooManyRequests)
}

// concurrencyError judges a refusal for which only concurrency can be the reason.
func concurrencyError(c *Case, x *record.Exchange) {
	if c.Expect(x).To(HaveStatus(http.StatusUnprocessableEntity)) {
		c.Expect(x).To(HaveMember("/error", "ConcurrencyError"))
	}
}

// oneResource judges that equal creations which arrive at once make one resource: at most one says that it is new, and
// after one deletion nothing is left. A broker that serves deletions for ever, also of what is gone, shows nothing by that.
func oneResource(c *Case, creations, alone, removal, again record.Step) {
	c.Expect(removal).To(HaveStatus(http.StatusOK, http.StatusAccepted))
	var created, accepted *record.Exchange
	for _, x := range c.UseAll(creations) {
		switch x.Status() {
		case http.StatusOK:
		case http.StatusCreated:
			if created != nil {
				c.Fail(x, Want("one 201 at most").Got("201 as in exchange %d", created.Number))
			}
			created = x
		case http.StatusAccepted:
			if accepted != nil && !sameWork(accepted, x) {
				c.Fail(x, Want("%v as in exchange %d", accepted.Object()["operation"], accepted.Number).Got("operation %v", x.Object()["operation"]))
			}
			accepted = x
		case http.StatusUnprocessableEntity:
			c.Expect(x).To(HaveMember("/error", "ConcurrencyError"))
		default:
			if x.Status() >= 500 || !refusedAnyway(c, x, alone) {
				c.Fail(x, Want("200, 201, 202 or 422"))
			}
		}
	}
	if c.Use(again).Is(http.StatusGone, http.StatusNotFound) {
		c.Expect(again).NotTo(HaveStatus(http.StatusOK, http.StatusAccepted))
	}
}

// sameWork reports whether two answers name the same operation, or none.
func sameWork(a, b *record.Exchange) bool {
	return reflect.DeepEqual(a.Object()["operation"], b.Object()["operation"])
}
