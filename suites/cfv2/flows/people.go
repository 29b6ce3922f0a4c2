package flows

import (
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// Keys of the fixtures that are tokens of somebody else than the run's own user.
const (
	DeveloperToken = "developer_token"
	StrangerToken  = "stranger_token"
	readerToken    = "reader_token"
	ScopelessToken = "scopeless_token"
	suspendedToken = "suspended_developer_token"
)

// as makes a call one of the user whose token the fixture is.
func as(s *scenario.Session, key string, call scenario.Call) scenario.Call {
	call.Credentials = &scenario.Credentials{Token: s.Fixture(key)}
	return call
}

// present sends the first request of a user, a harmless one, and skips the other steps when the owner gave no token of
// that user, or one that is not valid: then nothing is known of what he may do.
func present(s *scenario.Session, key string, step record.Step, call scenario.Call, others ...any) bool {
	if s.Fixture(key) == "" {
		s.SkipFor(nil, record.Lacking(key), append([]any{step}, others...)...)
		return false
	}
	x := s.Send(step, as(s, key, call))
	if Stale(x) {
		s.SkipFor(x, record.Lacking(key).For("the target does not take that token"), others...)
		return false
	}
	return true
}

// Stale reports whether a token was refused as such.
func Stale(x *record.Exchange) bool { return x.Is(401) }
