package flows

import (
	"net/url"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// bound creates a binding that the next steps need; they do not apply without it.
func (m *market) bound(step record.Step, instance string, steps ...any) (guid string, ok bool) {
	x := m.bind(step, scenario.Call{Body: m.binding(instance)})
	if guid = GuidOf(x); guid == "" {
		m.s.Skip(x, "no binding was created", steps...)
	}
	return guid, guid != ""
}

// UnbindingsRun is how bindings end: in a job, at a broker that finishes later without being allowed to, and as part of
// the delete of their instance.
type UnbindingsRun struct {
	Stock
	Create record.Step `step:"create instance"`

	Bind         record.Step `step:"create binding"`
	Unwanted     record.Step `step:"delete binding without permission to go on later"`
	GetUnwanted  record.Step `step:"get binding after it went on later"`
	BindForJob   record.Step `step:"create binding for a job"`
	UnbindInJob  record.Step `step:"delete binding in a job"`
	Job          record.Step `step:"get job"`
	GetAfterJob  record.Step `step:"get binding after the job"`
	BindForTree  record.Step `step:"create binding that takes its time to go"`
	Tree         record.Step `step:"delete instance whose unbind goes on"`
	Unbound      record.Step `step:"get binding until deleted"`
	TreeAgain    record.Step `step:"delete instance again"`
	SentBind     record.Step `step:"broker-bind"`
	SentUnbind   record.Step `step:"broker-unbind"`
	SentRemove   record.Step `step:"broker-deprovision"`
	BindingPolls record.Step `step:"broker-binding-last-operation"`
}

// Unbindings binds the one app to the one instance again and again.
var Unbindings = scenario.New(scenario.Scenario{
	Name: "unbindings", Title: "bindings that go in a job, later without permission, or with their instance",
	Operations: []string{"create-instance", "delete-instance", "create-binding", "get-binding", "delete-binding", "get-job",
		"broker-bind", "broker-unbind", "broker-deprovision", "broker-last-operation"},
	Instances: 1, Bindings: 3, Fixtures: []scenario.Told{spaceAndApp()}, Needs: inSpace,
}, recordUnbindings)

func recordUnbindings(s *scenario.Session, run *UnbindingsRun) {
	m, ok := stock(s, run.Stock, small)
	if !ok {
		return
	}
	defer m.broker.Close()
	instance, ok := m.created(run.Create, scenario.Call{Body: m.instance(small)})
	if !ok {
		return
	}
	unbindUnwanted(m, run, instance)
	unbindInJob(m, run, instance)
	unbindWithInstance(m, run, instance)
}

func unbindUnwanted(m *market, run *UnbindingsRun, instance string) {
	binding, ok := m.bound(run.Bind, instance, run.Unwanted, run.GetUnwanted)
	if !ok {
		return
	}
	m.broker.Answer("unbind", accepted(operation))
	x := m.drop(run.Unwanted, "delete-binding", binding, nil)
	m.s.Send(run.GetUnwanted, by("get-binding", binding))
	m.broker.Answer("unbind")
	if !x.Is(204) {
		m.until(cleanUp, "get-binding", binding, never) // the app is bound again
	}
}

func unbindInJob(m *market, run *UnbindingsRun, instance string) {
	binding, ok := m.bound(run.BindForJob, instance, run.UnbindInJob, run.Job, run.GetAfterJob)
	if !ok {
		return
	}
	x := m.drop(run.UnbindInJob, "delete-binding", binding, url.Values{"async": {"true"}})
	if job := Text(x, "/entity/guid"); job != "" {
		m.s.Poll(run.Job, by("get-job", job), 0, func(x *record.Exchange) bool {
			status := Text(x, "/entity/status")
			return status != "queued" && status != "running"
		})
	}
	if x := m.s.Send(run.GetAfterJob, by("get-binding", binding)); !x.Is(404) {
		m.drop(cleanUp, "delete-binding", binding, nil) // the app is bound again
	}
}

func unbindWithInstance(m *market, run *UnbindingsRun, instance string) {
	binding, ok := m.bound(run.BindForTree, instance,
		run.Tree, run.Unbound, run.TreeAgain)
	if !ok {
		return
	}
	tree := url.Values{"recursive": {"true"}, "accepts_incomplete": {"true"}}
	m.broker.Answer("unbind", accepted(operation))
	m.broker.Answer(poll["binding"], state("in progress", Working))
	m.drop(run.Tree, "delete-instance", instance, tree)
	m.broker.Answer(poll["binding"], state("succeeded", "done"))
	m.until(run.Unbound, "get-binding", binding, never)
	m.drop(run.TreeAgain, "delete-instance", instance, tree)
}
