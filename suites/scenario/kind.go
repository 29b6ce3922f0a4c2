package scenario

import (
	"fmt"
	"reflect"
	"strings"

	"conformance/suites/record"
)

// Kind is a scenario together with the type of its run.
type Kind[R any] struct {
	Scenario
	fields []field
}

// field is a step or a series of a run: where it stands, and its whole name.
type field struct {
	index  []int
	name   string
	series bool
}

// New returns the kind of a scenario whose run is R, with what records it. R is a struct of steps (record.Step), of series
// (record.Series) and of structs that group steps. A tag says the name: `step:"provision"`. A group has a tag as well: where
// it has a *, that stands for the name of each step in the group (`step:"* the neighbour"`); else each * in the group stands
// for the group's own name, so that a group of "*" and "poll *" can be part of many runs. A group without tag leaves the
// names as they are. New panics on any other field, which is a defect of the program.
func New[R any](s Scenario, record ...func(*Session, *R)) Kind[R] {
	k := Kind[R]{Scenario: s}
	k.fields = fieldsOf(s.Name, reflect.TypeFor[R]())
	for _, f := range k.fields {
		k.Steps = append(k.Steps, f.listed())
	}
	if len(record) > 0 {
		k.Record = func(s *Session) { record[0](s, k.blank()) }
	}
	return k
}

func (f field) listed() string {
	if f.series {
		return record.Series{Name: f.name}.Every()
	}
	return f.name
}

func fieldsOf(scenario string, run reflect.Type) []field {
	var all []field
	for i := range run.NumField() {
		at := run.Field(i)
		name, tagged := at.Tag.Lookup("step")
		switch step, series := at.Type == reflect.TypeFor[record.Step](), at.Type == reflect.TypeFor[record.Series](); {
		case (step || series) && tagged:
			all = append(all, field{[]int{i}, name, series})
		case step, series, at.Type.Kind() != reflect.Struct:
			panic(fmt.Sprintf("scenario %s: field %s of its run is neither a step or series with a tag, nor a group of them", scenario, at.Name))
		default:
			for _, f := range fieldsOf(scenario, at.Type) {
				f.index = append([]int{i}, f.index...)
				f.name = within(name, f.name)
				all = append(all, f)
			}
		}
	}
	return all
}

// within is the name that a step of a group has.
func within(group, step string) string {
	switch {
	case strings.Contains(group, "*"):
		return strings.ReplaceAll(group, "*", step)
	case group != "":
		return strings.ReplaceAll(step, "*", group)
	}
	return step
}

// blank is a run to record into: its steps have their names, and nothing else yet.
func (k Kind[R]) blank() *R {
	run := new(R)
	v := reflect.ValueOf(run).Elem()
	for _, f := range k.fields {
		if f.series {
			v.FieldByIndex(f.index).Set(reflect.ValueOf(record.Series{Name: f.name}))
		} else {
			v.FieldByIndex(f.index).Set(reflect.ValueOf(record.Step{Name: f.name}))
		}
	}
	return run
}

// View reads a run of this scenario out of a recording: the one of that name, see record.Recording.Runs.
func (k Kind[R]) View(r *record.Recording, name string) *R {
	run := new(R)
	v := reflect.ValueOf(run).Elem()
	steps := r.Steps(name, k.Steps)
	for i, f := range k.fields {
		if f.series {
			v.FieldByIndex(f.index).Set(reflect.ValueOf(r.Series(name, f.name)))
		} else {
			v.FieldByIndex(f.index).Set(reflect.ValueOf(steps[i]))
		}
	}
	return run
}

// namesOf are the names of a step, of a series, or of each step in a group.
func namesOf(steps any) []string {
	switch steps := steps.(type) {
	case string:
		return []string{steps}
	case []string:
		return steps
	case []record.Step:
		names := make([]string, len(steps))
		for i, step := range steps {
			names[i] = step.Name
		}
		return names
	case record.Step:
		return []string{steps.Name}
	case record.Series:
		return []string{steps.Every()}
	}
	v := reflect.ValueOf(steps)
	if v.Kind() != reflect.Struct {
		panic(fmt.Sprintf("%T is neither a step nor a group of steps", steps))
	}
	var names []string
	for i := range v.NumField() {
		names = append(names, namesOf(v.Field(i).Interface())...)
	}
	return names
}

// nameOf is the name of one step.
func nameOf(step any) string { return namesOf(step)[0] }
