package ibmbroker

import (
	"net/http"

	"conformance/reference/dispatch"
)

func (s *Server) stateGet(_ *dispatch.Call, instance *Instance) dispatch.Reply {
	if !instance.exists() {
		return noInstance()
	}
	return dispatch.Reply{Status: http.StatusOK, Body: availability(instance)}
}

// statePut enables or disables, at once and as often as asked. Nothing else changes, so that enabling after a
// reclamation gives back all there was. Any reason_code will do: the platform has had older ones, and may have newer.
func (s *Server) statePut(call *dispatch.Call, instance *Instance) dispatch.Reply {
	if !instance.exists() {
		return noInstance()
	}
	enabled, ok := call.Body["enabled"].(bool)
	if !ok {
		return refuse(http.StatusBadRequest, "The request has to say enabled, true or false.")
	}
	instance.Enabled = enabled
	if s.config.StateWithoutBody {
		return dispatch.Reply{Status: http.StatusNoContent}
	}
	return dispatch.Reply{Status: http.StatusOK, Body: availability(instance)}
}

// availability says whether the instance may be used and whether it is: one with bindings is in use. An idle one
// says since when, in milliseconds since 1970, or the platform might take it for abandoned.
func availability(instance *Instance) map[string]any {
	active := len(instance.Bindings) > 0
	body := map[string]any{"enabled": instance.Enabled, "active": active}
	if instance.Enabled && !active {
		body["last_active"] = instance.Used.UnixMilli()
	}
	return body
}
