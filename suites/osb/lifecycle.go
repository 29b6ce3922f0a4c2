package osb

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// LifecycleRun is one instance with one binding, from creation to deletion, as a platform that accepts asynchronous
// work asks for it.
type LifecycleRun struct {
	Provision      record.Step `step:"provision"`
	ProvisionPolls record.Step `step:"poll provision"`
	ProvisionAgain record.Step `step:"provision again"`
	Conflict       record.Step `step:"provision with another plan"`
	Fetch          record.Step `step:"fetch"`
	Update         record.Step `step:"update"`
	UpdatePolls    record.Step `step:"poll update"`
	Bind           record.Step `step:"bind"`
	BindPolls      record.Step `step:"poll bind"`
	BindAgain      record.Step `step:"bind again"`
	FetchBinding   record.Step `step:"fetch binding"`
	BindWithoutApp record.Step `step:"bind without app"`
	Unbind         record.Step `step:"unbind"`
	UnbindPolls    record.Step `step:"poll unbind"`
	UnbindAgain    record.Step `step:"unbind again"`
	Deprovision    record.Step `step:"deprovision"`
	DeprovPolls    record.Step `step:"poll deprovision"`
	DeprovAgain    record.Step `step:"deprovision again"`
}

// Lifecycle takes the first plan, a bindable one if there is any.
var Lifecycle = scenario.New[LifecycleRun](scenario.Scenario{
	Name: "lifecycle", Title: "one instance and its bindings, from creation to deletion",
	Operations: []string{"provision", "update", "deprovision", "bind", "unbind", "fetch-instance", "fetch-binding",
		"instance-last-operation", "binding-last-operation"},
	Instances: 1, Bindings: 2,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		if subject, none := pick(site, "bindable plan", func(p plan) bool { return p.bindable }); none == "" {
			return withOther(site, subject), ""
		}
		subject, none := pick(site, "plan", func(plan) bool { return true })
		return withOther(site, subject), none
	},
	Record: func(s *scenario.Session) {
		i := newInstance(s)
		if !create(s, i) {
			return
		}
		s.Send("provision again", i.provision(true))
		conflict(s, i)
		fetchInstance(s, i)
		change(s, i)
		if s.Subject["bindable"] == "" {
			s.Skip(nil, "the plan is not bindable", "bind", "poll bind", "bind again", "fetch binding", "bind without app",
				"unbind", "poll unbind", "unbind again")
		} else {
			bindings(s, i)
		}
		destroy(s, i)
	},
})

// withOther adds another plan of the same offering, which a conflicting request can ask for.
func withOther(site *scenario.Site, subject scenario.Subject) scenario.Subject {
	for _, p := range plans(site) {
		if p.service == subject["service_id"] && p.id != subject["plan_id"] {
			subject["other_plan_id"] = p.id
			return subject
		}
	}
	return subject
}

const refused = "the plain valid request %s was answered %s, expected success; if the broker needs parameters of its own, see %s"

func create(s *scenario.Session, i *instance) bool {
	s.Hold(i.resource())
	x := s.Send("provision", i.provision(true))
	if !x.Is(200, 201, 202) {
		s.Block(x, refused, x, x.Got(), "--parameters")
		return false
	}
	return settle(s, "poll provision", x, i.poll(x))
}

func conflict(s *scenario.Session, i *instance) {
	other := *i
	if other.plan = s.Subject["other_plan_id"]; other.plan == "" {
		s.Skip(nil, "the offering has only one plan, so no request can conflict by its plan", "provision with another plan")
		return
	}
	call := other.provision(true)
	if body, ok := call.Body.(map[string]any); ok {
		delete(body, "maintenance_info") // it belongs to the other plan
	}
	s.Send("provision with another plan", call)
}

func fetchInstance(s *scenario.Session, i *instance) {
	switch {
	case !s.Since("2.14"):
		s.Skip(nil, "instances can be fetched from 2.14 on", "fetch")
	case s.Subject["instances_retrievable"] == "":
		s.Skip(nil, "the offering does not declare instances_retrievable", "fetch")
	default:
		s.Send("fetch", i.fetch())
	}
}

// change asks for an update that changes nothing: whether a broker can change anything is its own affair.
func change(s *scenario.Session, i *instance) {
	x := s.Send("update", i.update(true, nil))
	settle(s, "poll update", x, i.poll(x))
}

func bindings(s *scenario.Session, i *instance) {
	b := i.newBinding()
	s.Hold(b.resource())
	x := s.Send("bind", b.bind(true, app(s)))
	if !x.Is(200, 201, 202) {
		s.Skip(x, "the binding was refused", "poll bind", "bind again", "fetch binding", "bind without app", "unbind", "poll unbind", "unbind again")
		return
	}
	if !settle(s, "poll bind", x, b.poll(x)) {
		return
	}
	s.Send("bind again", b.bind(true, app(s)))
	switch {
	case !s.Since("2.14"):
		s.Skip(nil, "bindings can be fetched from 2.14 on", "fetch binding")
	case s.Subject["bindings_retrievable"] == "":
		s.Skip(nil, "the offering does not declare bindings_retrievable", "fetch binding")
	default:
		s.Send("fetch binding", b.fetch())
	}
	without := i.newBinding()
	s.Hold(without.resource())
	s.Send("bind without app", without.bind(true, ""))

	x = s.Send("unbind", b.unbind(true))
	if !settle(s, "poll unbind", x, b.poll(x)) {
		s.Skip(x, "the binding was not removed", "unbind again")
		return
	}
	s.Release(b.resource())
	s.Send("unbind again", b.unbind(true))
}

func destroy(s *scenario.Session, i *instance) {
	x := s.Send("deprovision", i.deprovision(true))
	if !settle(s, "poll deprovision", x, i.poll(x)) {
		s.Block(x, "the instance was not removed: %s was answered %s", x, x.Got())
		return
	}
	s.Release(i.resource())
	s.Send("deprovision again", i.deprovision(true))
}

// app is the application that bindings are made for.
func app(s *scenario.Session) string {
	if guid := s.Fixture("app_guid"); guid != "" {
		return guid
	}
	return "c3a4f0a6-7e0b-4e4e-9d6b-57cb8f3b9d03"
}
