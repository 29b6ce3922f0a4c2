package specs

import "github.com/getkin/kin-openapi/openapi3"

// mostElements is how many elements of lists a body may have before only its beginning is compared member by member:
// each costs a hundred times the few bytes that it takes to send.
const mostElements = 10000

// violations says how a value breaks its schema. Of a very large body only the beginning is told in full; when that is
// as it must be, the first violation of what follows is.
func violations(schema *openapi3.Schema, body, beginning any, cut bool) []leaf {
	options := []openapi3.SchemaValidationOption{terse(), openapi3.VisitAsResponse(), openapi3.EnableFormatValidation()}
	leaves := flatten(schema.VisitJSON(beginning, append(options, openapi3.MultiErrors())...))
	if len(leaves) == 0 && cut {
		leaves = flatten(schema.VisitJSON(body, options...))
	}
	return leaves
}

// beginning is a JSON value whose lists have at most so many elements in all, and whether any was cut.
func beginning(value any, most int) (any, bool) {
	room := most
	if counted(value, &room) {
		return value, false
	}
	room = most
	return begun(value, &room), true
}

func counted(value any, room *int) bool {
	switch value := value.(type) {
	case map[string]any:
		for _, member := range value {
			if !counted(member, room) {
				return false
			}
		}
	case []any:
		if *room -= len(value); *room < 0 {
			return false
		}
		for _, element := range value {
			if !counted(element, room) {
				return false
			}
		}
	}
	return true
}

func begun(value any, room *int) any {
	switch value := value.(type) {
	case map[string]any:
		short := make(map[string]any, len(value))
		for _, name := range sortedKeys(value) {
			short[name] = begun(value[name], room)
		}
		return short
	case []any:
		short := []any{}
		for _, element := range value {
			if *room <= 0 && len(short) > 0 {
				break
			}
			*room--
			short = append(short, begun(element, room))
		}
		return short
	}
	return value
}
