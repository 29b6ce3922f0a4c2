package services

import (
	"net/http"
	"strings"

	"conformance/reference/dispatch"
	"conformance/specs"
)

// refusal is the error of a call that the caller has to correct: a status, and the one text that says what is wrong.
// The text never holds what the caller sent, which may be secret.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return r.text }

func (r refusal) reply() *dispatch.Reply {
	return &dispatch.Reply{Status: r.status, Body: map[string]any{"error": r.text}}
}

// fault is the refusal that names every field whose value has the wrong form, or nil when there is none.
func fault(faults []string) error {
	if len(faults) == 0 {
		return nil
	}
	return refusal{http.StatusBadRequest, strings.Join(faults, ", ")}
}

// invalid names the fields that the document refuses.
func invalid(_ *dispatch.Call, violations []specs.Violation) dispatch.Reply {
	var faults []string
	for _, violation := range violations {
		name := strings.TrimPrefix(violation.Name, "/")
		if name == "" {
			name = violation.Where
		}
		faults = append(faults, name+": "+violation.Message)
	}
	return *refusal{http.StatusBadRequest, strings.Join(faults, ", ")}.reply()
}

func unrouted(_ *http.Request, status int) dispatch.Reply {
	return *refusal{status, http.StatusText(status)}.reply()
}
