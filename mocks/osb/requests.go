package osb

import (
	"fmt"
	"strings"

	"conformance/mocks"
)

const (
	documents   = "296022e7-bb65-427b-957b-888fa1b71306"
	routes      = "5283ead2-f300-4142-8444-6fb8b9516687"
	syncPlan    = "49735305-65a1-4199-93e8-7969b619ef13"
	eitherPlan  = "fcdff23e-f610-4d5b-b13c-479a39e16e8a"
	largePlan   = "9482dcc2-40ea-4d7d-9c3f-bc5dd7ce1726"
	smallPlan   = "c7090fc5-cff4-45de-a8a7-90b87149d860"
	sealedPlan  = "27061e02-29a9-43cc-bf1d-72834491a726"
	outsidePlan = "4dd31937-3d96-4bef-997b-f74886e87aef"

	identity = "X-Broker-API-Request-Identity"
	flag     = "accepts_incomplete"
)

// sends holds for requests whose body has the text.
func sends(text string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.Contains(string(s.Body), text) }
}

// is holds for requests with a member that is wrong; isList and isText are ways to be so.
func is(member string, wrong func(any) bool) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return wrong(s.Object()[member]) }
}

func isList(value any) bool { _, ok := value.([]any); return ok }

func isText(value any) bool { _, ok := value.(string); return ok }

// speaks holds for requests of a version, newer for those of any but the oldest.
func speaks(version string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Header.Get("X-Broker-API-Version") == version }
}

func newer(s *mocks.Seen) bool { return !speaks("2.11")(s) }

// path holds for requests whose path has the text.
func path(text string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.Contains(s.Path, text) }
}

// broken holds for requests whose query no percent-encoding yields.
func broken(s *mocks.Seen) bool { return s.MalformedQuery }

// complete holds for requests that name their offering and their plan, and have credentials.
func complete(s *mocks.Seen) bool {
	return s.Query.Get("service_id") != "" && s.Query.Get("plan_id") != "" && s.Header.Get("Authorization") != ""
}

// following holds for polls of an operation of the reference's kind: create, update, delete.
func following(kind string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasPrefix(s.Query.Get("operation"), kind) }
}

// stale holds for requests with maintenance_info that the catalog does not have.
func stale(s *mocks.Seen) bool {
	info, _ := s.Object()["maintenance_info"].(map[string]any)
	return info["version"] == "0.0.1-none"
}

// foreign holds for requests of platforms that the reference's usual context does not name, invented for those of a
// platform of a kind that nobody knows.
func foreign(s *mocks.Seen) bool {
	context, ok := s.Object()["context"].(map[string]any)
	return ok && context["platform"] != "cloudfoundry"
}

func invented(s *mocks.Seen) bool {
	context, _ := s.Object()["context"].(map[string]any)
	return context["platform"] == "conformance"
}

// astral holds for requests with a text beyond the 65,536 characters that some databases know, in a member of the body.
func astral(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		return strings.ContainsRune(fmt.Sprint(s.Object()[member]), '🚀')
	}
}
