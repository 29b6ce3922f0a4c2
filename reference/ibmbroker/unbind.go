package ibmbroker

import (
	"net/http"

	"conformance/reference/dispatch"
)

// unbind withdraws credentials, of a disabled instance too.
func (s *Server) unbind(call *dispatch.Call, instance *Instance) dispatch.Reply {
	id := call.Params["binding_id"]
	if _, exists := instance.Bindings[id]; !exists {
		return refuse(http.StatusGone, "There is no binding with this id.")
	}
	delete(instance.Bindings, id)
	instance.Used = s.config.Now()
	return dispatch.Reply{Status: http.StatusOK, Body: map[string]any{}}
}
