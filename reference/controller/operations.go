package controller

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"

	"conformance/reference/dispatch"
)

// operations are the handlers of the document, by operationId.
func (s *Server) operations() map[string]dispatch.Handler {
	all := s.asking()
	for id, do := range s.stating() {
		all[id] = s.local(do)
	}
	return all
}

// asking are the operations that may ask a broker.
func (s *Server) asking() map[string]dispatch.Handler {
	return map[string]dispatch.Handler{
		"create-broker":           s.calling(s.createBroker),
		"update-broker":           s.calling(s.updateBroker),
		"create-instance":         s.calling(s.createInstance),
		"update-instance":         s.calling(s.updateInstance),
		"delete-instance":         s.calling(s.deleteInstance),
		"get-instance-parameters": s.calling(s.getInstanceParameters),
		"create-binding":          s.calling(s.createBinding),
		"delete-binding":          s.calling(s.deleteBinding),
		"get-binding-parameters":  s.calling(s.getBindingParameters),
		"create-key":              s.calling(s.createKey),
		"delete-key":              s.calling(s.deleteKey),
		"get-key-parameters":      s.calling(s.getKeyParameters),
	}
}

// stating are the operations that need nothing but the state.
func (s *Server) stating() map[string]action {
	return map[string]action{
		"get-broker":                    s.getBroker,
		"list-brokers":                  s.listBrokers,
		"delete-broker":                 s.deleteBroker,
		"list-services":                 s.listOfferings,
		"get-service":                   s.getOffering,
		"delete-service":                s.deleteOffering,
		"list-plans":                    s.listPlans,
		"get-plan":                      s.getPlan,
		"update-plan":                   s.updatePlan,
		"delete-plan":                   s.deletePlan,
		"list-visibilities":             s.listVisibilities,
		"create-visibility":             s.createVisibility,
		"delete-visibility":             s.deleteVisibility,
		"list-instances":                s.listInstances,
		"get-instance":                  s.getInstance,
		"instance-permissions":          s.instancePermissions,
		"list-instance-bindings":        s.listInstanceBindings,
		"list-instance-keys":            s.listInstanceKeys,
		"create-user-provided-instance": s.createUserProvided,
		"delete-user-provided-instance": s.deleteUserProvided,
		"list-bindings":                 s.listBindings,
		"get-binding":                   s.getBinding,
		"list-keys":                     s.listKeys,
		"get-key":                       s.getKey,
		"get-job":                       s.getJob,
		"get-info":                      s.getInfo,
		"token":                         s.issueToken,
		"list-organizations":            s.listOrganizations,
		"get-organization":              s.getOrganization,
		"list-spaces":                   s.listSpaces,
		"get-space":                     s.getSpace,
		"list-space-services":           s.listSpaceOfferings,
		"list-space-instances":          s.listSpaceInstances,
		"list-apps":                     s.listApps,
		"get-app":                       s.getApp,
		"get-app-env":                   s.getAppEnvironment,
	}
}

// besideDocument serves what the document leaves out and clients need all the same: entry points, lists below other
// resources, summaries. A token request is here since it carries a form.
func (s *Server) besideDocument() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, do := range map[string]action{
		"GET /{$}":                                                        s.getRoot,
		"GET /login":                                                      s.getLogin,
		"POST /oauth/token":                                               s.issueToken,
		"GET /v2/config/feature_flags":                                    s.listFeatureFlags,
		"GET /v2/services/{guid}/service_plans":                           s.listOfferingPlans,
		"GET /v2/service_plans/{guid}/service_instances":                  s.listPlanInstances,
		"GET /v2/service_plan_visibilities/{guid}":                        s.getVisibility,
		"PUT /v2/service_plan_visibilities/{guid}":                        s.updateVisibility,
		"GET /v2/service_instances/{guid}/routes":                         s.listNothing,
		"GET /v2/service_instances/{guid}/shared_to":                      s.listNothing,
		"GET /v2/service_instances/{guid}/shared_from":                    s.getSharedFrom,
		"GET /v2/organizations/{guid}/spaces":                             s.listOrganizationSpaces,
		"GET /v2/spaces/{guid}/summary":                                   s.getSpaceSummary,
		"POST /v2/apps":                                                   s.createApp,
		"GET /v2/apps/{guid}/service_bindings":                            s.listAppBindings,
		"GET /v2/user_provided_service_instances":                         s.listUserProvided,
		"GET /v2/user_provided_service_instances/{guid}":                  s.getInstance,
		"PUT /v2/user_provided_service_instances/{guid}":                  s.updateUserProvided,
		"GET /v2/user_provided_service_instances/{guid}/service_bindings": s.listUserProvidedBindings,
	} {
		handler := s.local(do)
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serveBeside(w, r, handler) })
	}
	return mux
}

func (s *Server) serveBeside(w http.ResponseWriter, r *http.Request, handler dispatch.Handler) {
	reply := s.authorize(r)
	if reply == nil {
		raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		call := &dispatch.Call{Request: r, Query: r.URL.Query(), Raw: raw, Params: map[string]string{"guid": r.PathValue("guid")}}
		call.Body = decodeObject(raw)
		answer := stamp(r, fail("MessageParseError", "the body must be one JSON object").reply())
		if form := r.URL.Path == "/oauth/token"; err == nil && (form || call.Body != nil || r.Method == http.MethodGet) {
			answer = handler(call)
		}
		reply = &answer
	}
	maps.Copy(w.Header(), reply.Header)
	secure(w.Header())
	w.WriteHeader(reply.Status)
	if reply.Body != nil {
		// The client may be gone; there is nobody left to tell.
		_ = json.NewEncoder(w).Encode(reply.Body)
	}
}
