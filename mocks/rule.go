package mocks

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Seen is a request that a rule looks at, before the server sees it.
type Seen struct {
	Operation string
	// Path is the path as sent, still percent-encoded; Params are its parameters, decoded once.
	Path   string
	Params map[string]string
	// Server is what stands before /v2/ in what a client sends, see ArmClient: the server's own path, such as /failures.
	Server string
	Query  url.Values
	// MalformedQuery is set when the query cannot be read whole.
	MalformedQuery bool
	Header         http.Header
	Body           []byte
	// Nth counts the requests to this operation and path, from 1.
	Nth int
	// Send sends another request to the server first: operation, parameters and query as given, headers as in the
	// request at hand.
	Send func(operation string, params map[string]string, query url.Values, body any) *Answer

	spelled http.Header
}

// Respelled reports whether the request has the header under a name that is not in the usual case. That shows only in
// memory: a real server has forgotten it.
func (s *Seen) Respelled(header string) bool {
	header = http.CanonicalHeaderKey(header)
	return s.spelled != nil && s.spelled[header] == nil && s.Header[header] != nil
}

// Object returns the request's body as a JSON object, or nil.
func (s *Seen) Object() map[string]any {
	var object map[string]any
	_ = json.Unmarshal(s.Body, &object) // what is no object has no members
	return object
}

// Answer is a response on its way back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Rule recognises a request and misbehaves. Rules are values: every method returns a changed copy.
type Rule struct {
	operations []string
	when       []func(*Seen) bool
	answered   []func(*Answer) bool
	before     []func(*Seen)
	instead    func(*Seen) *Answer
	change     []func(*Seen, *Answer)
	hang, drop bool
}

// On begins a rule for requests that call one of the operations; no operation means all, also unknown paths.
func On(operations ...string) Rule { return Rule{operations: operations} }

// When narrows the rule to requests for which the condition holds.
func (r Rule) When(condition func(*Seen) bool) Rule {
	r.when = append(slices.Clip(r.when), condition)
	return r
}

// During narrows the rule to requests of one scenario of the suite, so that a mutant stays small. Requests of anybody
// else always match: they are whom a served fault is for.
func (r Rule) During(scenario string) Rule { return r.When(InScenario(scenario)) }

// InScenario is the condition of During. The suite names its scenarios in User-Agent.
func InScenario(name string) func(*Seen) bool {
	return func(s *Seen) bool {
		agent := s.Header.Get("User-Agent")
		return !strings.HasPrefix(agent, "conformance/") || strings.HasSuffix(agent, "scenario "+name+")")
	}
}

// Nth narrows the rule to the nth request with the same operation and path, from 1.
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

// AnsweredWith narrows the rule to answers for which the condition holds.
func (r Rule) AnsweredWith(condition func(*Answer) bool) Rule {
	r.answered = append(slices.Clip(r.answered), condition)
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
	return r.Change(func(_ *Seen, a *Answer) {
		a.Body = edit(a.Body, pointer, func(any) (any, bool) { return value, true })
	})
}

// Remove removes the member of the answer's body at a JSON pointer; a token * stands for every element.
func (r Rule) Remove(pointer string) Rule {
	return r.Change(func(_ *Seen, a *Answer) {
		a.Body = edit(a.Body, pointer, func(any) (any, bool) { return nil, false })
	})
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

// edit changes one place of a JSON body. A body that is no JSON stays as it is.
func edit(body []byte, pointer string, change func(old any) (value any, keep bool)) []byte {
	var document any
	if json.Unmarshal(body, &document) != nil {
		return body
	}
	document, _ = editAt(document, strings.Split(pointer, "/")[1:], change)
	data, err := json.Marshal(document)
	if err != nil {
		return body
	}
	return data
}

func editAt(value any, path []string, change func(any) (any, bool)) (any, bool) {
	if len(path) == 0 {
		return change(value)
	}
	token := strings.NewReplacer("~1", "/", "~0", "~").Replace(path[0])
	switch container := value.(type) {
	case map[string]any:
		container = maps.Clone(container)
		member, exists := container[token]
		if !exists && len(path) > 1 {
			return container, true
		}
		if changed, keep := editAt(member, path[1:], change); keep {
			container[token] = changed
		} else {
			delete(container, token)
		}
		return container, true
	case []any:
		var changed []any
		for i, item := range container {
			keep := true
			if token == "*" || token == strconv.Itoa(i) {
				item, keep = editAt(item, path[1:], change)
			}
			if keep {
				changed = append(changed, item)
			}
		}
		if changed == nil {
			changed = []any{}
		}
		return changed, true
	}
	return value, true
}
