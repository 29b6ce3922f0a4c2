package services

import (
	"slices"
	"strings"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// outside holds when the body has the member with another value than the legal ones.
func outside(member string, legal ...any) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		value, has := s.Object()[member]
		if _, composed := value.(map[string]any); composed {
			return true
		}
		return has && !slices.Contains(legal, value)
	}
}

// is holds when the body has all pairs of member and value.
func is(pairs ...any) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		body := s.Object()
		for pair := range slices.Chunk(pairs, 2) {
			if name, _ := pair[0].(string); body[name] != pair[1] {
				return false
			}
		}
		return true
	}
}

// authorized holds for requests whose credentials begin so, anonymous for those without, bare for a token alone.
func authorized(prefix string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasPrefix(s.Header.Get("Authorization"), prefix) }
}

func bare(s *mocks.Seen) bool {
	header := s.Header.Get("Authorization")
	return header != "" && !strings.Contains(header, " ")
}

func isReplica(s *mocks.Seen) bool { return s.Object()["creation_mode"] == reference.ExternalReplica }

func isDatabase(s *mocks.Seen) bool { return s.Object()["service_type"] == reference.Postgres }

func isVolume(s *mocks.Seen) bool { return s.Object()["service_type"] == reference.SharedStorage }

func isAccented(s *mocks.Seen) bool {
	label, _ := s.Object()["label"].(string)
	return strings.Contains(label, "é")
}

// malformed holds when the body has the member with an id that nobody knows, and that is no uuid; unknown for a uuid.
func malformed(member string) func(*mocks.Seen) bool {
	return mocks.All(outside(member, reference.DefaultProjectID, reference.DefaultResourceID), func(s *mocks.Seen) bool {
		id, _ := s.Object()[member].(string)
		return len(id) < 36
	})
}

func unknown(member string) func(*mocks.Seen) bool {
	return mocks.All(outside(member, reference.DefaultProjectID, reference.DefaultResourceID, reference.DefaultClosedResourceID), func(s *mocks.Seen) bool {
		id, _ := s.Object()[member].(string)
		return len(id) == 36
	})
}

// size holds when the body has the member as a number for which the condition holds.
func size(member string, holds func(float64) bool) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		n, number := s.Object()[member].(float64)
		return number && holds(n)
	}
}
