package flows

import (
	"conformance/suites/osb/schema"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// ParametersRun is two instances of a plan, and parameters that its schemas admit and forbid.
type ParametersRun struct {
	Valid           record.Step `step:"provision with valid parameters"`
	Provision       record.Step `step:"provision"`
	ProvisionPolls  record.Step `step:"poll provision"`
	ProvisionBroken record.Step `step:"provision with broken parameters"`
	UpdateValid     record.Step `step:"update with valid parameters"`
	Update          record.Step `step:"update"`
	UpdateText      record.Step `step:"update with a text of many scripts"`
	UpdateBroken    record.Step `step:"update with broken parameters"`
	BindValid       record.Step `step:"bind with valid parameters"`
	Bind            record.Step `step:"bind"`
	BindPolls       record.Step `step:"poll bind"`
	BindBroken      record.Step `step:"bind with broken parameters"`
	Drains          record.Step `step:"drain"`
	Other           record.Step `step:"provision another for another platform"`
	OtherPlain      record.Step `step:"provision another"`
	OtherPolls      record.Step `step:"poll provision another"`
	UpdateOther     record.Step `step:"update another"`
}

// Parameters works with the first plan that publishes a schema or, without any, with that of the lifecycle. Parameters that
// the schema admits come first, for the refusal of others tells something only where those are served.
var Parameters = scenario.New(scenario.Scenario{
	Name: "parameters", Title: "two instances of one plan, with parameters that its schemas admit and forbid",
	Operations: []string{"provision", "update", "deprovision", "bind", "unbind", "instance-last-operation", "binding-last-operation"},
	// Of the bindings one is what a broker makes of parameters that it has to refuse. An instance that it makes so is the
	// second.
	Instances: 2, Bindings: 2,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		p, found := publishing(site)
		if !found {
			return nil, noPlan(site)
		}
		return p.subject(""), ""
	},
}, recordParameters)

func recordParameters(s *scenario.Session, run *ParametersRun) {
	p, _ := publishing(s.Site)
	e := &exercise{s: s, run: run, creation: creation(s.Site, p), first: newInstance(s, p)}
	if !e.create() {
		return
	}
	e.breakCreation()
	if e.update() && e.bind() && e.another() {
		for _, i := range []*instance{e.other, e.first} {
			if i != nil {
				discard(s, i.resource())
			}
		}
	}
}

// publishing is the plan to work with.
func publishing(site *scenario.Site) (plan, bool) {
	for _, p := range distinct(site) {
		for _, place := range []string{forCreation, forUpdates, forBindings} {
			if schemaOf(site, p, place) != nil && len(p.requires) == 0 {
				return p, true
			}
		}
	}
	return principal(site)
}

// exercise is the instances while they are worked with.
type exercise struct {
	s        *scenario.Session
	run      *ParametersRun
	creation published
	// first and other are the instances; other is nil as long as there is none.
	first, other *instance
	created      *record.Exchange
	// plain is set when parameters that the schema admits were refused, so that instances are made without.
	plain bool
}

// provision is the request that makes an instance.
func (e *exercise) provision(i *instance) scenario.Call {
	call := i.provision(true)
	if e.creation.none.None() && !e.plain {
		return into(call, e.creation.valid)
	}
	return call
}

// create makes the first instance, with parameters where some are known.
func (e *exercise) create() bool {
	valid, plain := e.run.Valid, e.run.Provision
	e.s.Hold(e.first.resource())
	if e.creation.none.None() {
		e.created = e.s.Send(valid, e.provision(e.first))
		e.plain = !Worked(e.created) && !e.creation.told
	}
	if !e.creation.none.None() || e.plain && len(e.creation.valid) > 0 {
		if e.first.plan.demands && e.plain {
			e.s.SkipRest(e.created, "parameters that were made by the schema are refused, and others are not known; see --parameters and --plans")
			return false
		}
		e.created = e.s.Send(plain, e.provision(e.first))
		e.s.SkipFor(e.created, e.creation.none, valid)
	}
	if !Worked(e.created) {
		unmade(e.s, e.created)
		return false
	}
	e.s.Skip(e.created, "the instance was made with parameters", plain)
	return settle(e.s, e.run.ProvisionPolls, e.created, e.first.poll(e.created))
}

// breakCreation asks for instances with parameters that the schema forbids, until one is made.
func (e *exercise) breakCreation() {
	step := e.run.ProvisionBroken
	valid := e.created
	if e.plain {
		valid = nil
	}
	if why := breakable(e.creation, valid); !why.None() {
		e.s.SkipFor(e.created, why, step)
		return
	}
	for _, fault := range e.creation.faults {
		i := newInstance(e.s, e.first.plan)
		e.s.Hold(i.resource())
		if x := e.s.Send(step, breaking(i.provision(true), fault)); Worked(x) {
			drain(e.s, x, i.poll(x))
			e.other = i
			return
		}
	}
}

