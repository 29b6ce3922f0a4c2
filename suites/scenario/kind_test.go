package scenario

import (
	"slices"
	"strings"
	"testing"

	"conformance/suites/record"
)

// operation is a request with the polls of what it began.
type operation struct {
	Request record.Step `step:"*"`
	Polls   record.Step `step:"poll *"`
}

type instance struct {
	Provision operation   `step:"provision"`
	Fetch     record.Step `step:"fetch"`
}

type groupedRun struct {
	instance
	Neighbour instance      `step:"* the neighbour"`
	Refused   record.Series `step:"update"`
}

func TestStepsOfGroups(t *testing.T) {
	kind := New(Scenario{Name: "flow"}, func(*Session, *groupedRun) {})
	want := []string{
		"provision", "poll provision", "fetch",
		"provision the neighbour", "poll provision the neighbour", "fetch the neighbour", "update / *",
	}
	if !slices.Equal(kind.Steps, want) {
		t.Errorf("steps %q, want %q", kind.Steps, want)
	}
	blank := kind.blank()
	if name := blank.Neighbour.Provision.Polls.Name; name != "poll provision the neighbour" {
		t.Errorf("a step to record into is called %q", name)
	}
	if name := blank.Refused.Step("no body").Name; name != "update / no body" {
		t.Errorf("a derived step is called %q", name)
	}
	if names := namesOf(blank.Neighbour); !slices.Equal(names, want[3:6]) {
		t.Errorf("the group has the steps %q, want %q", names, want[3:6])
	}
}

// TestRunOfGroups: what was recorded under derived and grouped steps is read back, and so is why something is absent.
func TestRunOfGroups(t *testing.T) {
	kind := New(Scenario{Name: "flow"}, func(*Session, *groupedRun) {})
	r := &record.Recording{
		Scenarios: []record.Scenario{{Name: "flow", Absent: map[string]record.Absence{
			"update / *":          record.Because(record.Blocked, nil, record.Text("no instance")),
			"update / wrong type": record.Because(record.NotApplicable, nil, record.Text("no parameters")),
			"fetch the neighbour": record.Because(record.NotApplicable, nil, record.Text("not retrievable")),
		}}},
		Exchanges: []*record.Exchange{
			{Number: 1, Scenario: "flow", Step: "poll provision the neighbour"},
			{Number: 2, Scenario: "flow", Step: "update / no body"},
			{Number: 3, Scenario: "other", Step: "update / no body"},
			{Number: 4, Scenario: "flow", Step: "update"},
		},
	}
	run := kind.View(r, "flow")
	if x := run.Neighbour.Provision.Polls.Exchange(); x == nil || x.Number != 1 {
		t.Errorf("the polls are %v", x)
	}
	if step := run.Refused.Step("no body"); len(step.Exchanges) != 1 || step.Exchanges[0].Number != 2 {
		t.Errorf("no body: %+v", step)
	}
	for step, want := range map[string]record.Step{
		"not retrievable": run.Neighbour.Fetch, "no parameters": run.Refused.Step("wrong type"),
		"no instance": run.Refused.Step("another"), "step fetch was not recorded": run.Fetch,
	} {
		if want.Present() || want.Absence == nil || want.Absence.Text != step {
			t.Errorf("%s is absent because of %+v, want %q", want.Name, want.Absence, step)
		}
	}
}

func TestFieldsThatAreNoSteps(t *testing.T) {
	for name, declare := range map[string]func(){
		"a text":             func() { New[struct{ A string }](Scenario{}) },
		"a step without tag": func() { New[struct{ A record.Step }](Scenario{}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, "field A") {
					t.Errorf("panicked with %q, want a word about field A", text)
				}
			}()
			declare()
		})
	}
}
