package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// IdentifiersRun is two instances whose ids are not the CRNs that the platform makes.
type IdentifiersRun struct {
	Short       record.Step `step:"provision with a CRN of eight segments"`
	Plain       record.Step `step:"provision with a GUID"`
	Polls       record.Step `step:"poll provision"`
	Deprovision record.Step `step:"deprovision"`
	DeprovPolls record.Step `step:"poll deprovision"`
}

// Identifiers creates instances under ids of other forms, one after the other.
var Identifiers = scenario.New[IdentifiersRun](scenario.Scenario{
	Name: "identifiers", Title: "instances under ids of other forms",
	Operations: []string{"provision", "instance-last-operation", "deprovision"},
	Instances:  2,
	Needs:      anyPlan,
	Record: func(s *scenario.Session) {
		short, plain := newInstance(s), newInstance(s)
		short.id, plain.id = crnWithoutEnd(s), s.NewID()
		temporary(s, "provision with a CRN of eight segments", short)
		temporary(s, "provision with a GUID", plain)
	},
})

// temporary creates an instance and deletes it.
func temporary(s *scenario.Session, step string, i *instance) {
	s.Hold(i.resource())
	if x := s.Send(step, i.provision()); Accepted(x) && settle(s, "poll provision", x, i.poll(x)) {
		destroy(s, i)
	}
}

// FixedPlanRun is an instance whose plan cannot change.
type FixedPlanRun struct {
	Provision   record.Step `step:"provision"`
	Polls       record.Step `step:"poll provision"`
	Update      record.Step `step:"update plan"`
	After       record.Step `step:"provision after update"`
	Deprovision record.Step `step:"deprovision"`
	DeprovPolls record.Step `step:"poll deprovision"`
}

// FixedPlan asks for another plan of a service that does not declare plan_updateable.
var FixedPlan = scenario.New[FixedPlanRun](scenario.Scenario{
	Name: "fixed plan", Title: "another plan where plans cannot change",
	Operations: []string{"provision", "instance-last-operation", "update", "deprovision"},
	Instances:  1,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		return pick(site, "plan beside another of a service without plan_updateable", func(p plan) bool {
			return !p.updateable && p.other != ""
		})
	},
	Record: func(s *scenario.Session) {
		i := newInstance(s)
		if !create(s, i) {
			return
		}
		call := i.update(map[string]any{"plan_id": s.Subject["other_plan_id"]})
		call.Query = accepting(nil)
		s.Send("update plan", bad(call, "the service does not declare plan_updateable"))
		s.Send("provision after update", i.provision())
		destroy(s, i)
	},
})

// PermissionsRun is a binding of a service whose catalog entry names permissions.
type PermissionsRun struct {
	Catalog     record.Step `step:"catalog"`
	Provision   record.Step `step:"provision"`
	Polls       record.Step `step:"poll provision"`
	WithoutApp  record.Step `step:"bind without application"`
	Bind        record.Step `step:"bind for an application"`
	Unbind      record.Step `step:"unbind"`
	Deprovision record.Step `step:"deprovision"`
	DeprovPolls record.Step `step:"poll deprovision"`
}

// Permissions binds what may answer with log drains, routes and volumes.
var Permissions = scenario.New[PermissionsRun](scenario.Scenario{
	Name: "permissions", Title: "bindings of a service that needs permissions",
	Operations: []string{"catalog", "provision", "instance-last-operation", "bind", "unbind", "deprovision"},
	Instances:  1, Bindings: 2,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		return pick(site, "bindable plan of a service whose requires names a permission", func(p plan) bool {
			return p.permissions && p.bindable
		})
	},
	Record: func(s *scenario.Session) {
		s.Send("catalog", scenario.Call{Operation: "catalog"})
		i := newInstance(s)
		if !create(s, i) {
			return
		}
		without, b := i.newBinding("resource-key", nil), i.newBinding("resource-binding", application(s))
		s.Hold(without.held())
		s.Send("bind without application", without.bind())
		s.Hold(b.held())
		if x := s.Send("bind for an application", b.bind()); !Accepted(x) {
			s.Skip(x, "the binding was refused", "unbind")
		} else if s.Send("unbind", b.unbind()).Is(200) {
			s.Release(b.held())
		}
		destroy(s, i)
	},
})
