package osb

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// faulty is a request for an instance that a broker has to refuse.
type faulty struct {
	step string
	call func(*instance) scenario.Call
}

// incomplete asks for instances in ways that a broker has to refuse, those first that hardly any broker accepts. It ends
// at the first that makes an instance: each may cost money.
func incomplete(s *scenario.Session, like *instance, created *record.Exchange) {
	series := refusable(s, like, created)
	for n, f := range series {
		i := newInstance(s, like.plan)
		s.Hold(i.resource())
		x := s.Send(f.step, f.call(i))
		if x.Is(200, 201, 202) {
			discard(s, i.resource())
			for _, rest := range series[n+1:] {
				s.Skip(x, "a request that had to be refused made an instance, and another could make one more: "+x.String(), rest.step)
			}
			return
		}
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
		s.Skip(created, noMaintenance, "provision with stale maintenance_info")
	default:
		series = append(series, odd("maintenance_info", stale(), ""))
	}
	if s.Since("2.13") {
		series = append(series, odd("parameters", "size=5", "parameters is a text"), odd("context", []any{}, "context is a list"),
			without("organization_guid"), without("space_guid"))
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
