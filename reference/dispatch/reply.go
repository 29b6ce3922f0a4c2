package dispatch

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"conformance/specs"
	"conformance/specs/jsonvalue"
)

// send writes a reply. op is nil when no operation was found; handled tells a handler's reply, whose status the
// document has to list, from a refusal, which any operation may meet.
func (s *server) send(w http.ResponseWriter, op *specs.Operation, reply Reply, handled bool) {
	body, err := encode(reply)
	if s.options.Strict && op != nil && err == nil {
		header := http.Header{}
		s.fill(header, reply)
		err = s.compare(op, reply.Status, header, body, handled)
	}
	if err != nil {
		reply = describe(http.StatusInternalServerError, fmt.Sprintf("the reference departs from its own document: %v", err))
		body, _ = encode(reply)
	}
	header := w.Header()
	s.fill(header, reply)
	if reply.Status != http.StatusNoContent && reply.Status != http.StatusNotModified {
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(reply.Status)
	// The client may be gone; there is nobody left to tell.
	_, _ = w.Write(body)
}

func encode(reply Reply) ([]byte, error) {
	if reply.Body == nil {
		return nil, nil
	}
	if text, written := reply.Body.(json.RawMessage); written {
		return text, nil
	}
	body, err := json.Marshal(reply.Body)
	if err != nil {
		return nil, fmt.Errorf("encode the reply with status %d: %w", reply.Status, err)
	}
	return body, nil
}

// fill adds the headers of a reply.
func (s *server) fill(header http.Header, reply Reply) {
	if reply.Body != nil {
		header.Set("Content-Type", "application/json")
	}
	maps.Copy(header, reply.Header.Clone())
	s.options.Header(header)
}

// compare returns what the document has against a reply of our own.
func (s *server) compare(op *specs.Operation, status int, header http.Header, body []byte, handled bool) error {
	if handled && !op.Describes(status) {
		return fmt.Errorf("%s: status %d is not documented", op.ID, status)
	}
	value, err := jsonvalue.Decode(body)
	shape := s.doc.Shape(op, status, header, value, len(body) > 0 && err == nil)
	var found []string
	for _, node := range shape.Nodes {
		if node.Violation != "" {
			found = append(found, fmt.Sprintf("%s: %s (%s)", node.Pointer, node.Violation, node.Requirement))
		}
	}
	for _, violation := range shape.Unnamed {
		found = append(found, violation.String())
	}
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("%s: status %d: %s", op.ID, status, strings.Join(found, "; "))
}
