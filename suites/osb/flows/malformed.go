package flows

import (
	"net/http"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// faulty is a request for an instance that a broker has to refuse.
type faulty struct {
	step record.Step
	call func(*instance) scenario.Call
}

// incomplete asks for instances in ways that a broker has to refuse, each under an id of its own. Once a request makes an
// instance all the same, those that follow ask for the instance that is there: each new one may cost money. It returns
// the exchange that shows such an instance, or nil.
func incomplete(s *scenario.Session, run *LifecycleRun, like *instance, created *record.Exchange) (served *record.Exchange) {
	for _, f := range refusable(s, run, like, created) {
		if served != nil {
			x := s.Send(f.step, f.call(like))
			drain(s, x, like.poll(x))
			continue
		}
		i := newInstance(s, like.plan)
		s.Hold(i.resource())
		x := s.Send(f.step, f.call(i))
		if Worked(x) {
			served = x
			discard(s, i.resource())
		}
		removeRefused(s, i, x, run.Leftover, run.LeftoverUnknown)
	}
	s.Skip(created, "no creation was refused (4xx)", run.Leftover)
	return served
}

// removeRefused deletes the instance whose creation was refused, as the clean-up would. Where there is something to delete, the
// deletion of an instance that nobody asked for tells what that means.
func removeRefused(s *scenario.Session, i *instance, refused *record.Exchange, leftover, absent any) {
	if !s.Since("2.14") || refused.Status() < 400 || refused.Status() > 499 {
		return
	}
	x := s.Send(leftover, i.deprovision(true))
	drain(s, x, i.poll(x))
	switch {
	case x.Is(http.StatusNotFound, http.StatusGone):
		s.Release(i.resource())
	case x.Is(http.StatusOK, http.StatusAccepted):
		unknown := newInstance(s, i.plan)
		x = s.Send(absent, unknown.deprovision(true))
		drain(s, x, unknown.poll(x))
	}
}

// refusable is the series for the version and the plan.
func refusable(s *scenario.Session, run *LifecycleRun, like *instance, created *record.Exchange) []faulty {
	var series []faulty
	if s.Since("2.13") {
		for _, body := range []struct {
			step          record.Step
			text, invalid string
		}{
			{run.BrokenJSON, `{"service_id":`, "the body breaks off"},
			{run.ProvisionList, `[]`, "the body is a list"},
			{run.ProvisionText, `"service_id"`, "the body is a text"},
			{run.ProvisionEmpty, ``, "the body is empty"},
		} {
			series = append(series, faulty{body.step, func(i *instance) scenario.Call {
				call := i.provision(true)
				call.Body, call.Invalid = []byte(body.text), body.invalid
				return call
			}})
		}
		series = append(series, without(run.NoService, "service_id"), without(run.NoPlan, "plan_id"), odd(run.OddService, "service_id", 5, "service_id is a number"))
	}
	if s.Since("2.14") {
		series = append(series, strange(s, run, like, created)...)
	}
	switch {
	case !s.Since("2.15"):
	case like.plan.version == "":
		s.Skip(created, NoMaintenance, run.ProvisionStale)
	default:
		series = append(series, odd(run.ProvisionStale, "maintenance_info", stale(), ""))
	}
	if s.Since("2.13") {
		series = append(series, without(run.NoOrganization, "organization_guid"), without(run.NoSpace, "space_guid"),
			odd(run.OddParameters, "parameters", "size=5", "parameters is a text"), odd(run.OddContext, "context", []any{}, "context is a list"))
	}
	return series
}

// without leaves out a member.
func without(step record.Step, member string) faulty {
	return faulty{step, func(i *instance) scenario.Call { return lacking(i.provision(true), member) }}
}

// odd replaces a member; invalid says what is wrong when the document refuses it.
func odd(step record.Step, member string, value any, invalid string) faulty {
	return faulty{step, func(i *instance) scenario.Call {
		call := changed(i.provision(true), func(body map[string]any) { body[member] = value })
		call.Invalid = invalid
		return call
	}}
}

// strange asks for offerings and plans that the catalog does not have, or not together.
func strange(s *scenario.Session, run *LifecycleRun, like *instance, created *record.Exchange) []faulty {
	of := func(step record.Step, service, id func() string) faulty {
		return faulty{step, func(i *instance) scenario.Call {
			return changed(i.provision(true), func(body map[string]any) {
				body["service_id"], body["plan_id"] = service(), id()
				delete(body, "maintenance_info") // it is that of the plan
			})
		}}
	}
	own := func(value string) func() string { return func() string { return value } }
	series := []faulty{
		of(run.UnknownOffering, s.NewID, own(like.plan.id)),
		of(run.UnknownPlan, own(like.plan.service), s.NewID),
	}
	for _, other := range offered(s.Site) {
		if other.service != like.plan.service && other.id != "" {
			return append(series, of(run.ForeignPlan, own(like.plan.service), own(other.id)))
		}
	}
	s.Skip(created, "there is only one offering", run.ForeignPlan)
	return series
}
