package flows

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// UpdatingRun is one instance whose parameters, context, maintenance and plan are changed, fetched before and after.
type UpdatingRun struct {
	Bare            record.Step `step:"provision with the mandatory members"`
	Provision       record.Step `step:"provision"`
	ProvisionPolls  record.Step `step:"poll provision"`
	Again           record.Step `step:"provision again"`
	AgainDescribed  record.Step `step:"provision again with described maintenance_info"`
	Bind            record.Step `step:"bind for another platform"`
	Fetch           record.Step `step:"fetch"`
	FetchAgain      record.Step `step:"fetch again"`
	Partial         record.Step `step:"update with parameters and an unknown plan"`
	FetchPartial    record.Step `step:"fetch after the unknown plan"`
	Parameters      record.Step `step:"update with parameters alone"`
	FetchParameters record.Step `step:"fetch after parameters alone"`
	Full            record.Step `step:"update with every member"`
	FetchFull       record.Step `step:"fetch after every member"`
	Maintained      record.Step `step:"update with maintenance_info"`
	Described       record.Step `step:"update with described maintenance_info"`
	Foreign         record.Step `step:"update for another platform"`
	Usual           record.Step `step:"update for the usual platform"`
	Context         record.Step `step:"update with context alone"`
	FetchContext    record.Step `step:"fetch after context alone"`
	Unfit           record.Step `step:"impossible update"`
	FetchUnfit      record.Step `step:"fetch after the impossible update"`
	Change          record.Step `step:"update to another plan"`
	FetchChange     record.Step `step:"fetch after another plan"`
	Moved           record.Step `step:"update with parameters alone on the other plan"`
	FetchMoved      record.Step `step:"fetch after parameters alone on the other plan"`
	Undeclared      record.Step `step:"update to another plan though plans are kept"`
	UndeclaredPolls record.Step `step:"poll update to another plan though plans are kept"`
	FetchUndeclared record.Step `step:"fetch after another plan though plans are kept"`
	UpdatePolls     record.Step `step:"poll update"`
	ChangePolls     record.Step `step:"poll update to another plan"`
}

// The fixtures of Updating.
const (
	OtherPlan        = "other_plan_id"
	UpdateParameters = "update_parameters"
)

// Updating changes one instance of the plan that the lifecycle works with, and fetches it after each change. What changes the
// plan comes last: from then on nothing is known of the parameters that the instance takes.
var Updating = scenario.New(scenario.Scenario{
	Name: "updating", Title: "one instance whose parameters, context and plan change",
	Operations: []string{"provision", "update", "deprovision", "bind", "unbind", "fetch-instance", "instance-last-operation", "binding-last-operation"},
	Instances:  1, Bindings: 1,
	Needs: onPrincipal,
}, recordUpdating)

func recordUpdating(s *scenario.Session, run *UpdatingRun) {
	p, _ := principal(s.Site)
	u := &changes{s: s, run: run, i: newInstance(s, p), parameters: changing(s.Site, p)}
	if !u.create() {
		return
	}
	u.describe()
	u.bind()
	u.look(run.Fetch)
	u.look(run.FetchAgain)
	for _, change := range []func() bool{u.partly, u.parametersAlone, u.everything, u.maintenance, u.platforms, u.contextAlone, u.unfit, u.move, u.stay} {
		if !change() {
			return
		}
	}
	discard(s, u.i.resource())
}

// changes is the instance while it is changed.
type changes struct {
	s       *scenario.Session
	i       *instance
	run     *UpdatingRun
	created *record.Exchange
	// parameters are valid for an update; nil when nobody knows any.
	parameters json.RawMessage
}

// create provisions the instance with what is mandatory and, where that is refused, as every other scenario does.
func (u *changes) create() bool {
	u.s.Hold(u.i.resource())
	full := u.i.provision(true)
	u.created = u.s.Send(u.run.Bare, missing(full, "context", "maintenance_info"))
	if !u.created.Is(200, 201, 202) {
		u.created = u.s.Send(u.run.Provision, full)
	}
	if !u.created.Is(200, 201, 202) {
		unmade(u.s, u.created)
		return false
	}
	u.s.Skip(u.created, "the instance was made of the mandatory members", u.run.Provision)
	return settle(u.s, u.run.ProvisionPolls, u.created, u.i.poll(u.created))
}

// describe repeats the request with maintenance_info, and with members of it that a broker ignores.
func (u *changes) describe() {
	steps := []record.Step{u.run.Again, u.run.AgainDescribed, u.run.Maintained, u.run.Described}
	switch {
	case !u.s.Since("2.15"):
	case u.i.plan.version == "":
		u.s.Skip(u.created, NoMaintenance, steps)
	default:
		again := u.i.provision(true)
		if Sent(u.created, "context") == nil {
			again = missing(again, "context")
		}
		for n, call := range []scenario.Call{again, changed(again, u.describeMaintenance)} {
			x := u.s.Send(steps[n], call)
			drain(u.s, x, u.i.poll(x))
		}
	}
}

func (u *changes) describeMaintenance(body map[string]any) {
	body["maintenance_info"] = map[string]any{"version": u.i.plan.version, "description": "Not what the catalog says.", "conformance_unknown": true}
}

// bind makes and removes a binding for a platform that says nothing of itself.
func (u *changes) bind() {
	step := u.run.Bind
	switch {
	case !u.s.Since("2.13"):
	case !u.i.plan.bindable:
		u.s.Skip(u.created, "the plan is not bindable", step)
	default:
		b := u.i.newBinding()
		u.s.Hold(b.resource())
		call := changed(b.bind(true, app(u.s)), func(body map[string]any) { body["context"] = map[string]any{} })
		call.Invalid = noPlatform
		if u.s.Send(step, call).Is(200, 201, 202) {
			discard(u.s, b.resource())
		}
	}
}

