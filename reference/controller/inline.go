package controller

import (
	"maps"
	"strings"
)

// mostInlined is how many members a relation may have to be embedded.
const mostInlined = 50

// view is the state as one user sees it.
type view struct {
	*Server
	user User
}

func (s *Server) view(r *request) view { return view{s, r.user} }

// inline embeds the relations of a resource: what a member X_url leads to is shown as X, down to the given depth.
func (v view) inline(r resource, depth int) resource {
	if depth == 0 {
		return r
	}
	entity := maps.Clone(r.Entity)
	for member, value := range r.Entity {
		path, _ := value.(string)
		name, isRelation := strings.CutSuffix(member, "_url")
		segments := strings.Split(strings.TrimPrefix(path, "/v2/"), "/")
		if !isRelation || !strings.HasPrefix(path, "/v2/") {
			continue
		}
		switch len(segments) {
		case 2:
			if related, found := v.related(segments[0], segments[1]); found {
				entity[name] = v.inline(related, depth-1)
			}
		case 3:
			related, found := v.relatives(segments[0], segments[1], segments[2])
			if !found || len(related) > mostInlined {
				continue
			}
			for i := range related {
				related[i] = v.inline(related[i], depth-1)
			}
			entity[name] = related
		}
	}
	r.Entity = entity
	return r
}

// related returns the resource at a path.
func (v view) related(kind, guid string) (resource, bool) {
	switch kind {
	case "organizations":
		return shown(v.state.organizations, guid, v.showOrganization)
	case "spaces":
		return shown(v.state.spaces, guid, v.showSpace)
	case "apps":
		return shown(v.state.apps, guid, v.showApp)
	case "services":
		return shown(v.state.offerings, guid, v.showOffering)
	case "service_plans":
		return shown(v.state.plans, guid, v.showPlan)
	case "service_instances", "user_provided_service_instances":
		return shown(v.state.instances, guid, v.showInstance)
	}
	return resource{}, false
}

func shown[R record](t table[R], guid string, show func(R) resource) (resource, bool) {
	record, found := t.get(guid)
	if !found {
		return resource{}, false
	}
	return show(record), true
}

// relatives returns the resources that belong to another.
func (v view) relatives(kind, guid, member string) ([]resource, bool) {
	switch kind + "/" + member {
	case "services/service_plans":
		return showAll(v.state.plans.where(func(p plan) bool { return p.OfferingGUID == guid }), v.showPlan), true
	case "service_instances/service_bindings", "user_provided_service_instances/service_bindings":
		return showAll(v.bindingsOf(guid, false), v.showBinding), true
	case "service_instances/service_keys":
		return showAll(v.bindingsOf(guid, true), v.showKey), true
	case "organizations/spaces":
		return showAll(v.state.spaces.where(func(p space) bool { return p.OrganizationGUID == guid }), v.showSpace), true
	}
	return nil, false
}

func showAll[R record](records []R, show func(R) resource) []resource {
	all := []resource{}
	for _, record := range records {
		all = append(all, show(record))
	}
	return all
}
