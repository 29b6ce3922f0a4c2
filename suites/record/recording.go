package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
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

// Read loads a saved recording. It refuses unknown members, other formats and what is inconsistent in itself.
func Read(reader io.Reader) (*Recording, error) {
	data, err := io.ReadAll(reader)
	if err != nil {
		return nil, fmt.Errorf("read recording: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var r Recording
	if err := decoder.Decode(&r); err != nil {
		// Another format has other members.
		var other struct{ Format int }
		if json.Unmarshal(data, &other) == nil && other.Format != 0 && other.Format != Format {
			return nil, unreadable(other.Format)
		}
		return nil, fmt.Errorf("read recording: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read recording: expected one JSON object, found more")
	}
	if r.Format != Format {
		return nil, unreadable(r.Format)
	}
	if err := r.validate(); err != nil {
		return nil, fmt.Errorf("read recording: %w", err)
	}
	return &r, nil
}

func unreadable(format int) error {
	return fmt.Errorf("read recording: it is of format %d, and this program reads format %d: the run has to be recorded again", format, Format)
}

// validate says what is inconsistent.
func (r *Recording) validate() error {
	names := map[string]bool{}
	for _, s := range r.Scenarios {
		if names[s.Name] {
			return fmt.Errorf("scenario %q is listed twice", s.Name)
		}
		names[s.Name] = true
		for step, absence := range s.Absent {
			if !slices.Contains([]string{Blocked, NotApplicable, NotExercised}, absence.Class) {
				return fmt.Errorf("scenario %q: step %q is absent with class %q, expected %s, %s or %s", s.Name, step, absence.Class, Blocked, NotApplicable, NotExercised)
			}
			if absence.Exchange != 0 && r.Exchange(absence.Exchange) == nil {
				return fmt.Errorf("scenario %q: step %q is absent because of exchange %d, of which there is none", s.Name, step, absence.Exchange)
			}
		}
	}
	for i, x := range r.Exchanges {
		switch {
		case x == nil || x.Number != i+1:
			return fmt.Errorf("exchange %d does not carry its number", i+1)
		case !names[x.Scenario]:
			return fmt.Errorf("exchange %d belongs to scenario %q, which is not listed", i+1, x.Scenario)
		case !slices.Contains([]Side{Target, Broker, Probed}, x.Side):
			return fmt.Errorf("exchange %d has side %q, expected target, broker or probe", i+1, x.Side)
		case x.Opening != nil && (x.Side != Probed || !slices.Contains(outcomes(), x.Opening.Outcome)):
			return fmt.Errorf("exchange %d has side %q and an opening that came to %q, expected side probe and one of %q", i+1, x.Side, x.Opening.Outcome, outcomes())
		case x.Response == nil && x.Opening == nil && x.Failure == "":
			return fmt.Errorf("exchange %d has neither a response nor a failure that says why", i+1)
		}
	}
	return nil
}
