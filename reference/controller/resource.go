package controller

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"conformance/reference/dispatch"
)

// resource is the envelope of everything that has a guid.
type resource struct {
	Metadata metadata       `json:"metadata"`
	Entity   map[string]any `json:"entity"`
}

type metadata struct {
	GUID    string  `json:"guid"`
	URL     string  `json:"url"`
	Created string  `json:"created_at"`
	Updated *string `json:"updated_at"`
}

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

func envelope(path string, i identity, entity map[string]any) resource {
	updated := timestamp(i.Updated)
	return resource{metadata{i.GUID, "/v2/" + path + "/" + i.GUID, timestamp(i.Created), &updated}, entity}
}

func ok(body any) dispatch.Reply { return dispatch.Reply{Status: http.StatusOK, Body: body} }

func gone() dispatch.Reply { return dispatch.Reply{Status: http.StatusNoContent} }

// located answers with a resource and says where it is.
func located(status int, r resource) dispatch.Reply {
	return dispatch.Reply{Status: status, Header: http.Header{"Location": {r.Metadata.URL}}, Body: r}
}

// warned adds warnings to a reply, each encoded like a form value.
func warned(reply dispatch.Reply, warnings []string) dispatch.Reply {
	if len(warnings) == 0 {
		return reply
	}
	encoded := make([]string, len(warnings))
	for i, warning := range warnings {
		encoded[i] = url.QueryEscape(warning)
	}
	if reply.Header == nil {
		reply.Header = http.Header{}
	}
	reply.Header.Set("X-Cf-Warnings", strings.Join(encoded, ","))
	return reply
}

// orNull makes an empty text null.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// object makes a missing object an empty one.
func object(o map[string]any) map[string]any {
	if o == nil {
		return map[string]any{}
	}
	return o
}

func (o *operation) entity() any {
	if o == nil {
		return nil
	}
	return map[string]any{
		"type":        o.Type,
		"state":       o.State,
		"description": o.Description,
		"updated_at":  timestamp(o.Updated),
		"created_at":  timestamp(o.Created),
	}
}
