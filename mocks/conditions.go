package mocks

import (
	"bytes"
	"encoding/json"

	"conformance/specs/jsonvalue"
)

// Lacks holds for requests whose body is an object without the member.
func Lacks(member string) func(*Seen) bool {
	return func(s *Seen) bool {
		object := s.Object()
		_, present := object[member]
		return object != nil && !present
	}
}

// Text holds for requests whose body has the member, which is a text.
func Text(member string) func(*Seen) bool {
	return func(s *Seen) bool { _, text := s.Object()[member].(string); return text }
}

// Unreadable holds for requests whose body is no object.
func Unreadable(s *Seen) bool { return s.Object() == nil }

// With holds for requests that have the header.
func With(header string) func(*Seen) bool {
	return func(s *Seen) bool { return s.Header.Get(header) != "" }
}

// Labelled holds for requests whose Content-Type is that one.
func Labelled(contentType string) func(*Seen) bool {
	return func(s *Seen) bool { return s.Header.Get("Content-Type") == contentType }
}

// Mentions holds for answers whose body has the text.
func Mentions(text string) func(*Answer) bool {
	return func(a *Answer) bool { return bytes.Contains(a.Body, []byte(text)) }
}

// Says holds for answers whose body has that value at a JSON pointer; nil means null, or that there is nothing.
func Says(pointer string, value any) func(*Answer) bool {
	if n, ok := value.(int); ok {
		value = float64(n)
	}
	return func(a *Answer) bool { return a.At(pointer) == value }
}

// All holds where all conditions do.
func All[T any](conditions ...func(T) bool) func(T) bool {
	return func(subject T) bool { return all(conditions, subject) }
}

// Not turns a condition round.
func Not[T any](condition func(T) bool) func(T) bool {
	return func(subject T) bool { return !condition(subject) }
}

// Lacks narrows the rule to requests whose body is an object without the member.
func (r Rule) Lacks(member string) Rule { return r.When(Lacks(member)) }

// With narrows the rule to requests that have the header, Without to those that lack it.
func (r Rule) With(header string) Rule { return r.When(With(header)) }

// Without narrows the rule to requests that lack the header.
func (r Rule) Without(header string) Rule { return r.When(Not(With(header))) }

// Respelled narrows the rule to requests that spell the header in another case than usual.
func (r Rule) Respelled(header string) Rule {
	return r.When(func(s *Seen) bool { return s.Respelled(header) })
}

// Mentions narrows the rule to answers whose body has the text.
func (r Rule) Mentions(text string) Rule { return r.AnsweredWith(Mentions(text)) }

// Says narrows the rule to answers whose body has that value at a JSON pointer.
func (r Rule) Says(pointer string, value any) Rule { return r.AnsweredWith(Says(pointer, value)) }

// At returns what stands in the answer's body at a JSON pointer, nil when there is nothing.
func (a *Answer) At(pointer string) any {
	var body any
	if json.Unmarshal(a.Body, &body) != nil {
		return nil
	}
	value, _ := jsonvalue.At(body, pointer)
	return value
}

// Set replaces or adds what stands in the answer's body at a JSON pointer.
func (a *Answer) Set(pointer string, value any) {
	a.Body = edit(a.Body, pointer, func(any) (any, bool) { return value, true })
}

// Remove removes what stands in the answer's body at a JSON pointer.
func (a *Answer) Remove(pointer string) {
	a.Body = edit(a.Body, pointer, func(any) (any, bool) { return nil, false })
}

// Object returns the answer's body as a JSON object, or nil.
func (a *Answer) Object() map[string]any {
	object, _ := a.At("").(map[string]any)
	return object
}
