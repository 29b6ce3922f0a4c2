package cfv2

import (
	"strings"

	"conformance/mocks"
)

const form = "application/x-www-form-urlencoded"

// unknown is the member that the suite adds where nobody expects one.
const unknown = "conformance_unknown"

func null(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		value, found := s.Object()[member]
		return found && value == nil
	}
}

func empty(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Object()[member] == "" }
}

func blank(s *mocks.Seen) bool {
	name, _ := s.Object()["name"].(string)
	return strings.TrimSpace(name) != name
}

// plainly holds for requests without any query.
func plainly(s *mocks.Seen) bool { return len(s.Query) == 0 }

// query holds for requests whose query parameter begins so, filters for those whose first filter does, and filtersBy for
// those whose first filter has the text.
func query(name, value string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasPrefix(s.Query.Get(name), value) }
}

func filters(prefix string) func(*mocks.Seen) bool { return query("q", prefix) }

func filtersBy(text string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.Contains(s.Query.Get("q"), text) }
}

// unfiltered holds for requests without a filter, without a query parameter for those that lack it.
func unfiltered(s *mocks.Seen) bool { return !s.Query.Has("q") }

func unasked(name string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return !s.Query.Has(name) }
}

// below holds for requests whose path begins so.
func below(path string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasPrefix(s.Path, path) }
}

// user holds for requests with the token of a user of that name.
func user(name string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.Contains(s.Header.Get("Authorization"), name) }
}

// nonAdmin holds for requests of those who may not enable plans.
func nonAdmin(s *mocks.Seen) bool {
	return s.Send("create-visibility", nil, nil, map[string]any{"service_plan_guid": "none", "organization_guid": "none"}).Status == 403
}

// inSpace holds for requests about a space, ofSpace for those about any.
func inSpace(guid string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Object()["space_guid"] == guid }
}

func ofSpace(s *mocks.Seen) bool {
	space, _ := s.Object()["space_guid"].(string)
	return space != ""
}

// put tells requests below a path with a method that the document does not have there.
func put(path string) mocks.Rule {
	return mocks.On().When(func(s *mocks.Seen) bool { return s.Operation == "" && strings.HasPrefix(s.Path, path) })
}

// slashed tells a creation whose path has a slash after it.
func slashed() mocks.Rule {
	return mocks.On().When(func(s *mocks.Seen) bool { return s.Path == "/v2/service_instances/" })
}

// bothFlags tells a delete that may be finished later and asks for a job.
func bothFlags() mocks.Rule {
	return mocks.On("delete-instance").Query("accepts_incomplete", "true").Query("async", "true")
}

// last is the last segment of a path.
func last(path string) string { return path[strings.LastIndex(path, "/")+1:] }
