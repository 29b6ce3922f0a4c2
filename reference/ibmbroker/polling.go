package ibmbroker

import (
	"net/http"
	"slices"

	"conformance/reference/dispatch"
)

// lastOperation tells the state of the operation that the poll names, or of the latest one. An instance that came
// into being without an operation has succeeded.
func (s *Server) lastOperation(call *dispatch.Call, instance *Instance) dispatch.Reply {
	switch instance.Stage {
	case Unknown:
		return noInstance()
	case Gone:
		return refuse(http.StatusGone, "The instance is deleted.")
	}
	named := call.Query.Get("operation")
	at := len(instance.Operations) - 1
	if named != "" {
		at = slices.IndexFunc(instance.Operations, func(operation Operation) bool { return operation.ID == named })
		if at < 0 {
			return refuse(http.StatusBadRequest, "The instance has no such operation.")
		}
	}
	if at < 0 {
		return dispatch.Reply{Status: http.StatusOK, Body: map[string]any{"state": Succeeded}}
	}
	operation := instance.Operations[at]
	body := map[string]any{"state": operation.State}
	if operation.State == OperationFailed {
		body["description"] = operation.Failure
	}
	return dispatch.Reply{Status: http.StatusOK, Body: body}
}
