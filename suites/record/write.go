package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Write saves the recording as JSON.
func (r *Recording) Write(w io.Writer) error {
	return WriteJSON(w, struct {
		*Recording
		Exchanges any `json:"exchanges,omitempty"` // hides those of the recording
	}{Recording: r}, r.Exchanges)
}

// WriteJSON writes one JSON object: the members of head, which is a struct with at least one, and the exchanges as its
// last member, each on a line of its own. Every call of w.Write carries whole lines.
func WriteJSON(w io.Writer, head any, exchanges []*Exchange) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(head); err != nil {
		return fmt.Errorf("encode %T: %w", head, err)
	}
	text.Truncate(text.Len() - len("\n}\n"))
	text.WriteString(",\n  \"exchanges\": [\n")
	encoder.SetIndent("", "")
	for i, x := range exchanges {
		text.WriteString("    ")
		if err := encoder.Encode(x.written()); err != nil {
			return fmt.Errorf("encode exchange %d: %w", i+1, err)
		}
		if i < len(exchanges)-1 {
			text.Truncate(text.Len() - 1)
			text.WriteString(",\n")
		}
		if _, err := w.Write(text.Bytes()); err != nil {
			return err
		}
		text.Reset()
	}
	text.WriteString("  ]\n}\n")
	_, err := w.Write(text.Bytes())
	return err
}

// written is the exchange in a form that is encoded in one pass: what a json.Marshaler such as Body returns is read again.
func (x *Exchange) written() any {
	if x == nil {
		return nil
	}
	type request struct {
		Request
		Body any `json:"body,omitempty"`
	}
	type response struct {
		*Response
		Body any `json:"body,omitempty"`
	}
	form := struct {
		*Exchange
		Request  request   `json:"request"`
		Response *response `json:"response,omitempty"`
	}{Exchange: x, Request: request{x.Request, x.Request.Body.written()}}
	if x.Response != nil {
		form.Response = &response{x.Response, x.Response.Body.written()}
	}
	return form
}
