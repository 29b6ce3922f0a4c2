package osb

import (
	"strings"

	"conformance/mocks"
	"conformance/specs"
)

// shape is one place of an answer that is not as the document says.
type shape struct {
	// breaks is the rule that the place stands for, also are others that it touches.
	breaks string
	also   []string
	// version is the version in which it is armed; empty is the latest.
	version specs.Version
	// operations and statuses say which answers have it; at is the JSON pointer, value what stands there.
	operations string
	statuses   []int
	at         string
	value      any
	// during narrows it to one step of the asynchronous scenario.
	during string
	// blocks is set when little can be judged with it.
	blocks bool
}

// The values that do not stand for themselves.
type (
	// missing removes the member.
	missing struct{}
	// header replaces the header that at names.
	header string
	// raw replaces the whole body.
	raw string
)

// of begins shapes of the answers to operations with those statuses: the rule that one breaks, where it is wrong, what
// stands there, and the other rules that it touches.
func of(operations string, statuses ...int) func(breaks, at string, value any, also ...string) shape {
	return func(breaks, at string, value any, also ...string) shape {
		return shape{breaks: breaks, also: also, operations: operations, statuses: statuses, at: at, value: value}
	}
}

func (f shape) in(version specs.Version) shape {
	f.version = version
	return f
}

func (f shape) step(name string) shape {
	f.during = name
	return f
}

func long(n int) string { return strings.Repeat("x", n) }

func shapes(all ...shape) []mocks.Mutant {
	mutants := make([]mocks.Mutant, len(all))
	for i, f := range all {
		mutants[i] = f.mutant()
	}
	return mutants
}

func (f shape) mutant() mocks.Mutant {
	title := f.operations + " " + f.at + " is of a wrong form"
	switch f.value.(type) {
	case missing:
		title = f.operations + " " + f.at + " is missing"
	case raw:
		title = "the body of " + f.operations + " is of a wrong form"
	}
	rules := []mocks.Rule{f.rule()}
	if operation, ok := f.value.(string); ok && operation != "" && strings.HasSuffix(f.at, "/operation") {
		// A poll repeats the operation that this fault made up; the server reports on the latest without it.
		rules = append(rules, mocks.On("instance-last-operation", "binding-last-operation").
			When(func(s *mocks.Seen) bool { return s.Query.Get("operation") == operation }).SetQuery("operation", ""))
	}
	return mocks.Mutant{
		ID: "shape-" + strings.ToLower(strings.TrimPrefix(f.breaks, "OSB-")), Title: title, Version: f.version,
		Breaks: ids{f.breaks}, Also: f.also, Blocks: f.blocks, Rules: rules,
	}
}

func (f shape) rule() mocks.Rule {
	r := mocks.On(strings.Fields(f.operations)...).Answered(f.statuses...)
	if f.operations == "catalog" {
		r = r.At("catalog") // what the other scenarios work with stays as it is
	}
	if f.during != "" {
		r = r.At("asynchronous", f.during)
	}
	switch value := f.value.(type) {
	case missing:
		return r.Remove(f.at)
	case header:
		return r.Header(f.at, string(value))
	case raw:
		return r.Body(string(value))
	}
	if strings.HasPrefix(f.operations, "bind") {
		// Bindings differ by offering: only what is there already is spoilt.
		top := strings.Split(f.at, "/")[1]
		if top != "operation" && top != "parameters" {
			r = r.AnsweredWith(mocks.Mentions(`"` + top + `"`))
		}
	}
	return r.Set(f.at, f.value)
}
