package broker

import (
	"encoding/json"
	"fmt"
	"net/http"

	"go.yaml.in/yaml/v3"

	"conformance/reference/dispatch"
	"conformance/specs"
)

// getCatalog answers with the catalog or, since 2.16, tells the platform that it has it already.
func (s *Server) getCatalog(call *dispatch.Call) dispatch.Reply {
	reply := dispatch.Reply{Status: http.StatusOK, Body: s.catalog.published}
	if !s.since("2.16") {
		return reply
	}
	if call.Request.Header.Get("If-None-Match") == s.catalog.tag {
		reply = dispatch.Reply{Status: http.StatusNotModified}
	}
	reply.Header = http.Header{"Etag": {s.catalog.tag}}
	return reply
}

// addition is a member of the catalog that came with a version.
type addition struct {
	member string
	since  specs.Version
}

func offeringAdditions() []addition {
	return []addition{
		{"instances_retrievable", "2.14"}, {"bindings_retrievable", "2.14"}, {"allow_context_updates", "2.15"},
	}
}

func planAdditions() []addition {
	return []addition{
		{"schemas", "2.13"}, {"plan_updateable", "2.15"}, {"maintenance_info", "2.15"},
		{"maximum_polling_duration", "2.15"}, {"binding_rotatable", "2.17"},
	}
}

// publish returns the body of GET /v2/catalog: the catalog as its author wrote it, without what steers the broker
// and without what the version does not know.
func publish(data []byte, version specs.Version) (json.RawMessage, error) {
	var tree struct {
		Services []map[string]any `yaml:"services" json:"services"`
	}
	tree.Services = []map[string]any{}
	if err := yaml.Unmarshal(data, &tree); err != nil {
		return nil, fmt.Errorf("read the catalog: %w", err)
	}
	for _, service := range tree.Services {
		drop(service, offeringAdditions(), version)
		// The profile types shareable as a boolean since 2.15; before, it is a string or unknown.
		if metadata, ok := service["metadata"].(map[string]any); ok {
			drop(metadata, []addition{{"shareable", "2.15"}}, version)
		}
		plans, _ := service["plans"].([]any)
		for _, item := range plans {
			if p, ok := item.(map[string]any); ok {
				drop(p, planAdditions(), version)
			}
		}
	}
	body, err := json.Marshal(tree)
	if err != nil {
		return nil, fmt.Errorf("publish the catalog: %w", err)
	}
	return body, nil
}

func drop(object map[string]any, additions []addition, version specs.Version) {
	delete(object, "reference")
	for _, a := range additions {
		if version.Before(a.since) {
			delete(object, a.member)
		}
	}
}
