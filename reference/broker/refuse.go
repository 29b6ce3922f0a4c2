package broker

import (
	"net/http"

	"conformance/reference/dispatch"
)

// refuse is an error answer in words.
func refuse(status int, description string) dispatch.Reply {
	return dispatch.Reply{Status: status, Body: map[string]any{"description": description}}
}

// refuseAs is a 422 with one of the error codes that the specification names.
func refuseAs(code, description string) dispatch.Reply {
	return dispatch.Reply{
		Status: http.StatusUnprocessableEntity,
		Body:   map[string]any{"error": code, "description": description},
	}
}

func asyncRequired() dispatch.Reply {
	return refuseAs("AsyncRequired", "this takes time; send accepts_incomplete=true and poll for the result")
}

func requiresApp() dispatch.Reply {
	return refuseAs("RequiresApp", "a binding of this plan is for an application; send app_guid")
}

// busy refuses because another operation runs. Its code came with 2.14.
func (s *Server) busy() dispatch.Reply {
	const description = "another operation is in progress; wait until it has ended"
	if s.since("2.14") {
		return refuseAs("ConcurrencyError", description)
	}
	return refuse(http.StatusUnprocessableEntity, description)
}

// gone answers for what has been deleted; up to 2.13 the body is an empty object.
func (s *Server) gone() dispatch.Reply {
	if s.since("2.14") {
		return refuse(http.StatusGone, "there is no such resource any more")
	}
	return dispatch.Reply{Status: http.StatusGone, Body: map[string]any{}}
}

func missing() dispatch.Reply {
	return refuse(http.StatusNotFound, "there is no such resource")
}

func conflict() dispatch.Reply {
	return refuse(http.StatusConflict, "the id belongs to a resource with other attributes")
}

// broken answers a synchronous operation that was asked to fail. Nothing has changed.
func broken() dispatch.Reply {
	return refuse(http.StatusInternalServerError, "the operation failed, as its parameters demand")
}
