package record

import (
	"sort"
	"strings"
	"time"

	"conformance/specs"
)

// Format is the version of the file format of a recording. Format 1 had reasons in prose alone.
const Format = 2

// Recording is everything that a run saw, in the order of its scenarios.
type Recording struct {
	Format  int           `json:"format"`
	Run     string        `json:"run"`
	API     string        `json:"api"`
	Version specs.Version `json:"version"`
	// VersionNote says how the version was found, when nobody chose it.
	VersionNote string    `json:"version_note,omitempty"`
	Target      string    `json:"target"`
	Started     time.Time `json:"started"`
	// Duration is how long the recording took.
	Duration time.Duration `json:"duration_ns"`
	// Selection holds the ids that the run was asked to judge; empty means all.
	Selection []string    `json:"selection,omitempty"`
	Scenarios []Scenario  `json:"scenarios"`
	Exchanges []*Exchange `json:"exchanges"`
	// Interrupted says why the run ended early.
	Interrupted string `json:"interrupted,omitempty"`
	// Left lists what was created and could not be removed.
	Left []Left `json:"left,omitempty"`
	// Troubles are our own: a panic in a scenario, a slip in a request.
	Troubles []string `json:"troubles,omitempty"`
}

// Scenario is what came of one planned scenario.
type Scenario struct {
	Name string `json:"name"`
	// Of is the scenario's own name when it was recorded once for each of several subjects; Name is then that and
	// what tells the subject from the others.
	Of string `json:"of,omitempty"`
	// Subject is what the planner chose for it, such as service_id and plan_id.
	Subject map[string]string `json:"subject,omitempty"`
	// NotApplicable says why it was not recorded; nil when it was.
	NotApplicable *Reason `json:"not_applicable,omitempty"`
	// Absent says, for each step without exchange, why there is none.
	Absent map[string]Absence `json:"absent,omitempty"`
}

// Left is something that was created and could not be removed.
type Left struct {
	// Kind and ID are those of the resource.
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Why  string `json:"why"`
	// Late is set when the time for the clean-up was over before it was its turn, or while it was.
	Late bool `json:"late,omitempty"`
}

// String names what is left, and says why.
func (l Left) String() string { return l.Kind + " " + l.ID + ": " + l.Why }

// Scenario returns what came of the scenario of that name, or nil when the run had none.
func (r *Recording) Scenario(name string) *Scenario {
	for i := range r.Scenarios {
		if r.Scenarios[i].Name == name {
			return &r.Scenarios[i]
		}
	}
	return nil
}

// Runs returns what came of the scenario of that name on each of its subjects; mostly there is one.
func (r *Recording) Runs(name string) []*Scenario {
	var runs []*Scenario
	for i := range r.Scenarios {
		if s := &r.Scenarios[i]; s.Of == name || s.Of == "" && s.Name == name {
			runs = append(runs, s)
		}
	}
	return runs
}

// On tells the subject of a scenario that has several from the others; it is empty otherwise.
func (s *Scenario) On() string {
	if s.Of == "" {
		return ""
	}
	return strings.TrimPrefix(s.Name, s.Of+" ")
}

// Exchange returns the exchange of that number, or nil.
func (r *Recording) Exchange(number int) *Exchange {
	if number < 1 || number > len(r.Exchanges) {
		return nil
	}
	return r.Exchanges[number-1]
}

// number orders the exchanges by scenario and time, numbers them, and resolves the causes of absences.
func (r *Recording) number() {
	order := map[string]int{}
	for i, s := range r.Scenarios {
		order[s.Name] = i
	}
	sort.SliceStable(r.Exchanges, func(i, j int) bool {
		a, b := r.Exchanges[i], r.Exchanges[j]
		if a.Scenario != b.Scenario {
			return order[a.Scenario] < order[b.Scenario]
		}
		return a.sequence < b.sequence
	})
	for i, x := range r.Exchanges {
		x.Number = i + 1
	}
	for _, s := range r.Scenarios {
		for step, absence := range s.Absent {
			if absence.cause != nil {
				absence.Exchange = absence.cause.Number
				s.Absent[step] = absence
			}
		}
	}
}
