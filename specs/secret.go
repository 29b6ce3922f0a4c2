package specs

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// SecretDepth is how deep the paths of secrets reach. What lies deeper in a marked place has the path of the value at
// that depth, so that a body of absurd depth costs no more than others.
const SecretDepth = 200

// RequestSecrets returns the paths of the string and number leaves of a request body that the document marks with
// x-secret; ResponseSecrets those of a response body.
func (d *Document) RequestSecrets(op *Operation, body any) [][]string {
	if op == nil || op.spec.RequestBody == nil {
		return nil
	}
	return contentSecrets(op.spec.RequestBody.Value.Content, body)
}

// ResponseSecrets is RequestSecrets for the response with that status.
func (d *Document) ResponseSecrets(op *Operation, status int, body any) [][]string {
	if op == nil {
		return nil
	}
	if response := op.response(status); response != nil && response.Content.Get("application/json") != nil {
		return contentSecrets(response.Content, body)
	}
	// A status that the document does not know may still carry what a good one carries.
	var found [][]string
	for _, good := range []int{http.StatusOK, http.StatusCreated, http.StatusAccepted} {
		if response := op.response(good); response != nil {
			found = append(found, contentSecrets(response.Content, body)...)
		}
	}
	return found
}

// ResponsePublic returns the paths of the string and number leaves of a response body that the document marks with
// x-public: what a target publishes there is no secret where it stands under its own name.
func (d *Document) ResponsePublic(op *Operation, status int, body any) [][]string {
	if op == nil {
		return nil
	}
	response := op.response(status)
	if response == nil || response.Content.Get("application/json") == nil {
		return nil
	}
	var found [][]string
	marks("x-public", response.Content.Get("application/json").Schema, body, nil, false, &found)
	return found
}

func contentSecrets(content openapi3.Content, body any) [][]string {
	media := content.Get("application/json")
	if media == nil {
		return nil
	}
	var found [][]string
	marks("x-secret", media.Schema, body, nil, false, &found)
	return found
}

// marks finds the leaves below the nodes that the document marks with an extension, in any order. What it finds has paths
// of its own; path itself is overwritten.
func marks(mark string, ref *openapi3.SchemaRef, value any, path []string, marked bool, found *[][]string) {
	var schema *openapi3.Schema
	if ref != nil && ref.Value != nil {
		schema = ref.Value
		marked = marked || ref.Extensions[mark] == true || schema.Extensions[mark] == true
		for _, part := range slices.Concat(schema.AllOf, schema.AnyOf, schema.OneOf) {
			marks(mark, part, value, path, marked, found)
		}
	}
	switch {
	case schema == nil && !marked:
		return
	case len(path) == SecretDepth:
		if marked {
			*found = append(*found, slices.Clone(path))
		}
		return
	}
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			var child *openapi3.SchemaRef
			if schema != nil {
				if child = schema.Properties[name]; child == nil {
					child = schema.AdditionalProperties.Schema
				}
			}
			marks(mark, child, member, append(path, name), marked, found)
		}
	case []any:
		var items *openapi3.SchemaRef
		if schema != nil {
			items = schema.Items
		}
		for i, item := range value {
			marks(mark, items, item, append(path, strconv.Itoa(i)), marked, found)
		}
	case nil, bool:
	default:
		if marked {
			*found = append(*found, slices.Clone(path))
		}
	}
}