// update asks for updates with parameters that the schema admits, with none, and with those that it forbids.
func (e *exercise) update() bool {
	valid, plain, broken := e.run.UpdateValid, e.run.Update, e.run.UpdateBroken
	scripts := e.run.UpdateText
	p := updates(e.s.Site, e.first.plan)
	base := e.created
	if !p.none.None() || len(p.valid) == 0 {
		e.s.SkipFor(e.created, p.none, valid)
	} else {
		base = e.change(valid, e.first, map[string]any{"parameters": p.valid})
	}
	if x := e.change(plain, e.first, nil); len(p.valid) == 0 {
		base = x
	}
	if p.text == nil {
		none := p.none
		if none.None() {
			none = record.Text("the schema admits no text that the request could choose")
		}
		e.s.SkipFor(e.created, none, scripts)
	} else {
		e.change(scripts, e.first, map[string]any{"parameters": p.text})
	}
	if why := breakable(p, base); !why.None() {
		e.s.SkipFor(base, why, broken)
		return true
	}
	for _, fault := range p.faults {
		call := breaking(e.first.update(true, map[string]any{"parameters": fault.Value}), fault)
		if x := e.s.Send(broken, call); Worked(x) {
			drain(e.s, x, e.first.poll(x))
			break
		}
	}
	return true
}

func (e *exercise) change(step record.Step, i *instance, changes map[string]any) *record.Exchange {
	x := e.s.Send(step, i.update(true, changes))
	drain(e.s, x, i.poll(x))
	return x
}

// bind makes a binding with parameters that the schema admits, and asks for others with those that it forbids.
func (e *exercise) bind() bool {
	valid, plain, polls, broken := e.run.BindValid, e.run.Bind, e.run.BindPolls, e.run.BindBroken
	p := binds(e.s.Site, e.first.plan)
	if !e.first.plan.bindable {
		p.none = record.Text("the plan is not bindable")
	}
	if !p.none.None() {
		e.s.SkipFor(e.created, p.none, valid, plain, polls, broken)
		return true
	}
	b := e.first.newBinding()
	e.s.Hold(b.resource())
	x := e.s.Send(valid, into(b.bind(true, app(e.s)), p.valid))
	why := breakable(p, x)
	if !Worked(x) && len(p.valid) > 0 && !p.told {
		x = e.s.Send(plain, b.bind(true, app(e.s)))
	}
	e.s.Skip(x, "the bind with parameters is the measure", plain)
	if Worked(x) {
		if !settle(e.s, polls, x, b.poll(x)) {
			return false
		}
		defer discard(e.s, b.resource())
	}
	if !why.None() {
		e.s.SkipFor(x, why, polls, broken)
		return true
	}
	e.breakBinding(broken, p.faults)
	return true
}

func (e *exercise) breakBinding(step record.Step, faults []schema.Fault) {
	for _, fault := range faults {
		b := e.first.newBinding()
		e.s.Hold(b.resource())
		if x := e.s.Send(step, breaking(b.bind(true, app(e.s)), fault)); Worked(x) {
			drain(e.s, x, b.poll(x))
			discard(e.s, b.resource())
			return
		}
	}
}

// another makes a second instance, for a platform of another kind, and updates it.
func (e *exercise) another() bool {
	foreign, plain, polls, update := e.run.Other, e.run.OtherPlain, e.run.OtherPolls, e.run.UpdateOther
	if e.other != nil {
		e.s.Skip(e.created, "the broker made a second instance with parameters that its schema forbids", foreign, plain, polls)
		e.change(update, e.other, nil)
		return true
	}
	i := newInstance(e.s, e.first.plan)
	e.s.Hold(i.resource())
	call := e.provision(i)
	var x *record.Exchange
	if e.s.Since("2.12") {
		x = e.s.Send(foreign, changed(call, func(body map[string]any) {
			body["context"] = map[string]any{"platform": "conformance", "conformance_text": ManyScripts}
		}))
	}
	if !Worked(x) {
		x = e.s.Send(plain, call)
	}
	e.s.Skip(x, "an instance was made for another platform", plain)
	if !Worked(x) {
		unmade(e.s, x)
		return false
	}
	e.other = i
	if !settle(e.s, polls, x, i.poll(x)) {
		return false
	}
	e.change(update, i, nil)
	return true
}

// breakable says why broken parameters tell nothing, if they do not.
func breakable(p published, valid *record.Exchange) record.Reason {
	switch {
	case !p.none.None():
		return p.none
	case !Worked(valid):
		return record.Text("parameters that keep the schema are refused as well")
	case len(p.faults) == 0:
		return record.Text("the schema forbids nothing that can be asked for alone")
	}
	return record.Reason{}
}

// ManyScripts is a text as people write it; the last character is beyond the 65,536 that some databases know.
const ManyScripts = "Größe, размер, 大きさ, حجم, 🚀"
