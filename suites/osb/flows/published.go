package flows

import (
	"cmp"
	"encoding/json"

	"conformance/suites/check"
	"conformance/suites/osb/schema"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// The places of a plan's schemas.
const (
	forCreation = "service_instance/create"
	forUpdates  = "service_instance/update"
	forBindings = "service_binding/create"
)

// mostFaults is how many requests with broken parameters one schema causes.
const mostFaults = 12

// published is a schema that a plan publishes for parameters.
type published struct {
	// none says why there is nothing to work with; when none does, there is.
	none record.Reason
	// valid are parameters that keep the schema, told reports whether the owner gave them.
	valid map[string]any
	told  bool
	// Text are the same with a text of many scripts; nil when none is admitted.
	text   map[string]any
	faults []schema.Fault
}

// source is where the owner tells parameters: a flag or a fixture.
type source struct{ flag, fixture string }

func (s source) String() string { return cmp.Or(s.flag, "--fixture "+s.fixture) }

// lacking is the reason of what needs parameters that were not told.
func (s source) lacking(format string, args ...any) record.Reason {
	if s.fixture != "" {
		return record.Lacking(s.fixture).For(format, args...)
	}
	return record.Text(format+"; see "+s.flag, args...)
}

// publishedBy reads a plan's schema and finds valid parameters: the first of the owner's that keep it, or made ones.
func publishedBy(site *scenario.Site, p plan, place string, by source, told ...[]byte) published {
	document := schemaOf(site, p, place)
	if document == nil {
		return published{none: record.Text("plan %s publishes no schema for %s", p, place), text: map[string]any{"conformance_text": ManyScripts}}
	}
	s, err := schema.Read(document)
	if err != nil {
		return published{none: record.Text("the schema of plan %s for %s is not followed: %v", p, place, err)}
	}
	found := published{}
	var broken error
	for _, data := range told {
		if data == nil || found.valid != nil {
			continue
		}
		parameters, err := schema.Parse(data)
		if err == nil {
			err = s.Check(parameters)
		}
		if broken = err; err == nil {
			found.valid, found.told = parameters, true
		}
	}
	if found.valid == nil && broken != nil {
		return published{none: record.Text("the parameters that %s gives break the schema of plan %s for %s: %v", by, p, place, broken)}
	}
	if found.valid == nil {
		if found.valid, err = s.Example(); err != nil {
			return published{none: by.lacking("no valid parameters are known for the schema of plan %s for %s: %v", p, place, err)}
		}
	}
	found.text = s.WithText(found.valid, ManyScripts)
	found.faults = s.Faults(found.valid)
	found.faults = found.faults[:min(len(found.faults), mostFaults)]
	return found
}

// schemaOf returns what a catalog publishes at a place of a plan, or nil. Schemas came with 2.13.
func schemaOf(site *scenario.Site, p plan, place string) any {
	if site.Version.Before("2.13") {
		return nil
	}
	document, _ := check.At(p.entry, "/schemas/"+place+"/parameters")
	return document
}

// into puts parameters into a request. None at all are left out.
func into(call scenario.Call, parameters map[string]any) scenario.Call {
	return changed(call, func(body map[string]any) {
		if delete(body, "parameters"); len(parameters) > 0 {
			body["parameters"] = parameters
		}
	})
}

// breaking is a request whose parameters break a schema.
func breaking(call scenario.Call, fault schema.Fault) scenario.Call {
	call = changed(call, func(body map[string]any) { body["parameters"] = fault.Value })
	call.Invalid = fault.String()
	return call
}

// creation, updates and binds are the schemas of a plan with what the owner told.
func creation(site *scenario.Site, p plan) published {
	told, _ := parametersOf(site, p)
	return publishedBy(site, p, forCreation, source{flag: "--parameters"}, told)
}

func updates(site *scenario.Site, p plan) published {
	if told := site.Fixtures[UpdateParameters]; told != "" {
		return publishedBy(site, p, forUpdates, source{fixture: UpdateParameters}, []byte(told))
	}
	// Parameters for a creation may be none for an update.
	told, _ := parametersOf(site, p)
	if found := publishedBy(site, p, forUpdates, source{flag: "--parameters"}, told); found.none.None() {
		return found
	}
	return publishedBy(site, p, forUpdates, source{fixture: UpdateParameters})
}

func binds(site *scenario.Site, p plan) published {
	_, told := parametersOf(site, p)
	return publishedBy(site, p, forBindings, source{flag: "--bind-parameters"}, told)
}

// changing returns parameters for updates of the plan's instances: the owner's, or those that its schema asks for.
func changing(site *scenario.Site, p plan) json.RawMessage {
	if told := site.Fixtures[UpdateParameters]; told != "" {
		return json.RawMessage(told)
	}
	if found := updates(site, p); found.none.None() && len(found.valid) > 0 {
		data, _ := json.Marshal(found.valid) // it was made of JSON
		return data
	}
	told, _ := parametersOf(site, p)
	return told
}
