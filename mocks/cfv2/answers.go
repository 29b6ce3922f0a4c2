package cfv2

import (
	"bytes"
	"encoding/json"
	"strings"

	"conformance/mocks"
)

const (
	forbidden = `{"description":"that is not allowed","error_code":"CF-NotAuthorized","code":10003}`
	notFound  = `{"description":"there is no such resource","error_code":"CF-NotFound","code":10000}`
	unparsed  = `{"description":"the request has an unknown member","error_code":"CF-MessageParseError","code":1001}`
)

// says holds for answers whose body has that value at the path, with dots between the members; nil means that it has none.
func says(path string, want any) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool { return at(a.Body, path) == want }
}

// mentions holds for answers whose body has the text.
func mentions(text string) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool { return bytes.Contains(a.Body, []byte(text)) }
}

// code holds for errors of that code, about for those that also have the words in their description.
func code(n int) func(*mocks.Answer) bool { return says("code", float64(n)) }

func about(n int, words string) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool {
		description, _ := at(a.Body, "description").(string)
		return code(n)(a) && strings.Contains(description, words)
	}
}

// named holds for errors of that name.
func named(name string) func(*mocks.Answer) bool { return says("error_code", "CF-"+name) }

// because holds for errors that stem from a broker's answer with that status.
func because(status int) func(*mocks.Answer) bool { return says("http.status", float64(status)) }

// operation holds for answers that show that last operation in that state.
func operation(kind, state string) func(*mocks.Answer) bool {
	return both(says("entity.last_operation.type", kind), says("entity.last_operation.state", state))
}

// told holds for answers with a member of that value.
func told(name string, want any) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool {
		var object map[string]any
		_ = json.Unmarshal(a.Body, &object) // what is no object has no members
		value, found := object[name]
		return found && value == want
	}
}

func at(body []byte, path string) any {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return nil
	}
	for _, member := range strings.Split(path, ".") {
		object, _ := value.(map[string]any)
		value = object[member]
	}
	return value
}

// listed are the resources of a list, guidIn is the guid of one, and someone holds for lists that have any.
func listed(body []byte) []any {
	resources, _ := at(body, "resources").([]any)
	return resources
}

func guidIn(resource any) string {
	data, _ := json.Marshal(resource) // it was JSON before
	guid, _ := at(data, "metadata.guid").(string)
	return guid
}

func someone(a *mocks.Answer) bool { return len(listed(a.Body)) > 0 }

// setEntity replaces a member of the entity that an answer shows.
func setEntity(a *mocks.Answer, member string, value any) {
	var shown map[string]any
	_ = json.Unmarshal(a.Body, &shown) // it is JSON
	if entity, ok := shown["entity"].(map[string]any); ok {
		entity[member] = value
		a.Body, _ = json.Marshal(shown)
	}
}
