package flows

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// body is the body of a creation.
type body map[string]any

// with returns a copy with the changes; a nil value drops a member.
func (b body) with(changes body) body {
	changed := maps.Clone(b)
	maps.Copy(changed, changes)
	maps.DeleteFunc(changed, func(_ string, value any) bool { return value == nil })
	return changed
}

// null is the JSON value; a nil member of a change leaves the member out.
var null = json.RawMessage("null")

// label returns a display name that no other service has, so that what a request made can be found.
func label(s *scenario.Session, prefix string) string {
	id := strings.ReplaceAll(s.NewID(), "-", "")
	return prefix + " " + id[max(0, len(id)-12):]
}

// postgres is the least that a database needs; every call has a label of its own.
func postgres(s *scenario.Session) body {
	return body{
		"service_type": "postgres", "project_id": s.Subject["project_id"], "resource_id": s.Subject["resource_id"],
		"label": label(s, "conformance"), "postgres_version": cmp.Or(s.Fixture("postgres_version"), "16"),
	}
}

// volume is the least that a shared volume needs.
func volume(s *scenario.Session) body {
	return body{
		"service_type": "shared_storage", "project_id": s.Subject["project_id"], "resource_id": s.Subject["resource_id"],
		"label": label(s, "conformance"), "mount_point": "/data",
	}
}

func get(uuid string) scenario.Call {
	return scenario.Call{Operation: "get", Params: map[string]string{"id": uuid}}
}

// Kinds of resources in the ledger: a service whose uuid is known, and one that only its label can find.
const (
	byUUID  = "service"
	byLabel = "service labelled"
)

func service(uuid string) scenario.Resource { return scenario.Resource{Kind: byUUID, ID: uuid} }

func labelled(label string) scenario.Resource { return scenario.Resource{Kind: byLabel, ID: label} }

// creator sends the creations of one scenario and keeps them in the ledger. A service has no id until it is answered,
// so it is held by its label first.
type creator struct {
	s *scenario.Session
	// pending are the labels of creations that did not answer a uuid, and what each was answered.
	pending map[string]*record.Exchange
}

// post sends a creation. The call carries what is unusual about it; its Body replaces b on the wire.
func (c *creator) post(step record.Step, b body, call scenario.Call) *record.Exchange {
	if call.Operation = "create"; call.Body == nil {
		call.Body = b
	}
	name, _ := b["label"].(string)
	if name != "" {
		c.s.Hold(labelled(name))
	}
	x := c.s.Send(step, call)
	uuid := Created(x)
	switch {
	case uuid != "":
		c.s.Hold(service(uuid))
		c.s.Release(labelled(name))
	case name != "":
		c.pending[name] = x
	}
	return x
}

// confirm lists the services and lets go of the creations that left none. Where the list shows no labels, a refusal is
// taken at its word.
func (c *creator) confirm(step record.Step) {
	x := c.s.Send(step, scenario.Call{Operation: "list"})
	all, ok := Entries(x)
	if !ok {
		return
	}
	for name, creation := range c.pending {
		_, found := Find(all, "label", name)
		if !found && (Labels(all) || IsRefusal(creation)) {
			c.s.Release(labelled(name))
		}
	}
}

func (c *creator) probe(valid func(*scenario.Session) body, probes ...probe) {
	for _, p := range probes {
		c.post(p.step, valid(c.s).with(p.change), scenario.Call{Invalid: p.fault})
	}
}

func newCreator(s *scenario.Session) *creator {
	return &creator{s: s, pending: map[string]*record.Exchange{}}
}

// probe is a creation that differs from a valid one in one fault.
type probe struct {
	step  record.Step
	fault string
	// change is laid over the valid body; a nil value drops a member.
	change body
}

func without(step record.Step, member string) probe {
	return probe{step, member + " is missing", body{member: nil}}
}

