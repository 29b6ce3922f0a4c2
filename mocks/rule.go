package mocks

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Rule recognises a request and misbehaves. Rules are values: every method returns a changed copy.
type Rule struct {
	operations []string
	places     []Place
	when       []func(*Seen) bool
	answered   []func(*Answer) bool
	before     []func(*Seen)
	instead    func(*Seen) *Answer
	change     []func(*Seen, *Answer)
	hang, drop bool
}

// On begins a rule for requests that call one of the operations; no operation means all, also unknown paths.
func On(operations ...string) Rule { return Rule{operations: operations} }

// When narrows the rule to requests for which all conditions hold.
func (r Rule) When(conditions ...func(*Seen) bool) Rule {
	r.when = append(slices.Clip(r.when), conditions...)
	return r
}

// At narrows the rule to requests that the suite sends in one scenario, and under one of the steps if any are named; the
// name of a series stands for each of its steps. So a mutant stays small, and strikes where it is meant to, however many
// steps come before. Requests of anybody else match whatever place is named, and are told by the rule's operations and its
// other conditions: a rule that names a place should name its operations, too.
func (r Rule) At(scenario string, steps ...string) Rule {
	r.places = append(slices.Clip(r.places), Place{scenario, steps})
	return r.When(func(s *Seen) bool { return s.At(scenario, steps...) })
}

// Place is where in a run of the suite a rule strikes: a scenario, and the steps if they are named.
type Place struct {
	Scenario string
	Steps    []string
}

// Places are those to which the rule is narrowed.
func (r Rule) Places() []Place { return r.places }

// At is the condition of Rule.At, for rules that combine it with others.
func At(scenario string, steps ...string) func(*Seen) bool {
	return func(s *Seen) bool { return s.At(scenario, steps...) }
}

// Nth narrows the rule to the nth request with the same operation and path, from 1. The requests of each step of the suite
// are counted for themselves, so that Nth means the nth poll of a step, and no place.
func (r Rule) Nth(n int) Rule { return r.When(func(s *Seen) bool { return s.Nth == n }) }

// After narrows the rule to requests with the same operation and path after the nth.
func (r Rule) After(n int) Rule { return r.When(func(s *Seen) bool { return s.Nth > n }) }

// Query narrows the rule to requests whose query parameter has the value; "" means absent or empty.
func (r Rule) Query(name, value string) Rule {
	return r.When(func(s *Seen) bool { return s.Query.Get(name) == value })
}

// Sends narrows the rule to requests whose body has the member; a nil value accepts any.
func (r Rule) Sends(member string, value any) Rule {
	return r.When(func(s *Seen) bool {
		found, ok := s.Object()[member]
		return ok && (value == nil || found == value)
	})
}

// Answered narrows the rule to requests that the server answered with one of the statuses.
func (r Rule) Answered(statuses ...int) Rule {
	r.answered = append(slices.Clip(r.answered), func(a *Answer) bool { return slices.Contains(statuses, a.Status) })
	return r
}

// AnsweredWith narrows the rule to answers for which all conditions hold.
func (r Rule) AnsweredWith(conditions ...func(*Answer) bool) Rule {
	r.answered = append(slices.Clip(r.answered), conditions...)
	return r
}

// Before changes the request before the server sees it, or sends another one first.
func (r Rule) Before(do func(*Seen)) Rule {
	r.before = append(slices.Clip(r.before), do)
	return r
}

// SetQuery replaces a query parameter of the request; "" removes it.
func (r Rule) SetQuery(name, value string) Rule {
	return r.Before(func(s *Seen) {
		if s.Query.Del(name); value != "" {
			s.Query.Set(name, value)
		}
	})
}

// SetSent replaces the member of the request's body at a JSON pointer; DropSent removes it.
func (r Rule) SetSent(pointer string, value any) Rule {
	return r.Before(func(s *Seen) { s.Body = edit(s.Body, pointer, func(any) (any, bool) { return value, true }) })
}

// DropSent removes the member of the request's body at a JSON pointer.
func (r Rule) DropSent(pointer string) Rule {
	return r.Before(func(s *Seen) { s.Body = edit(s.Body, pointer, func(any) (any, bool) { return nil, false }) })
}

// SetSentHeader replaces a header of the request; "" removes it.
func (r Rule) SetSentHeader(name, value string) Rule {
	return r.Before(func(s *Seen) {
		if s.Header.Del(name); value != "" {
			s.Header.Set(name, value)
		}
	})
}

// Instead answers without asking the server. A nil body is {}.
func (r Rule) Instead(status int, body any) Rule {
	if body == nil {
		body = map[string]any{}
	}
	data, _ := json.Marshal(body) // tables hold what can be marshalled
	return r.InsteadWith(func(*Seen) *Answer {
		return &Answer{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: data}
	})
}

// InsteadWith answers with what the function returns.
func (r Rule) InsteadWith(answer func(*Seen) *Answer) Rule {
	r.instead = answer
	return r
}

// Change edits the answer.
func (r Rule) Change(do func(*Seen, *Answer)) Rule {
	r.change = append(slices.Clip(r.change), do)
	return r
}

// Status replaces the answer's status.
func (r Rule) Status(status int) Rule {
	return r.Change(func(_ *Seen, a *Answer) { a.Status = status })
}

// Body replaces the answer's body with raw bytes.
func (r Rule) Body(body string) Rule {
	return r.Change(func(_ *Seen, a *Answer) { a.Body = []byte(body) })
}

// Header replaces a header of the answer; "" removes it.
func (r Rule) Header(name, value string) Rule {
	return r.Change(func(_ *Seen, a *Answer) {
		if a.Header.Del(name); value != "" {
			a.Header.Set(name, value)
		}
	})
}

// Set replaces or adds the member of the answer's body at a JSON pointer; a token * stands for every element.
func (r Rule) Set(pointer string, value any) Rule {
	return r.Change(func(_ *Seen, a *Answer) { a.Set(pointer, value) })
}

// Remove removes the member of the answer's body at a JSON pointer; a token * stands for every element.
func (r Rule) Remove(pointer string) Rule {
	return r.Change(func(_ *Seen, a *Answer) { a.Remove(pointer) })
}

// Map replaces the member of the answer's body at a JSON pointer with what the function makes of it.
func (r Rule) Map(pointer string, change func(any) any) Rule {
	return r.Change(func(_ *Seen, a *Answer) {
		a.Body = edit(a.Body, pointer, func(old any) (any, bool) { return change(old), true })
	})
}

// Hang never answers: the request stays open until the caller gives up.
func (r Rule) Hang() Rule {
	r.hang = true
	return r
}

// Drop closes the connection instead of answering, after the server has done its work.
func (r Rule) Drop() Rule {
	r.drop = true
	return r
}
