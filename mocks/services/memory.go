package services

import (
	"strings"
	"sync/atomic"

	"conformance/mocks"
)

// memory keeps the last answer that it was shown, for servers that are wrong about what they did before.
type memory struct{ answer atomic.Pointer[mocks.Answer] }

func (m *memory) learn(_ *mocks.Seen, a *mocks.Answer) {
	m.answer.Store(&mocks.Answer{Status: a.Status, Header: a.Header.Clone(), Body: a.Body})
}

// replay answers again what was answered before, and nothing when there is nothing yet.
func (m *memory) replay(*mocks.Seen) *mocks.Answer {
	if kept := m.answer.Load(); kept != nil {
		return &mocks.Answer{Status: kept.Status, Header: kept.Header.Clone(), Body: kept.Body}
	}
	return nil
}

// refuse refuses everything after the first, with that text.
func (m *memory) refuse(status int, text string) func(*mocks.Seen) *mocks.Answer {
	return func(*mocks.Seen) *mocks.Answer {
		again := m.replay(nil)
		if again != nil {
			again.Status = status
			again.Set("", refusal(text))
		}
		return again
	}
}

// knows holds for requests about the service that the kept answer shows.
func (m *memory) knows(s *mocks.Seen) bool {
	kept := m.answer.Load()
	return kept != nil && kept.Object()["uuid"] == s.Params["id"]
}

// keyring remembers the first Authorization header that it sees, which is that of the suite's own token, so that a
// faulty server can act as if everybody had it.
type keyring struct{ header atomic.Pointer[string] }

func (k *keyring) learn(s *mocks.Seen) {
	header := s.Header.Get("Authorization")
	k.header.CompareAndSwap(nil, &header)
}

func (k *keyring) lend(s *mocks.Seen) {
	if header := k.header.Load(); header != nil {
		s.Header.Set("Authorization", *header)
	}
}

// holds holds for requests with the suite's own token.
func (k *keyring) holds(s *mocks.Seen) bool {
	own := k.header.Load()
	return own != nil && s.Header.Get("Authorization") == *own
}

// foreign holds for requests with a bearer token that is not the suite's own.
func (k *keyring) foreign(s *mocks.Seen) bool {
	header, own := s.Header.Get("Authorization"), k.header.Load()
	return own != nil && header != *own && strings.HasPrefix(header, "Bearer ")
}
