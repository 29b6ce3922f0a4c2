package osb

import (
	"bytes"
	"strings"

	"conformance/mocks"
	"conformance/specs"
)

// flaw is one place of an answer that is not as the document says.
type flaw struct {
	// breaks is the rule that the place stands for, also the others that it touches.
	breaks string
	also   []string
	// version is the version in which the flaw is armed; empty is the latest.
	version specs.Version
	// operations and statuses say which answers have it; at is the JSON pointer, value what stands there.
	operations string
	statuses   []int
	at         string
	value      any
	// nth narrows it to one request of its path, in the asynchronous scenario.
	nth int
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

func long(n int) string { return strings.Repeat("x", n) }

func shapeMutants() []mocks.Mutant {
	var all []mocks.Mutant
	for _, flaws := range [][]flaw{offeringFlaws(), planFlaws(), schemaFlaws(), instanceFlaws(), bindingFlaws(), pollFlaws(), errorFlaws()} {
		for _, f := range flaws {
			all = append(all, f.mutant())
		}
	}
	return all
}

func (f flaw) mutant() mocks.Mutant {
	place := f.operations + " " + f.at
	title := place + " is of a wrong form"
	switch f.value.(type) {
	case missing:
		title = place + " is missing"
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
		Fault: mocks.Fault{
			ID: "shape-" + strings.ToLower(strings.TrimPrefix(f.breaks, "OSB-")), Title: title, Version: f.version, Rules: rules,
		},
		Breaks: []string{f.breaks}, Also: f.also, Blocks: f.blocks,
	}
}

func (f flaw) rule() mocks.Rule {
	r := mocks.On(strings.Fields(f.operations)...).Answered(f.statuses...)
	if f.operations == "catalog" {
		r = r.When(browsing)
	}
	if f.nth > 0 {
		r = r.Nth(f.nth).During("asynchronous")
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
			r = r.AnsweredWith(func(a *mocks.Answer) bool { return bytes.Contains(a.Body, []byte(`"`+top+`"`)) })
		}
	}
	return r.Set(f.at, f.value)
}

func (f flaw) in(version specs.Version) flaw {
	f.version = version
	return f
}

func (f flaw) on(nth int) flaw {
	f.nth = nth
	return f
}

func (f flaw) blocking() flaw {
	f.blocks = true
	return f
}
