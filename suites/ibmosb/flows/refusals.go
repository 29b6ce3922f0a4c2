package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// RefusalsRun is what has to be refused, each under an id of its own.
type RefusalsRun struct {
	BadServiceID       record.Step `step:"provision with a bad service_id"`
	BadPlanID          record.Step `step:"provision with a bad plan_id"`
	UnknownService     record.Step `step:"provision with an unknown service"`
	UnknownPlan        record.Step `step:"provision with an unknown plan"`
	Malformed          record.Step `step:"malformed provision"`
	BadContext         record.Step `step:"provision with a context of another type"`
	EmptyGuid          record.Step `step:"provision with an empty organization_guid"`
	RefusedParameters  record.Step `step:"provision with refused parameters"`
	WithoutCredentials record.Step `step:"provision without credentials"`
	DeleteRefused      record.Step `step:"deprovision the refused ids"`
	DeleteForeign      record.Step `step:"deprovision the id without credentials"`
	Poll               record.Step `step:"poll an unknown instance"`
	Update             record.Step `step:"update an unknown instance"`
	Bind               record.Step `step:"bind an unknown instance"`
	Deprovision        record.Step `step:"deprovision an unknown instance"`
	State              record.Step `step:"state of an unknown instance"`
}

// Refusals asks for what cannot be. A broker that keeps the rules creates nothing here.
var Refusals = scenario.New[RefusalsRun](scenario.Scenario{
	Name: "refusals", Title: "requests that a broker has to refuse",
	Operations: []string{"provision", "deprovision", "instance-last-operation", "update", "bind", "state-get", "state-put"},
	Instances:  1,
	Needs:      anyPlan,
	Record: func(s *scenario.Session) {
		i := newInstance(s)
		for _, member := range []string{"service_id", "plan_id"} {
			step := "provision with a bad " + member
			spoil(s, i, step, member+" is missing", member, nil)
			spoil(s, i, step, member+" is empty", member, "")
			spoil(s, i, step, member+" is a number", member, 7)
		}
		spoil(s, i, "provision with an unknown service", "the catalog has no such service", "service_id", s.NewID())
		spoil(s, i, "provision with an unknown plan", "the catalog has no such plan", "plan_id", s.NewID())
		if foreign := foreignPlan(s.Site, i.service); foreign != "" {
			spoil(s, i, "provision with an unknown plan", "the plan belongs to another service", "plan_id", foreign)
		}
		refuse(s, i, "malformed provision", malformed)
		spoil(s, i, "provision with a context of another type", "context is a string", "context", "ibmcloud")
		spoil(s, i, "provision with a context of another type", "context is an array", "context", []any{"ibmcloud"})
		spoil(s, i, "provision with an empty organization_guid", "organization_guid is empty", "organization_guid", "")
		if changes, unknown := parameters(s, "refused_parameters"); unknown.None() {
			spoil(s, i, "provision with refused parameters", "the plan refuses these parameters", "parameters", merged(i.parameters, changes))
		} else {
			s.SkipFor(nil, unknown, "provision with refused parameters")
		}
		withoutCredentials(s, i.fresh())
		unknownInstance(s, i.fresh())
	},
})

// spoil sends a creation with one wrong member.
func spoil(s *scenario.Session, i *instance, step, fault, member string, value any) {
	refuse(s, i, step, func(call scenario.Call) scenario.Call { return bad(with(call, member, value), fault) })
}

// refuse sends a creation with a fault under a fresh id, and when it is refused looks for what it left.
func refuse(s *scenario.Session, plain *instance, step string, fault func(scenario.Call) scenario.Call) {
	i := plain.fresh()
	s.Hold(i.resource())
	if x := s.Send(step, fault(i.provision())); !Refused(x) {
		return
	}
	if s.Send("deprovision the refused ids", i.deprovision()).Is(404, 410) {
		s.Release(i.resource())
	}
}

func withoutCredentials(s *scenario.Session, i *instance) {
	s.Hold(i.resource())
	s.Send("provision without credentials", unauthenticated(i.provision()))
	if s.Send("deprovision the id without credentials", i.deprovision()).Is(404, 410) {
		s.Release(i.resource())
	}
}

func unknownInstance(s *scenario.Session, i *instance) {
	const unknown = "there is no such instance"
	s.Send("poll an unknown instance", bad(i.call("instance-last-operation", i.hints(), nil), unknown))
	s.Send("update an unknown instance", bad(i.update(nil), unknown))
	b := i.newBinding("resource-key", nil)
	s.Hold(b.held())
	s.Send("bind an unknown instance", bad(b.bind(), unknown))
	s.Send("deprovision an unknown instance", i.deprovision())
	s.Send("state of an unknown instance", bad(i.state(), unknown))
	s.Send("state of an unknown instance", bad(i.change(true, ""), unknown))
}
