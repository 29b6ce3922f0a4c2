package flows

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// AsynchronousRun is one instance of a plan that answers with 202, and what is asked while the broker is busy.
type AsynchronousRun struct {
	Discover         record.Step `step:"discover"`
	FetchDiscovered  record.Step `step:"fetch what was provisioned at once"`
	ProvisionAgain   record.Step `step:"provision again"`
	Conflict         record.Step `step:"provision with another plan"`
	FetchCreating    record.Step `step:"fetch while provisioning"`
	UpdateCreating   record.Step `step:"update while provisioning"`
	ProvisionBare    record.Step `step:"poll provision without hints"`
	ProvisionPolls   record.Step `step:"poll provision"`
	ProvisionPolled  record.Step `step:"poll provision again"`
	ProvisionDone    record.Step `step:"provision when done"`
	ProvisionSync    record.Step `step:"provision without accepts_incomplete"`
	Leftover         record.Step `step:"deprovision what was refused"`
	LeftoverUnknown  record.Step `step:"deprovision unknown"`
	ProvisionMore    record.Step `step:"provision another"`
	Fetch            record.Step `step:"fetch"`
	Update           record.Step `step:"update"`
	UpdateAgain      record.Step `step:"update again"`
	BindUpdating     record.Step `step:"bind while updating"`
	FetchUpdating    record.Step `step:"fetch while updating"`
	UpdatePolls      record.Step `step:"poll update"`
	UpdateSync       record.Step `step:"update without accepts_incomplete"`
	Bind             record.Step `step:"bind"`
	BindAgain        record.Step `step:"bind again"`
	BindOther        record.Step `step:"bind with other parameters"`
	FetchBinding     record.Step `step:"fetch binding while binding"`
	BindBare         record.Step `step:"poll bind without hints"`
	BindPolls        record.Step `step:"poll bind"`
	BindPolled       record.Step `step:"poll bind again"`
	FetchBound       record.Step `step:"fetch binding"`
	Catalog          record.Step `step:"catalog"`
	BindSync         record.Step `step:"bind without accepts_incomplete"`
	RotateSync       record.Step `step:"rotate without accepts_incomplete"`
	RotateLater      record.Step `step:"rotate with accepts_incomplete"`
	UnbindSync       record.Step `step:"unbind without accepts_incomplete"`
	Unbind           record.Step `step:"unbind"`
	UnbindAgain      record.Step `step:"unbind again"`
	UnbindPolls      record.Step `step:"poll unbind"`
	DeprovisionSync  record.Step `step:"deprovision without accepts_incomplete"`
	Deprovision      record.Step `step:"deprovision"`
	DeprovisionAgain record.Step `step:"deprovision again"`
	DeprovisionPolls record.Step `step:"poll deprovision"`
	DeprovisionLast  record.Step `step:"deprovision after the polls"`
}

// candidates is how many plans are tried to find an asynchronous one.
const candidates = 3

// tried returns the first plans, that of the lifecycle among them.
func tried(site *scenario.Site) []plan {
	all := plans(site)
	main, _ := principal(site)
	first := slices.Clone(all[:min(len(all), candidates)])
	if i := slices.IndexFunc(all, func(p plan) bool { return p.order == main.order }); i >= candidates {
		first[candidates-1] = all[i]
	}
	return first
}

