package ibmbroker

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"conformance/reference/dispatch"
)

// Service is an offering of the catalog, with what the broker knows of it beyond the catalog.
type Service struct {
	// ID, Name and Description are what the platform knows the service by.
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	// Bindable says whether instances can be bound, unless their plan says otherwise.
	Bindable bool `json:"bindable"`
	// PlanUpdateable says whether instances can change to another plan of the service.
	PlanUpdateable bool `json:"plan_updateable"`
	// Requires announces what bindings hold beside credentials: syslog_drain, route_forwarding, volume_mount.
	Requires []string `json:"requires,omitempty"`
	// Metadata is opaque to the platform.
	Metadata map[string]any `json:"metadata,omitempty"`
	// Plans are the variants, at least one.
	Plans []Plan `json:"plans"`

	// NeedsApp refuses binds that name no application.
	NeedsApp bool `json:"-"`
	// Parameters and BindParameters are the names whose values are judged; others are taken as they come.
	Parameters     map[string]Parameter `json:"-"`
	BindParameters map[string]Parameter `json:"-"`
}

// Plan is a variant of a service.
type Plan struct {
	// ID, Name and Description are what the platform knows the plan by.
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	// Free is true when absent.
	Free *bool `json:"free,omitempty"`
	// Bindable overrides that of the service when present.
	Bindable *bool `json:"bindable,omitempty"`

	// AsyncOnly makes provisioning, update and deprovisioning asynchronous, and refuses callers that cannot poll.
	AsyncOnly bool `json:"-"`
}

// Parameter says which values a service takes under a name. The zero value takes any text but the empty one.
type Parameter struct {
	// Count takes whole numbers from 1 instead of text.
	Count bool
	// OneOf lists the texts that are taken; empty means any.
	OneOf []string
}

// LocationUnavailable is a location that the platform can ask for but no plan can be placed in: an asynchronous
// operation fails on it, a synchronous one is refused.
const LocationUnavailable = "unavailable"

// AsyncPlanID is the plan of the default catalog that works asynchronously only.
const AsyncPlanID = "a1d5e5f0-21f7-4b7c-8c58-0a6c3c9e2b64"

// DefaultServices is a catalog that shows every behaviour: a service whose plans can be changed, among them one that
// works asynchronously only, and one that needs an application, mounts volumes and has a plan without bindings. The
// first service and plan are those of the provisioning example in IBM's documentation.
func DefaultServices() []Service {
	instance := map[string]Parameter{"location": {}, "memory_mb": {Count: true}}
	return []Service{{
		ID:             "0bc9d744-6f8c-4821-9648-2278bf6925bb",
		Name:           "conformance-redis",
		Description:    "A key-value database that exists on paper.",
		Bindable:       true,
		PlanUpdateable: true,
		Metadata:       map[string]any{"displayName": "Conformance Redis", "providerDisplayName": "Conformance"},
		Parameters:     instance,
		BindParameters: map[string]Parameter{"access": {OneOf: []string{"read", "write"}}},
		Plans: []Plan{
			{ID: "ecc19311-aba2-49f7-8198-1e450c8460d4", Name: "standard", Description: "Shared, at once.", Free: new(true)},
			{ID: "4c1f1d3e-6d0b-4f6b-9c53-7f6f4c6a7d21", Name: "large", Description: "Shared, with more memory, at once.", Free: new(false)},
			{ID: AsyncPlanID, Name: "dedicated", Description: "A machine of its own, which takes time.", Free: new(false), AsyncOnly: true},
		},
	}, {
		ID:          "5a0c8f3b-93a5-4c1e-b6a2-58f0f7f0c9d3",
		Name:        "conformance-volume",
		Description: "A shared volume with log drain and route, for applications.",
		Bindable:    true,
		Requires:    []string{"syslog_drain", "route_forwarding", "volume_mount"},
		NeedsApp:    true,
		Parameters:  instance,
		Plans: []Plan{
			{ID: "d2f7b7d4-5b0e-4a35-9c0f-6d1c2e9a8b17", Name: "mounted", Description: "Mounted into applications.", Free: new(true)},
			{ID: "7be3a9c6-0f4d-4e82-a8d5-1c9b3f5e7a90", Name: "detached", Description: "Kept, but never mounted.", Free: new(true), Bindable: new(false)},
		},
	}}
}

func (s *Server) catalog(*dispatch.Call) dispatch.Reply {
	return dispatch.Reply{Status: http.StatusOK, Body: map[string]any{"services": s.config.Services}}
}

// offering finds a plan of a service. A plan belongs to one service, so that another service's plan is as unknown as none.
func (s *Server) offering(serviceID, planID string) (Service, Plan, *dispatch.Reply) {
	at := slices.IndexFunc(s.config.Services, func(service Service) bool { return service.ID == serviceID })
	if at < 0 {
		return Service{}, Plan{}, refusal(http.StatusBadRequest, "The service_id is not in the catalog.")
	}
	service := s.config.Services[at]
	plan := slices.IndexFunc(service.Plans, func(plan Plan) bool { return plan.ID == planID })
	if plan < 0 {
		return service, Plan{}, refusal(http.StatusBadRequest, "The plan_id is not one of the service's plans.")
	}
	return service, service.Plans[plan], nil
}

// judge returns a refusal that names every parameter whose value is not taken.
func judge(known map[string]Parameter, given map[string]any) *dispatch.Reply {
	var wrong []string
	for name, value := range given {
		if parameter, ok := known[name]; ok && !parameter.takes(value) {
			wrong = append(wrong, fmt.Sprintf("%s has to be %s", name, parameter))
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	return refusal(http.StatusUnprocessableEntity, "The service cannot use these parameters: "+strings.Join(wrong, "; ")+".")
}

func (p Parameter) takes(value any) bool {
	if p.Count {
		count, whole := integer(value)
		return whole && count >= 1
	}
	text, _ := value.(string)
	return text != "" && (len(p.OneOf) == 0 || slices.Contains(p.OneOf, text))
}

// String says what the parameter takes.
func (p Parameter) String() string {
	switch {
	case p.Count:
		return "a whole number from 1"
	case len(p.OneOf) > 0:
		return "one of " + strings.Join(p.OneOf, ", ")
	}
	return "text that is not empty"
}
