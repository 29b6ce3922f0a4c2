package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
	"net/http"
)

// faulty is a request for an instance that a broker has to refuse.
type faulty struct {
	step string
	call func(*instance) scenario.Call
}

// incomplete asks for instances in ways that a broker has to refuse, each under an id of its own. Once a request makes an
// instance all the same, those that follow ask for the instance that is there: each new one may cost money. It returns
// the exchange that shows such an instance, or nil.
func incomplete(s *scenario.Session, like *instance, created *record.Exchange) (lax *record.Exchange) {
	for _, f := range refusable(s, like, created) {
		if lax != nil {
			x := s.Send(f.step, f.call(like))
			drain(s, x, like.poll(x))
			continue
		}
		i := newInstance(s, like.plan)
		s.Hold(i.resource())
		x := s.Send(f.step, f.call(i))
		if Worked(x) {
			lax = x
			discard(s, i.resource())
		}
		removeRefused(s, i, x, leftover, "deprovision unknown")
	}
	s.Skip(created, "no creation was refused (4xx)", leftover)
	return lax
}

const leftover = "deprovision what was refused"

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
func refusable(s *scenario.Session, like *instance, created *record.Exchange) []faulty {
	var series []faulty
	if s.Since("2.13") {
		for _, body := range []struct{ step, text, invalid string }{
			{"provision with broken JSON", `{"service_id":`, "the body breaks off"},
			{"provision with a list", `[]`, "the body is a list"},
			{"provision with a text", `"service_id"`, "the body is a text"},
			{"provision with an empty body", ``, "the body is empty"},
		} {
			series = append(series, faulty{body.step, func(i *instance) scenario.Call {
				call := i.provision(true)
				call.Body, call.Invalid = []byte(body.text), body.invalid
				return call
			}})
		}
		series = append(series, without("service_id"), without("plan_id"), odd("service_id", 5, "service_id is a number"))
	}
	if s.Since("2.14") {
		series = append(series, strange(s, like, created)...)
	}
	switch {
	case !s.Since("2.15"):
	case like.plan.version == "":
		s.Skip(created, NoMaintenance, "provision with stale maintenance_info")
	default:
		series = append(series, odd("maintenance_info", stale(), ""))
	}
	if s.Since("2.13") {
		series = append(series, without("organization_guid"), without("space_guid"),
			odd("parameters", "size=5", "parameters is a text"), odd("context", []any{}, "context is a list"))
	}
	return series
}

func without(member string) faulty {
	return faulty{"provision without " + member, func(i *instance) scenario.Call { return lacking(i.provision(true), member) }}
}

// odd replaces a member; invalid says what is wrong when the document refuses it.
func odd(member string, value any, invalid string) faulty {
	step := "provision with a wrong type of " + member
	if invalid == "" {
		step = "provision with stale " + member
	}
	return faulty{step, func(i *instance) scenario.Call {
		call := changed(i.provision(true), func(body map[string]any) { body[member] = value })
		call.Invalid = invalid
		return call
	}}
}

// strange asks for offerings and plans that the catalog does not have, or not together.
func strange(s *scenario.Session, like *instance, created *record.Exchange) []faulty {
	of := func(step string, service, id func() string) faulty {
		return faulty{step, func(i *instance) scenario.Call {
			return changed(i.provision(true), func(body map[string]any) {
				body["service_id"], body["plan_id"] = service(), id()
				delete(body, "maintenance_info") // it is that of the plan
			})
		}}
	}
	own := func(value string) func() string { return func() string { return value } }
	series := []faulty{
		of("provision of an unknown offering", s.NewID, own(like.plan.id)),
		of("provision of an unknown plan", own(like.plan.service), s.NewID),
	}
	for _, other := range offered(s.Site) {
		if other.service != like.plan.service && other.id != "" {
			return append(series, of("provision of a plan of another offering", own(like.plan.service), own(other.id)))
		}
	}
	s.Skip(created, "there is only one offering", "provision of a plan of another offering")
	return series
}
