package record

import (
	"maps"
	"slices"
	"strings"
)

// Reason classes of an absent step.
const (
	Blocked       = "blocked"
	NotApplicable = "not-applicable"
	NotExercised  = "not-exercised"
)

// Absence is why a step has no exchange.
type Absence struct {
	// Class is Blocked, NotApplicable or NotExercised.
	Class string `json:"class"`
	Reason
	// Exchange is the number of the exchange that shows it, or 0.
	Exchange int `json:"exchange,omitempty"`

	cause *Exchange
}

// Because returns an absence that the exchange, which may be nil, shows.
func Because(class string, cause *Exchange, why Reason) Absence {
	return Absence{Class: class, Reason: why, cause: cause}
}

// Step is one step of a scenario: its exchanges, or why there are none.
type Step struct {
	Name      string
	Exchanges []*Exchange
	Absence   *Absence
}

// Present reports whether the step has an exchange.
func (s Step) Present() bool { return len(s.Exchanges) > 0 }

// Series is a group of steps that are derived, of which nobody declares each: their names begin with that of the series.
type Series struct {
	Name string
	// Steps are those that have an exchange, or a reason of their own why there is none, in the order of the recording.
	Steps []Step
	// Absence is why the others have none.
	Absence *Absence
}

// Step returns the step of that name, which its series makes whole: no body of the series update is update / no body.
func (s Series) Step(name string) Step {
	whole := s.Name + seriesMark + name
	for _, step := range s.Steps {
		if step.Name == whole {
			return step
		}
	}
	return Step{Name: whole, Absence: s.Absence}
}

// seriesMark stands between the name of a series and that of one of its steps.
const seriesMark = " / "

// Every stands for all steps of the series in a list of step names.
func (s Series) Every() string { return s.Name + seriesMark + "*" }

// Last reduces the step to its last exchange.
func (s Step) Last() Step {
	if n := len(s.Exchanges); n > 1 {
		s.Exchanges = s.Exchanges[n-1:]
	}
	return s
}

// Exchange returns the last exchange of the step, or nil.
func (s Step) Exchange() *Exchange {
	if len(s.Exchanges) == 0 {
		return nil
	}
	return s.Exchanges[len(s.Exchanges)-1]
}

// Steps collects the steps of a scenario by their names. A step without exchange and without recorded reason is not
// exercised.
func (r *Recording) Steps(scenario string, names []string) []Step {
	exchanges := map[string][]*Exchange{}
	for _, x := range r.Exchanges {
		if x.Scenario == scenario {
			exchanges[x.Step] = append(exchanges[x.Step], x)
		}
	}
	var absent map[string]Absence
	if s := r.Scenario(scenario); s != nil {
		absent = s.Absent
	}
	steps := make([]Step, len(names))
	for i, name := range names {
		steps[i] = Step{Name: name, Exchanges: exchanges[name]}
		if !steps[i].Present() {
			steps[i].Absence = absence(absent, name)
		}
	}
	return steps
}

func absence(absent map[string]Absence, step string) *Absence {
	if known, ok := absent[step]; ok {
		return &known
	}
	return &Absence{Class: NotExercised, Reason: Text("step %s was not recorded", step)}
}

// Series collects the steps of a series in a scenario.
func (r *Recording) Series(scenario, name string) Series {
	series := Series{Name: name}
	var absent map[string]Absence
	if s := r.Scenario(scenario); s != nil {
		absent = s.Absent
	}
	at := map[string]int{}
	for _, x := range r.Exchanges {
		if x.Scenario != scenario || !strings.HasPrefix(x.Step, name+seriesMark) {
			continue
		}
		if _, known := at[x.Step]; !known {
			at[x.Step] = len(series.Steps)
			series.Steps = append(series.Steps, Step{Name: x.Step})
		}
		step := &series.Steps[at[x.Step]]
		step.Exchanges = append(step.Exchanges, x)
	}
	for _, step := range slices.Sorted(maps.Keys(absent)) {
		if _, known := at[step]; !known && strings.HasPrefix(step, name+seriesMark) && step != series.Every() {
			series.Steps = append(series.Steps, Step{Name: step, Absence: absence(absent, step)})
		}
	}
	series.Absence = absence(absent, series.Every())
	return series
}