// Asynchronous looks for a plan that answers with 202, and follows an instance of it. While the broker is busy, the same is
// asked again, something else is asked for and the instance is fetched; what forbids asynchronous work comes between the
// operations, when nothing else can be the reason to refuse it.
var Asynchronous = scenario.New(scenario.Scenario{
	Name: "asynchronous", Title: "an instance of a plan that takes its time, and what is asked meanwhile",
	Operations: []string{"provision", "update", "deprovision", "bind", "unbind", "fetch-instance", "fetch-binding",
		"instance-last-operation", "binding-last-operation", "catalog"},
	Instances: candidates + 1, Bindings: 3,
	Creates: func(site *scenario.Site) (instances, bindings int) {
		all := tried(site)
		if slices.ContainsFunc(all, func(p plan) bool { return p.bindable }) {
			bindings = 3
		}
		return len(all) + 1, bindings
	},
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		all := tried(site)
		if len(all) == 0 {
			return nil, noPlan(site)
		}
		subject := scenario.Subject{"plans": names(all)}
		for _, p := range all {
			if p.maximum != "" {
				subject[Maximum+" "+p.id] = p.maximum
			}
		}
		main, _ := principal(site)
		if !slices.ContainsFunc(all, func(p plan) bool { return p.service != main.service }) {
			subject[GivesCredentials] = site.Fixtures[GivesCredentials]
		}
		return subject, ""
	},
}, recordAsynchronous)

func recordAsynchronous(s *scenario.Session, run *AsynchronousRun) {
	i, x := discover(s, run)
	if i == nil {
		return
	}
	if !creating(s, run, i, x) {
		return
	}
	provisionSync(s, run, i)
	if updating(s, run, i) && bindingLater(s, run, i, x) {
		deleting(s, run, i)
	}
}

// discover provisions plan after plan until one answers with 202. An instance that is there at once is removed again.
func discover(s *scenario.Session, run *AsynchronousRun) (*instance, *record.Exchange) {
	var last *record.Exchange
	var answers []string
	for _, p := range tried(s.Site) {
		i := newInstance(s, p)
		s.Hold(i.resource())
		last = s.Send(run.Discover, i.provision(true))
		if last.Is(202) {
			return i, last
		}
		answers = append(answers, fmt.Sprintf("%s %s", p, last.Got()))
		if last.Is(200, 201) {
			fetchBusy(s, i, last, run.FetchDiscovered)
			discard(s, i.resource())
		}
	}
	s.SkipRest(last, "no plan that was tried is provisioned asynchronously: "+strings.Join(answers, ", "))
	return nil, nil
}

// creating asks this and that while the instance is provisioned, and waits for it.
func creating(s *scenario.Session, run *AsynchronousRun, i *instance, x *record.Exchange) bool {
	s.Send(run.ProvisionAgain, i.provision(true))
	if p, found := sibling(s.Site, i.plan); found {
		other := *i
		other.plan = p
		s.Send(run.Conflict, other.provision(true))
	} else {
		s.Skip(x, alone, run.Conflict)
	}
	fetchBusy(s, i, x, run.FetchCreating)
	early := s.Send(run.UpdateCreating, i.update(true, nil))
	s.Send(run.ProvisionBare, bare(i.poll(x)))
	if !settle(s, run.ProvisionPolls, x, i.poll(x)) {
		return false
	}
	s.Send(run.ProvisionPolled, i.poll(x))
	drain(s, early, i.poll(early))
	done := s.Send(run.ProvisionDone, i.provision(true))
	drain(s, done, i.poll(done))
	fetchBusy(s, i, x, run.Fetch)
	return true
}

// fetchBusy fetches the instance, if the offering says that this can be done.
func fetchBusy(s *scenario.Session, i *instance, x *record.Exchange, step any) {
	switch {
	case !s.Since("2.14"):
		s.Skip(x, noFetch(s), step)
	case !i.plan.retrievable:
		s.Skip(x, "the offering does not declare instances_retrievable", step)
	default:
		s.Send(step, i.fetch())
	}
}

func noFetch(s *scenario.Session) string {
	return fmt.Sprintf("version %s has no way to fetch an instance, so nothing shows what it has", s.Version())
}

// provisionSync asks for another instance at once.
func provisionSync(s *scenario.Session, run *AsynchronousRun, found *instance) {
	i := newInstance(s, found.plan)
	s.Hold(i.resource())
	x := withoutConsent(s, run.ProvisionSync, i.provision(false))
	removeRefused(s, i, x, run.Leftover, run.LeftoverUnknown)
	s.Skip(x, "the creation was not refused (4xx)", run.Leftover)
	another(s, x, i.resource(), run.ProvisionMore, i.provision(true))
}

