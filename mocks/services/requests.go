package services

import (
	"slices"
	"strings"

	"conformance/mocks"
	reference "conformance/reference/services"
)

// lacks holds for requests whose body is an object without the member.
func lacks(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		body := s.Object()
		_, has := body[member]
		return body != nil && !has
	}
}

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

// isText holds when the body has the member as a text.
func isText(member string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		_, text := s.Object()[member].(string)
		return text
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

// every holds when all the conditions do.
func every(conditions ...func(*mocks.Seen) bool) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		return !slices.ContainsFunc(conditions, func(holds func(*mocks.Seen) bool) bool { return !holds(s) })
	}
}

// authorized holds for requests whose credentials begin so, anonymous for those without, bare for a token alone.
func authorized(prefix string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasPrefix(s.Header.Get("Authorization"), prefix) }
}

func anonymous(s *mocks.Seen) bool { return s.Header.Get("Authorization") == "" }

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
	return every(outside(member, reference.DefaultProjectID, reference.DefaultResourceID), func(s *mocks.Seen) bool {
		id, _ := s.Object()[member].(string)
		return len(id) < 36
	})
}

func unknown(member string) func(*mocks.Seen) bool {
	return every(outside(member, reference.DefaultProjectID, reference.DefaultResourceID, reference.DefaultClosedResourceID), func(s *mocks.Seen) bool {
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
