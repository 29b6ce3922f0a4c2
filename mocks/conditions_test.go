package mocks

import (
	"net/http"
	"testing"
)

// TestConditions: what rules can be narrowed by, for requests and answers that have it, and for those that do not.
func TestConditions(t *testing.T) {
	request := func(body string) *Seen {
		return &Seen{Body: []byte(body), Header: http.Header{"Content-Type": {"application/json"}, "X-Empty": {""}}}
	}
	object, list := request(`{"plan_id":"p","size":5,"none":null}`), request(`[1]`)
	for name, c := range map[string]struct {
		condition func(*Seen) bool
		object    bool
		list      bool
	}{
		"lacks what is there":     {Lacks("plan_id"), false, false},
		"lacks what is null":      {Lacks("none"), false, false},
		"lacks what is not there": {Lacks("service_id"), true, false},
		"a text":                  {Text("plan_id"), true, false},
		"a number":                {Text("size"), false, false},
		"no object":               {Unreadable, false, true},
		"a header":                {With("Content-Type"), true, true},
		"an empty header":         {With("X-Empty"), false, false},
		"a label":                 {Labelled("application/json"), true, true},
		"another label":           {Labelled("text/plain"), false, false},
		"all":                     {All(Text("plan_id"), Lacks("x")), true, false},
		"all but one":             {All(Text("plan_id"), Lacks("size")), false, false},
		"not":                     {Not(Text("plan_id")), false, true},
	} {
		if c.condition(object) != c.object || c.condition(list) != c.list {
			t.Errorf("%s: got %t and %t, want %t and %t", name, c.condition(object), c.condition(list), c.object, c.list)
		}
	}
}

func TestAnswerConditions(t *testing.T) {
	answer := &Answer{Body: []byte(`{"state":"failed","code":5,"list":[{"a/b":true}],"none":null}`)}
	for name, c := range map[string]struct {
		condition func(*Answer) bool
		want      bool
	}{
		"a text":            {Says("/state", "failed"), true},
		"another text":      {Says("/state", "succeeded"), false},
		"a number":          {Says("/code", 5), true},
		"a place in a list": {Says("/list/0/a~1b", true), true},
		"null":              {Says("/none", nil), true},
		"nothing":           {Says("/other", nil), true},
		"no pointer":        {Says("state", "failed"), false},
		"some words":        {Mentions(`"failed"`), true},
		"other words":       {Mentions("succeeded"), false},
	} {
		if got := c.condition(answer); got != c.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
	if text := (&Answer{Body: []byte("<p>")}); text.At("") != nil || text.Object() != nil || !Says("/a", nil)(text) {
		t.Error("what is no JSON has something in it")
	}
	answer.Set("/code", 6)
	answer.Remove("/list")
	answer.Remove("/none")
	if string(answer.Body) != `{"code":6,"state":"failed"}` {
		t.Errorf("got %s", answer.Body)
	}
}
