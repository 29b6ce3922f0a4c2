package flows

import (
	"context"
	"fmt"
	"time"

	"conformance/suites/scenario"
)

// awaitFor is await for as long as is said.
func (m *market) awaitFor(limit time.Duration, operation string, times int) {
	ctx, cancel := context.WithTimeout(m.s.Context(), limit)
	defer cancel()
	m.broker.Wait(ctx, operation, times)
}

// Fixtures that say how long the target waits. Some rules take as long to see, so that nobody waits for them unasked.
const (
	PollInterval    = "poll_interval"
	pollingDuration = "polling_duration"
	cleanupPause    = "cleanup_pause"
	brokerTimeout   = "broker_timeout"
)

// verifies is the fixture that says whether the target looks at certificates.
const verifies = "verifies_certificates"

// TimeFixtures are the fixtures that tell how long the target waits, and whether it looks at certificates.
func TimeFixtures() []scenario.Fixture {
	return []scenario.Fixture{
		{Key: PollInterval, Help: "the pause between two polls of an operation that the target is configured with, such as 60s; with it the pace of polls is measured"},
		{Key: pollingDuration, Help: "a maximum_polling_duration that a plan gets, such as 60s, to see an operation end that the broker never ends; it takes twice as long"},
		{Key: cleanupPause, Help: "how long the target waits before it repeats a clean-up request that failed, such as 2m, to see it repeated"},
		{Key: verifies, Help: "yes, when the target refuses https brokers with a certificate that it does not trust (CFV2-PLAT-062)"},
		{Key: brokerTimeout, Help: "how long the target waits for an answer of a broker, such as 60s, to see it give up"},
	}
}

// toKnow are the fixtures of a scenario with instances that has to know a duration as well.
func toKnow(key, what string) []scenario.Told {
	return []scenario.Told{spaceAndApp(), {For: "it has to know " + what, Keys: []string{key}}}
}

// timed adds the duration to the subject of inSpace.
func timed(key string) func(*scenario.Site) (scenario.Subject, string) {
	return func(site *scenario.Site) (scenario.Subject, string) {
		text := site.Fixtures[key]
		if d, err := time.ParseDuration(text); err != nil || d <= 0 {
			return nil, fmt.Sprintf("--fixture %s=%s is no duration such as 60s", key, text)
		}
		subject, _ := inSpace(site)
		subject[key] = text
		return subject, ""
	}
}

// lasting is the duration that a fixture names; timed has seen that it does.
func lasting(s *scenario.Session, key string) time.Duration {
	d, _ := time.ParseDuration(s.Fixture(key))
	return d
}

// patient reports whether the run waits as long as a scenario takes; when it does not, the scenario does not apply.
func patient(s *scenario.Session, takes time.Duration) bool {
	if takes > s.PollLimit {
		s.SkipRest(nil, fmt.Sprintf("it takes about %s to see, and the run waits no longer than %s; see --poll-limit", takes, s.PollLimit))
	}
	return takes <= s.PollLimit
}
