package osb

import (
	"net/http"
	"strings"
	"sync"

	"conformance/mocks"
)

// oddMembers holds for requests with a context or parameters of a wrong type.
func oddMembers(s *mocks.Seen) bool {
	return isList(s.Object()["context"]) || isText(s.Object()["parameters"])
}

// unknownPlan holds for requests that name a plan which the catalog does not have, unlisted for those with an id that
// stands nowhere in it.
func unknownPlan(s *mocks.Seen) bool {
	return s.Object()["service_id"] == documents && unlisted(s, "plan_id")
}

func unlisted(s *mocks.Seen, member string) bool {
	id := s.Text(member)
	catalog := s.Send("catalog", nil, nil, nil)
	return id != "" && catalog.Status == http.StatusOK && !mocks.Mentions(id)(catalog)
}

// allGone deletes the odd instance when the other is deleted.
func allGone() mocks.Rule {
	var mu sync.Mutex
	var neighbour string
	return mocks.On("provision", "deprovision").At("identifiers").Before(func(s *mocks.Seen) {
		mu.Lock()
		defer mu.Unlock()
		id := s.Params["instance_id"]
		switch {
		case strings.Contains(id, "ü"):
			neighbour = id
		case s.Operation == "deprovision" && neighbour != "":
			s.Send("deprovision", map[string]string{"instance_id": neighbour}, hints(), nil)
		}
	})
}

// repeatsRun accepts repeated provisions as new work, and refuses what comes before it has ended.
func repeatsRun() []mocks.Rule {
	const repeat = "repeat"
	began, ended := remember(), remember()
	running := func(s *mocks.Seen) bool {
		id := s.Params["instance_id"]
		return len(began.of(id)) > len(ended.of(id))
	}
	return []mocks.Rule{
		mocks.On("provision", "update", "bind", "unbind", "deprovision").When(running).InsteadWith(coded(422, "ConcurrencyError")),
		mocks.On("provision").Answered(200).Change(func(s *mocks.Seen, a *mocks.Answer) {
			began.add(s.Params["instance_id"], s.Header.Get(identity))
			a.Body, a.Status = reply(202, map[string]any{"operation": repeat})(s).Body, 202
		}),
		mocks.On("instance-last-operation").Query("operation", repeat).
			Change(func(s *mocks.Seen, _ *mocks.Answer) { ended.add(s.Params["instance_id"], s.Header.Get(identity)) }).SetQuery("operation", ""),
	}
}
