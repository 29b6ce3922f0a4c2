package cfv2

import (
	"strings"

	"conformance/mocks"
	"conformance/specs/jsonvalue"
)

const (
	forbidden = `{"description":"that is not allowed","error_code":"CF-NotAuthorized","code":10003}`
	notFound  = `{"description":"there is no such resource","error_code":"CF-NotFound","code":10000}`
	unparsed  = `{"description":"the request has an unknown member","error_code":"CF-MessageParseError","code":1001}`
)

// code holds for errors of that code, about for those that also have the words in their description.
func code(n int) func(*mocks.Answer) bool { return mocks.Says("/code", n) }

func about(n int, words string) func(*mocks.Answer) bool {
	return func(a *mocks.Answer) bool {
		description, _ := a.At("/description").(string)
		return code(n)(a) && strings.Contains(description, words)
	}
}

// named holds for errors of that name.
func named(name string) func(*mocks.Answer) bool { return mocks.Says("/error_code", "CF-"+name) }

// because holds for errors that stem from a broker's answer with that status.
func because(status int) func(*mocks.Answer) bool { return mocks.Says("/http/status", status) }

// operation holds for answers that show that last operation in that state.
func operation(kind, state string) func(*mocks.Answer) bool {
	return mocks.All(mocks.Says("/entity/last_operation/type", kind), mocks.Says("/entity/last_operation/state", state))
}

// listed are the resources of a list, guidIn is the guid of one, and someone holds for lists that have any.
func listed(a *mocks.Answer) []any {
	resources, _ := a.At("/resources").([]any)
	return resources
}

func guidIn(resource any) string {
	guid, _ := jsonvalue.At(resource, "/metadata/guid")
	text, _ := guid.(string)
	return text
}

func someone(a *mocks.Answer) bool { return len(listed(a)) > 0 }