func wrong(step record.Step, member string, values ...any) []probe {
	probes := make([]probe, len(values))
	for i, value := range values {
		shown, _ := json.Marshal(value) // tables hold what can be marshalled
		probes[i] = probe{step, member + " is " + string(shown), body{member: value}}
	}
	return probes
}

// Entity returns the service that an answer shows, or nil. One that is wrapped in data is found as well: that it is
// wrapped is for a check to judge.
func Entity(x *record.Exchange) map[string]any {
	object := x.Object()
	if _, bare := object["uuid"]; bare {
		return object
	}
	if inner, wrapped := object["data"].(map[string]any); wrapped {
		return inner
	}
	return object
}

// Created returns the uuid of a service that a successful answer shows, or "".
func Created(x *record.Exchange) string {
	if !IsSuccess(x) {
		return ""
	}
	uuid, _ := Entity(x)["uuid"].(string)
	return uuid
}

// Entries returns the services of a list: a bare array, or one in data, items or results.
func Entries(x *record.Exchange) ([]map[string]any, bool) {
	if !x.Is(http.StatusOK) {
		return nil, false
	}
	value, _ := x.Response.JSON()
	object, _ := value.(map[string]any)
	for _, wrapper := range []string{"data", "items", "results"} {
		if inner, ok := object[wrapper].([]any); ok {
			value = inner
		}
	}
	list, ok := value.([]any)
	var all []map[string]any
	for _, item := range list {
		if one, ok := item.(map[string]any); ok {
			all = append(all, one)
		}
	}
	return all, ok
}

// Find returns the first service whose member has the value.
func Find(all []map[string]any, member, value string) (map[string]any, bool) {
	i := slices.IndexFunc(all, func(one map[string]any) bool { return one[member] == value })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

// Labels reports whether every entry of a list shows a label, so that a label that is missing is a service that is.
func Labels(all []map[string]any) bool {
	return !slices.ContainsFunc(all, func(one map[string]any) bool {
		_, ok := one["label"].(string)
		return !ok
	})
}

// IsSuccess reports whether the answer is a 2xx.
func IsSuccess(x *record.Exchange) bool { return x.Status() >= 200 && x.Status() < 300 }

// IsRefusal reports whether the answer is a 4xx.
func IsRefusal(x *record.Exchange) bool { return x.Status() >= 400 && x.Status() < 500 }

// Remove deletes a service and waits until it is gone; one that is held by its label is looked for first.
func Remove(s *scenario.Session, r scenario.Resource) error {
	if r.Kind == byUUID {
		return destroy(s, r.ID)
	}
	x := s.Send(cleanUp, scenario.Call{Operation: "list"})
	all, ok := Entries(x)
	if !ok {
		return fmt.Errorf("look for it: %s was answered %s, expected a list", x, x.Got())
	}
	for _, one := range all {
		uuid, _ := one["uuid"].(string)
		name, shown := one["label"].(string)
		if !shown && uuid != "" {
			name, _ = Entity(s.Send(cleanUp, get(uuid)))["label"].(string)
		}
		if name == r.ID && uuid != "" {
			if err := destroy(s, uuid); err != nil {
				return err
			}
		}
	}
	return nil
}

// cleanUp is the step of what removes the leftovers of a scenario, which no run declares.
var cleanUp = record.Step{Name: "clean-up"}

func destroy(s *scenario.Session, uuid string) error {
	call := get(uuid)
	call.Operation = "delete"
	last, _ := s.Poll(cleanUp, call, 0, func(x *record.Exchange) bool { return IsSuccess(x) || isGone(x) })
	if isGone(last) {
		return nil
	}
	if !IsSuccess(last) {
		return fmt.Errorf("%s was answered %s", last, last.Got())
	}
	if last, done := s.Poll(cleanUp, get(uuid), 0, isGone); !done {
		return fmt.Errorf("%s was still answered %s after %s", last, last.Got(), s.PollLimit.Round(time.Second))
	}
	return nil
}

func isGone(x *record.Exchange) bool { return x.Is(http.StatusNotFound, http.StatusGone) }
