package ibmbroker

import (
	"mime"
	"net/http"

	"conformance/reference/dispatch"
	"conformance/specs"
)

// refuse answers with a description, which the console shows to the user.
func refuse(status int, description string) dispatch.Reply {
	return dispatch.Reply{Status: status, Body: map[string]any{"description": description}}
}

// refusal is refuse for functions that may have nothing to refuse.
func refusal(status int, description string) *dispatch.Reply {
	reply := refuse(status, description)
	return &reply
}

// refuseWith answers 422 with one of the error codes that the platform understands.
func refuseWith(code, description string) dispatch.Reply {
	return dispatch.Reply{Status: http.StatusUnprocessableEntity, Body: map[string]any{"error": code, "description": description}}
}

func asyncRequired() dispatch.Reply {
	return refuseWith("AsyncRequired", "This plan works asynchronously: the request needs accepts_incomplete=true.")
}

func busy(operation *Operation) dispatch.Reply {
	return refuse(http.StatusUnprocessableEntity, "The instance is busy: "+operation.progress())
}

func noInstance() dispatch.Reply {
	return refuse(http.StatusNotFound, "There is no instance with this id.")
}

func invalid(_ *dispatch.Call, violations []specs.Violation) dispatch.Reply {
	return refuse(http.StatusBadRequest, "The request is malformed: "+dispatch.Explain(violations))
}

func unrouted(_ *http.Request, status int) dispatch.Reply {
	return refuse(status, "The broker cannot answer this request: "+http.StatusText(status)+".")
}

// refuseForeignBody refuses a body that says it is something else than JSON. One without label is read as JSON, since
// the documented example request has none.
func refuseForeignBody(_ string, r *http.Request) *dispatch.Reply {
	label := r.Header.Get("Content-Type")
	if label == "" || r.ContentLength == 0 {
		return nil
	}
	if media, _, err := mime.ParseMediaType(label); err == nil && media == "application/json" {
		return nil
	}
	return refusal(http.StatusUnsupportedMediaType, "The body has to be application/json.")
}
