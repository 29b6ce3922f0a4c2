package controller

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// problems collects what is wrong with a catalog, each with the place where.
type problems struct{ found []string }

func (p *problems) add(place, format string, args ...any) {
	p.found = append(p.found, place+": "+fmt.Sprintf(format, args...))
}

// validateCatalog returns all that is wrong with a catalog, in the order of its services and plans.
func validateCatalog(catalog map[string]any) []string {
	p := &problems{}
	services, _ := catalog["services"].([]any)
	if len(services) == 0 {
		p.add("catalog", "must have at least one service")
	}
	seen := &uniqueness{problems: p, values: map[string]bool{}}
	for i, item := range services {
		place := fmt.Sprintf("service %d", i+1)
		service, ok := item.(map[string]any)
		if !ok {
			p.add(place, "must be an object")
			continue
		}
		if name, ok := service["name"].(string); ok {
			place = "service " + name
		}
		p.service(place, service, seen)
	}
	return p.found
}

// uniqueness finds values that stand twice where they may stand once.
type uniqueness struct {
	problems *problems
	values   map[string]bool
}

func (u *uniqueness) claim(place, what string, value any) {
	text, ok := value.(string)
	if !ok {
		return
	}
	if key := what + "\x00" + text; u.values[key] {
		u.problems.add(place, "%s must be unique", what)
	} else {
		u.values[key] = true
	}
}

func (p *problems) service(place string, service map[string]any, seen *uniqueness) {
	p.texts(place, service, "id", "name", "description")
	seen.claim(place, "service id", service["id"])
	seen.claim(place, "service name", service["name"])
	if service["bindable"] == nil {
		p.add(place, "bindable is required")
	}
	p.booleans(place, service, "bindable", "plan_updateable", "bindings_retrievable", "instances_retrievable", "allow_context_updates")
	tags := p.list(place, service, "tags")
	if length(tags) > longestTags {
		p.add(place, "tags must have at most %d characters together", longestTags)
	}
	for _, permission := range p.list(place, service, "requires") {
		if !slices.Contains([]string{"syslog_drain", "route_forwarding", "volume_mount"}, permission) {
			p.add(place, "requires has an unsupported value %q", permission)
		}
	}
	if metadata := p.object(place, service, "metadata"); metadata != nil {
		p.booleans(place+" metadata", metadata, "shareable")
	}
	if client := p.object(place, service, "dashboard_client"); client != nil {
		p.texts(place+" dashboard_client", client, "id", "secret", "redirect_uri")
		seen.claim(place, "dashboard_client id", client["id"])
	}
	p.plans(place, service["plans"], seen)
}

func (p *problems) plans(place string, value any, seen *uniqueness) {
	plans, ok := value.([]any)
	if !ok && value != nil {
		p.add(place, "plans must be an array")
		return
	}
	if len(plans) == 0 {
		p.add(place, "must have at least one plan")
	}
	names := &uniqueness{problems: p, values: map[string]bool{}}
	for i, item := range plans {
		here := fmt.Sprintf("%s, plan %d", place, i+1)
		plan, ok := item.(map[string]any)
		if !ok {
			p.add(here, "must be an object")
			continue
		}
		if name, ok := plan["name"].(string); ok {
			here = place + ", plan " + name
		}
		seen.claim(here, "plan id", plan["id"])
		names.claim(here, "plan name", plan["name"])
		p.plan(here, plan)
	}
}

func (p *problems) plan(place string, plan map[string]any) {
	p.texts(place, plan, "id", "name", "description")
	p.booleans(place, plan, "free", "bindable", "plan_updateable")
	p.object(place, plan, "metadata")
	if value := plan["maximum_polling_duration"]; value != nil {
		if _, ok := integer(value); !ok {
			p.add(place, "maximum_polling_duration must be an integer")
		}
	}
	if plan["maintenance_info"] != nil {
		p.maintenance(place+" maintenance_info", p.object(place, plan, "maintenance_info"))
	}
	if schemas := p.object(place, plan, "schemas"); schemas != nil {
		p.schemas(place, schemas)
	}
}

func (p *problems) maintenance(place string, info map[string]any) {
	if info == nil {
		return
	}
	for member := range info {
		if member != "version" && member != "description" {
			p.add(place, "%s is an unsupported value", member)
		}
	}
	if version, ok := info["version"].(string); !ok || !semantic(version) {
		p.add(place, "version is required and must be a Semantic Version")
	}
	if _, ok := info["description"].(string); !ok && info["description"] != nil {
		p.add(place, "description must be a string")
	}
	if data, err := json.Marshal(info); err == nil && utf8.RuneCount(data) > longestMaintenance {
		p.add(place, "must have at most %d characters", longestMaintenance)
	}
}

// texts demands strings that are there and not blank; a description is bounded as well.
func (p *problems) texts(place string, object map[string]any, members ...string) {
	for _, member := range members {
		text, ok := object[member].(string)
		switch {
		case object[member] == nil || ok && strings.TrimSpace(text) == "":
			p.add(place, "%s is required", member)
		case !ok:
			p.add(place, "%s must be a string", member)
		case member == "description" && utf8.RuneCountInString(text) > longestDescription:
			p.add(place, "description must have at most %d characters", longestDescription)
		}
	}
}

func (p *problems) booleans(place string, object map[string]any, members ...string) {
	for _, member := range members {
		if _, ok := object[member].(bool); !ok && object[member] != nil {
			p.add(place, "%s must be a boolean", member)
		}
	}
}

// list returns a member that is an array of strings.
func (p *problems) list(place string, object map[string]any, member string) []string {
	items, ok := object[member].([]any)
	texts := []string{}
	for _, item := range items {
		text, isText := item.(string)
		ok = ok && isText
		texts = append(texts, text)
	}
	if !ok && object[member] != nil {
		p.add(place, "%s must be an array of strings", member)
		return nil
	}
	return texts
}

// object returns a member that is an object, nil when it is absent or something else.
func (p *problems) object(place string, object map[string]any, member string) map[string]any {
	value, ok := object[member].(map[string]any)
	if !ok && object[member] != nil {
		p.add(place, "%s must be an object", member)
	}
	return value
}
