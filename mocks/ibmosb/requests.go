package ibmosb

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"conformance/mocks"
)

const (
	version  = "X-Broker-Api-Version"
	identity = "X-Broker-API-Originating-Identity"
	accepts  = "accepts_incomplete"
	poll     = "instance-last-operation"

	service   = "0bc9d744-6f8c-4821-9648-2278bf6925bb"
	plan      = "ecc19311-aba2-49f7-8198-1e450c8460d4"
	otherPlan = "4c1f1d3e-6d0b-4f6b-9c53-7f6f4c6a7d21"
)

func authorizedBy(scheme string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return strings.HasPrefix(s.Header.Get("Authorization"), scheme) }
}

// identified holds for requests with that originating identity.
func identified(by string) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool { return s.Header.Get(identity) == by }
}

// noJSON holds for requests with a body that is no JSON, isJSON for all others.
func noJSON(s *mocks.Seen) bool { return len(s.Body) > 0 && !json.Valid(s.Body) }

func isJSON(s *mocks.Seen) bool { return !noJSON(s) }

// noMemory holds for parameters that cannot be used.
func noMemory(s *mocks.Seen) bool { return inside(s, "parameters")["memory_mb"] == 0.0 }

// inside returns an object member of a body, nil when there is none.
func inside(s *mocks.Seen, member string) map[string]any {
	object, _ := s.Object()[member].(map[string]any)
	return object
}

// user decodes the originating identity; nil when it is no JSON object.
func user(s *mocks.Seen) map[string]any {
	_, encoded, _ := strings.Cut(s.Header.Get(identity), " ")
	decoded, _ := base64.StdEncoding.DecodeString(encoded)
	var object map[string]any
	_ = json.Unmarshal(decoded, &object) // what is no object has no members
	return object
}

func encodedSlash(s *mocks.Seen) bool { return strings.Contains(s.Path, "%2F") }

// disabled asks the server whether the instance is disabled.
func disabled(s *mocks.Seen) bool {
	answer := s.Send("state-get", map[string]string{"instance_id": s.Params["instance_id"]}, nil, nil)
	return mocks.Says("/enabled", false)(answer)
}
