package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// LifecycleRun is one instance, from creation to deletion, with all that the platform can ask of it besides use.
type LifecycleRun struct {
	Provision        record.Step `step:"provision"`
	WithGuids        record.Step `step:"provision with guids"`
	WithoutLocation  record.Step `step:"provision without location"`
	WithRegion       record.Step `step:"provision with region"`
	ProvisionPolls   record.Step `step:"poll provision"`
	Again            record.Step `step:"provision again"`
	Identities       record.Step `step:"provision again with identities"`
	OpaqueIdentities record.Step `step:"provision again with other users"`
	ExtraIdentity    record.Step `step:"provision again with a longer identity"`
	BrokenIdentities record.Step `step:"provision again with broken identities"`
	UnknownHeader    record.Step `step:"provision again with an unknown header"`
	UnknownMember    record.Step `step:"provision again with an unknown member"`
	LiteralColon     record.Step `step:"provision again with literal colons"`
	MinimalContext   record.Step `step:"provision again with the least context"`
	LongContext      record.Step `step:"provision again with more context"`
	OtherAccount     record.Step `step:"provision again with another account in the context"`
	EmptyParameters  record.Step `step:"provision again with empty parameters"`
	Idle             record.Step `step:"state without bindings"`
	OtherPlan        record.Step `step:"provision with another plan"`
	OtherParameters  record.Step `step:"provision with other parameters"`

	Update             record.Step `step:"update"`
	UpdatePolls        record.Step `step:"poll update"`
	AfterUpdate        record.Step `step:"provision after update"`
	PreviousValues     record.Step `step:"update with previous values"`
	UpdateParameters   record.Step `step:"update parameters"`
	ParametersPolls    record.Step `step:"poll update parameters"`
	AfterParameters    record.Step `step:"provision after update of parameters"`
	UpdatePlan         record.Step `step:"update plan"`
	PlanPolls          record.Step `step:"poll update plan"`
	AfterPlan          record.Step `step:"provision after update of plan"`
	UpdateWithoutID    record.Step `step:"update without service_id"`
	UpdateMalformed    record.Step `step:"malformed update"`
	DoublyEncoded      record.Step `step:"deprovision doubly encoded"`
	AfterDoublyEncoded record.Step `step:"provision after doubly encoded deprovision"`

	Deprovision      record.Step `step:"deprovision"`
	DeprovisionPolls record.Step `step:"poll deprovision"`
	DeprovisionAgain record.Step `step:"deprovision again"`
	Deleted          record.Step `step:"use of the deleted instance"`
	Recreate         record.Step `step:"provision the deleted id"`
	RecreatePolls    record.Step `step:"poll provision of the deleted id"`
	WithoutIDs       record.Step `step:"deprovision without ids"`
	AfterWithoutIDs  record.Step `step:"provision after deprovision without ids"`
}

// Lifecycle creates an instance, asks for it again in many ways, changes it, deletes it, and creates it once more.
var Lifecycle = scenario.New[LifecycleRun](scenario.Scenario{
	Name: "lifecycle", Title: "one instance, from creation to deletion and once more",
	Operations: []string{"provision", "instance-last-operation", "update", "deprovision", "state-get", "bind"},
	Instances:  2,
	Needs:      anyPlan,
	Each:       eachPlan,
	Record: func(s *scenario.Session) {
		i := newInstance(s)
		if !create(s, i, variants()...) {
			return
		}
		again(s, i)
		s.Send("state without bindings", i.state())
		conflicts(s, i)
		updates(s, i)
		if doublyEncoded(s, i) && destroy(s, i) {
			deleted(s, i)
			recreate(s, i)
		}
	},
})

// again repeats the creation, changed only in what is no attribute of the instance: that costs nothing, and a broker
// that stumbles over it would stumble in a first request too.
func again(s *scenario.Session, i *instance) {
	plain := i.provision()
	s.Send("provision again", plain)
	send := func(step, header string, values ...string) {
		for _, value := range values {
			s.Send("provision again with "+step, sending(plain, header, value))
		}
	}
	// As IBM's page explains it, as its example request has it, and not at all.
	send("identities", identityHeader, identity(identityJSON), exampleIdentity, "")
	send("other users", identityHeader, identity(`{"iam_id":"iam-ServiceId-5f2c1d7e"}`), identity(`{"iam_id":"somebody"}`))
	send("a longer identity", identityHeader, identity(`{"iam_id":"IBMid-50GNR717YE","sub":"user@example.com"}`))
	send("broken identities", identityHeader, "ibmcloud %%%", "ibmcloud")
	send("an unknown header", "Transaction-Id", s.NewID())
	s.Send("provision again with an unknown member", with(plain, "conformance_invented", true))
	literal := plain
	literal.Path, literal.Params = "", map[string]string{"instance_id": i.id}
	s.Send("provision again with literal colons", literal)

	s.Send("provision again with the least context", with(plain, "context", i.minimalContext(i.id)))
	s.Send("provision again with more context", with(plain, "context", merged(i.context(), map[string]any{"name": "conformance", "conformance_invented": true})))
	s.Send("provision again with another account in the context", with(plain, "context", merged(i.context(), map[string]any{
		"account_id": otherAccount, "crn": "crn:v1:bluemix:public:conformance:us-south:a/" + otherAccount + ":" + s.NewID() + "::",
	})))
	s.Send("provision again with empty parameters", with(plain, "parameters", map[string]any{}))
}

