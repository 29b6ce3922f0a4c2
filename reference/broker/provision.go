package broker

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"

	"conformance/reference/dispatch"
)

func (s *Server) provision(call *dispatch.Call) dispatch.Reply {
	p, refusal := s.chosen(call.Text("service_id"), call.Text("plan_id"))
	if refusal != nil {
		return *refusal
	}
	if refusal := cmp.Or(s.checkMaintenance(p, call), checkParameters(&p.Schemas.Instance.Create, call)); refusal != nil {
		return *refusal
	}
	return s.change(call, func(inst *Instance, now time.Time) (*Instance, dispatch.Reply) {
		wanted := asked(call, p)
		if inst != nil && (inst.Present || inst.running() != nil) {
			return inst, s.provisionAgain(call, inst, wanted)
		}
		asynchronous, ok := p.Reference.Instances.decide(call)
		if !ok {
			return inst, asyncRequired()
		}
		op := s.operation(Create, now, asynchronous)
		op.Doomed = p.doomed(call)
		if op.Doomed && !asynchronous {
			return inst, broken()
		}
		wanted.begin(op)
		body := s.describe(call, p)
		if asynchronous {
			return wanted, accepted(call, &op, body)
		}
		wanted.settle(now)
		return wanted, dispatch.Reply{Status: http.StatusCreated, Body: body}
	})
}

// asked is the instance that a provision request describes.
func asked(call *dispatch.Call, p *plan) *Instance {
	return &Instance{
		ServiceID:        p.offering.ID,
		OrganizationGUID: call.Text("organization_guid"),
		SpaceGUID:        call.Text("space_guid"),
		Attributes: Attributes{
			PlanID:      p.ID,
			Parameters:  call.Object("parameters"),
			Context:     call.Object("context"),
			Maintenance: p.MaintenanceInfo.Version,
		},
	}
}

// provisionAgain answers a request for an id that is in use. The context may differ: it carries names that change.
func (s *Server) provisionAgain(call *dispatch.Call, inst, wanted *Instance) dispatch.Reply {
	running := inst.running()
	if running != nil && running.Kind != Create {
		return s.busy()
	}
	alike := inst.ServiceID == wanted.ServiceID && inst.PlanID == wanted.PlanID &&
		inst.OrganizationGUID == wanted.OrganizationGUID && inst.SpaceGUID == wanted.SpaceGUID &&
		sameParameters(inst.Parameters, wanted.Parameters)
	body := s.describe(call, s.catalog.plans[inst.PlanID])
	switch {
	case !alike:
		return conflict()
	case running != nil:
		return accepted(call, running, body)
	}
	return dispatch.Reply{Status: http.StatusOK, Body: body}
}

// describe is what the platform is told about an instance of the plan: its dashboard and, since 2.16, metadata.
func (s *Server) describe(call *dispatch.Call, p *plan) map[string]any {
	body := map[string]any{}
	if p.Reference.Dashboard != "" {
		id := url.PathEscape(call.Params["instance_id"])
		body["dashboard_url"] = strings.ReplaceAll(p.Reference.Dashboard, "{instance}", id)
	}
	if s.since("2.16") {
		body["metadata"] = s.metadata(p)
	}
	return body
}

// instanceMetadata is what a broker may tell about an instance; attributes came with 2.17.
type instanceMetadata struct {
	Labels struct {
		Plan string `json:"plan"`
	} `json:"labels"`
	Attributes struct {
		Offering string `json:"offering"`
	} `json:"attributes,omitzero"`
}

func (s *Server) metadata(p *plan) instanceMetadata {
	var m instanceMetadata
	m.Labels.Plan = p.Name
	if s.since("2.17") {
		m.Attributes.Offering = p.offering.Name
	}
	return m
}