// withoutConsent sends a request without accepts_incomplete and, when that is refused, with one that is false, which says the same.
// It returns the answer that was not a refusal, or the first.
func withoutConsent(s *scenario.Session, step any, call scenario.Call) *record.Exchange {
	x := s.Send(step, call)
	if Worked(x) {
		return x
	}
	call.Query = maps.Clone(call.Query)
	call.Query.Set("accepts_incomplete", "false")
	if y := s.Send(step, call); Worked(y) {
		return y
	}
	return x
}

// another asks again with accepts_incomplete for what was refused without, for another reason perhaps: a broker may not
// make more than one. What there is of it is removed.
func another(s *scenario.Session, x *record.Exchange, r scenario.Resource, step any, call scenario.Call) {
	if RefusedOtherwise(x) {
		x = s.Send(step, call)
	} else {
		s.Skip(x, fmt.Sprintf("%s was answered %s, so it need not be compared with another", x, x.Got()), step)
	}
	if Worked(x) {
		discard(s, r)
	}
}

// RefusedOtherwise holds for refusals that do not speak of asynchronous work.
func RefusedOtherwise(x *record.Exchange) bool {
	return x.Status() >= 400 && x.Status() <= 499 && !x.Is(http.StatusUnprocessableEntity)
}

// updating asks this and that while an update runs, and waits for it.
func updating(s *scenario.Session, run *AsynchronousRun, i *instance) bool {
	x := s.Send(run.Update, i.update(true, nil))
	if !x.Is(202) {
		s.Skip(x, fmt.Sprintf("the update was answered %s, so it does not run asynchronously", x.Got()),
			run.UpdateAgain, run.BindUpdating, run.FetchUpdating, run.UpdatePolls, run.UpdateSync)
		return true
	}
	again := s.Send(run.UpdateAgain, i.update(true, nil))
	b := i.newBinding()
	bound := false
	if i.plan.bindable {
		s.Hold(b.resource())
		bound = s.Send(run.BindUpdating, b.bind(true, app(s))).Is(200, 201, 202)
	} else {
		s.Skip(x, "the plan is not bindable", run.BindUpdating)
	}
	fetchBusy(s, i, x, run.FetchUpdating)
	if !settle(s, run.UpdatePolls, x, i.poll(x)) {
		return false
	}
	drain(s, again, i.poll(again)) // another update, when the first had ended by then
	if bound {
		discard(s, b.resource())
	}
	x = withoutConsent(s, run.UpdateSync, i.update(false, nil))
	drain(s, x, i.poll(x))
	return true
}

// deleting removes the instance.
func deleting(s *scenario.Session, run *AsynchronousRun, i *instance) {
	x := withoutConsent(s, run.DeprovisionSync, i.deprovision(false))
	if x.Is(200) {
		s.Release(i.resource())
		s.Skip(x, "the instance was removed at once", run.Deprovision, run.DeprovisionAgain, run.DeprovisionPolls, run.DeprovisionLast)
		return
	}
	x = s.Send(run.Deprovision, i.deprovision(true))
	if !x.Is(202) {
		s.Skip(x, fmt.Sprintf("the deprovision was answered %s, so it does not run asynchronously", x.Got()),
			run.DeprovisionAgain, run.DeprovisionPolls, run.DeprovisionLast)
		return
	}
	s.Send(run.DeprovisionAgain, i.deprovision(true))
	if !settle(s, run.DeprovisionPolls, x, i.poll(x)) {
		return
	}
	// A deletion that still runs, whatever its polls say, ends some time; a broker that forgets nothing accepts for ever.
	s.Poll(run.DeprovisionLast, i.deprovision(true), 5*time.Second, func(x *record.Exchange) bool { return !x.Is(202) })
	s.Release(i.resource())
}