const otherAccount = "003e9bc3993aec710d30a5a719e57a80"

func conflicts(s *scenario.Session, i *instance) {
	const byPlan, byParameters = "provision with another plan", "provision with other parameters"
	if other := s.Subject["other_plan_id"]; other != "" {
		s.Send(byPlan, with(i.provision(), "plan_id", other))
	} else {
		s.Skip(nil, "the service has only one plan, so no request can conflict by its plan", byPlan)
	}
	changes, unknown := parameters(s, "update_parameters")
	if !unknown.None() {
		s.SkipFor(nil, unknown, byParameters)
		return
	}
	s.Send(byParameters, with(i.provision(), "parameters", merged(i.parameters, changes)))
}

// modify sends an update without accepts_incomplete and, when it is refused for want of that, once more with it.
func modify(s *scenario.Session, i *instance, step string, changes map[string]any) (done bool) {
	x := s.Send(step, i.update(changes))
	if x.Is(422) && x.Object()["error"] == "AsyncRequired" {
		call := i.update(changes)
		call.Query = accepting(nil)
		x = s.Send(step, call)
	}
	if !Accepted(x) {
		s.Skip(x, "the update was refused", "poll "+step)
		return false
	}
	return settle(s, "poll "+step, x, i.poll(x))
}

func updates(s *scenario.Session, i *instance) {
	if !modify(s, i, "update", nil) {
		return
	}
	s.Send("provision after update", i.provision())
	for _, previous := range []map[string]any{{}, {"plan_id": i.plan, "service_id": i.service}, {"plan_id": s.NewID()}} {
		call := i.update(map[string]any{"previous_values": previous})
		call.Query = accepting(nil)
		x := s.Send("update with previous values", call)
		// A broker may begin work on each; the next has to wait for it.
		if x.Is(202) && !settle(s, "poll update", x, i.poll(x)) {
			return
		}
	}
	updateParameters(s, i)
	updatePlan(s, i)
	s.Send("update without service_id", bad(with(i.update(nil), "service_id", nil), "service_id is missing"))
	s.Send("malformed update", malformed(i.update(nil)))
}

func updateParameters(s *scenario.Session, i *instance) {
	const step, poll, after = "update parameters", "poll update parameters", "provision after update of parameters"
	changes, unknown := parameters(s, "update_parameters")
	if !unknown.None() {
		s.SkipFor(nil, unknown, step, poll, after)
		return
	}
	wanted := merged(i.parameters, changes)
	if !modify(s, i, step, map[string]any{"parameters": wanted}) {
		s.Skip(nil, "the parameters were not updated", after)
		return
	}
	i.parameters = wanted
	s.Send(after, i.provision())
}

func updatePlan(s *scenario.Session, i *instance) {
	const step, poll, after = "update plan", "poll update plan", "provision after update of plan"
	other := s.Subject["other_plan_id"]
	switch {
	case s.Subject["plan_updateable"] == "":
		s.Skip(nil, "the service does not declare plan_updateable", step, poll, after)
		return
	case other == "":
		s.Skip(nil, "the service has only one plan", step, poll, after)
		return
	}
	if !modify(s, i, step, map[string]any{"plan_id": other}) {
		s.Skip(nil, "the plan was not changed", after)
		return
	}
	i.plan = other
	s.Send(after, i.provision())
}

func doublyEncoded(s *scenario.Session, i *instance) bool {
	other := *i
	other.id = escape(i.id)
	if x := s.Send("deprovision doubly encoded", other.deprovision()); Accepted(x) {
		s.Block(x, "%s was answered %s, which may have removed an instance with another id", x, x.Got())
		return false
	}
	s.Send("provision after doubly encoded deprovision", i.provision())
	return true
}

func deleted(s *scenario.Session, i *instance) {
	const gone = "the instance is deleted"
	s.Send("deprovision again", i.deprovision())
	s.Send("use of the deleted instance", bad(i.state(), gone))
	s.Send("use of the deleted instance", bad(i.update(nil), gone))
	b := i.newBinding("resource-key", nil)
	s.Hold(b.held())
	s.Send("use of the deleted instance", bad(b.bind(), gone))
}

func recreate(s *scenario.Session, i *instance) {
	s.Hold(i.resource())
	x := s.Send("provision the deleted id", i.provision())
	if !Accepted(x) {
		s.Block(x, "the deleted id could not be provisioned again: %s was answered %s", x, x.Got())
		return
	}
	if !settle(s, "poll provision of the deleted id", x, i.poll(x)) {
		return
	}
	x = s.Send("deprovision without ids", bad(without(i.deprovision(), "service_id", "plan_id"), "service_id and plan_id are missing"))
	if !Refused(x) {
		s.Skip(x, "the instance was deleted, which is lenient", "provision after deprovision without ids")
		return
	}
	s.Send("provision after deprovision without ids", i.provision())
}