// look fetches the instance, if it can be fetched.
func (u *changes) look(step record.Step) { fetchBusy(u.s, u.i, u.created, step) }

// apply sends an update and waits for its end. It is false when nothing further can go on.
func (u *changes) apply(step record.Step, call scenario.Call) bool {
	_, ok := u.send(step, call)
	return ok
}

// send sends an update and waits for its end. Whether it was applied is the broker's affair; ok is false when that does
// not become known.
func (u *changes) send(step record.Step, call scenario.Call) (applied, ok bool) {
	return u.follow(step, u.run.UpdatePolls, call)
}

func (u *changes) follow(step, polls record.Step, call scenario.Call) (applied, ok bool) {
	return u.wait(polls, u.s.Send(step, call))
}

// wait waits for the end of the update that the exchange began.
func (u *changes) wait(polls record.Step, x *record.Exchange) (applied, ok bool) {
	if !x.Is(202) {
		return x.Is(200), true
	}
	last, done := u.s.Poll(polls, u.i.poll(x), 0, ended)
	if !done {
		u.s.Block(last, "the operation that %s began did not end within %s; see --poll-limit", x, u.s.PollLimit.Round(time.Second))
	}
	return last.Object()["state"] == "succeeded", done
}

// partly sends parameters that are new to the instance with a plan that does not exist.
func (u *changes) partly() bool {
	if u.parameters == nil {
		u.s.SkipFor(u.created, record.Lacking(UpdateParameters).For(noParameters), u.run.Partial, u.run.FetchPartial, u.run.Full,
			u.run.FetchFull, u.run.Parameters, u.run.FetchParameters,
			u.run.Moved, u.run.FetchMoved)
		return true
	}
	unknown := u.i.update(true, map[string]any{"plan_id": u.s.NewID(), "parameters": u.parameters})
	unknown.Invalid = "the plan is unknown"
	if _, ok := u.send(u.run.Partial, unknown); !ok {
		return false
	}
	u.look(u.run.FetchPartial)
	return true
}

// everything repeats an update of parameters with every member that an update may have. It comes second: that there is
// nothing new in it may be a reason to refuse it.
func (u *changes) everything() bool {
	if u.parameters == nil {
		return true
	}
	every := map[string]any{"plan_id": u.i.plan.id, "parameters": u.parameters}
	if u.i.plan.version != "" && u.s.Since("2.15") {
		every["maintenance_info"] = map[string]any{"version": u.i.plan.version}
	}
	if _, ok := u.send(u.run.Full, u.i.update(true, every)); !ok {
		return false
	}
	u.look(u.run.FetchFull)
	return true
}

func (u *changes) parametersAlone() bool {
	if u.parameters == nil {
		return true
	}
	ok := u.apply(u.run.Parameters, missing(u.i.update(true, map[string]any{"parameters": u.parameters}), "context", "previous_values"))
	u.look(u.run.FetchParameters)
	return ok
}

// maintenance asks for the maintenance that the instance has, and again with members that a broker ignores.
func (u *changes) maintenance() bool {
	if u.i.plan.version == "" || !u.s.Since("2.15") {
		return true
	}
	call := u.i.update(true, map[string]any{"maintenance_info": map[string]any{"version": u.i.plan.version}})
	return u.apply(u.run.Maintained, call) && u.apply(u.run.Described, changed(call, u.describeMaintenance))
}

// platforms changes nothing, on behalf of platforms of other kinds.
func (u *changes) platforms() bool {
	if !u.s.Since("2.12") {
		return true
	}
	crashed := false
	kubernetes := map[string]any{"platform": "kubernetes", "namespace": "conformance", "clusterid": "8263feba-9b8a-23ae-99ed-abcd1234feda"}
	for _, context := range []map[string]any{kubernetes, {"platform": "conformance"}, {}} {
		call := u.i.update(true, map[string]any{"plan_id": u.i.plan.id, "context": context})
		if len(context) == 0 {
			call.Invalid = noPlatform
		}
		x := u.s.Send(u.run.Foreign, call)
		if _, ok := u.wait(u.run.UpdatePolls, x); !ok {
			return false
		}
		crashed = crashed || x.Response == nil || x.Status() >= 500
	}
	if crashed { // is that for the platform's sake?
		return u.apply(u.run.Usual, u.i.update(true, map[string]any{"plan_id": u.i.plan.id}))
	}
	return true
}

func (u *changes) contextAlone() bool {
	step := u.run.Context
	switch {
	case !u.s.Since("2.15"):
		return true
	case !u.i.plan.contextUpdates:
		u.s.Skip(u.created, "the offering does not declare allow_context_updates", step, u.run.FetchContext)
		return true
	}
	context := u.i.context()
	context["instance_name"] = "renamed"
	ok := u.apply(step, u.i.update(true, map[string]any{"context": context}))
	u.look(u.run.FetchContext)
	return ok
}

// unmade says that there is no instance to work with. That the plain valid request is refused is told by the lifecycle,
// once.
func unmade(s *scenario.Session, x *record.Exchange) {
	s.SkipRest(x, fmt.Sprintf(refused, x, x.Got(), "--parameters and --plans"))
}

// missing takes out members that every platform sends and that a broker has to do without.
func missing(call scenario.Call, members ...string) scenario.Call {
	call = changed(call, func(body map[string]any) {
		for _, member := range members {
			delete(body, member)
		}
	})
	call.Invalid = "no " + strings.Join(members, " and no ") + Optional
	return call
}

const noParameters = "nobody knows parameters for an update: there are no --parameters"

const noPlatform = "the context names no platform"
