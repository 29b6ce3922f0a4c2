// Package record holds what was seen on the wire: exchanges, and the recording that a run leaves. A live run, a saved
// file and the history of a scripted broker all have this one form, and everything that judges reads only it.
package record

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"
	"unicode/utf8"

	"conformance/specs/jsonvalue"
)

// Side tells who answered a request.
type Side string

// The target answered a request of the suite, or the suite's own scripted broker answered a request of the target, or
// the suite opened credentials that the target had handed out.
const (
	Target Side = "target"
	Broker Side = "broker"
	Probed Side = "probe"
)

// Exchange is one request with what came back.
type Exchange struct {
	// Number identifies the exchange in its recording, from 1.
	Number int `json:"number"`
	// Scenario and Step say where in a run it happened; several exchanges may share a step (polls).
	Scenario string `json:"scenario"`
	Step     string `json:"step"`
	// Operation is the operationId of the call in the API's document; empty for a foreign path.
	Operation string  `json:"operation"`
	Side      Side    `json:"side"`
	Request   Request `json:"request"`
	// Response is nil when none came; Failure then says why.
	Response *Response `json:"response,omitempty"`
	Failure  string    `json:"failure,omitempty"`
	// Opening is what came of opening credentials; nil on every other side.
	Opening *Opening `json:"opening,omitempty"`
	// Limit is set when our own limits, not the target, kept the response from being read whole.
	Limit bool `json:"limit,omitempty"`
	// Invalid names the one fault that the request carries on purpose.
	Invalid string `json:"invalid,omitempty"`
	// Hint is what may help against the failure; it is for who just asked, and is not saved.
	Hint string `json:"-"`
	// Slip is a fault of ours: a request meant to be valid that the document refuses.
	Slip string `json:"slip,omitempty"`
	// Start is the time since the run began, Duration that from sending to the last byte of the response.
	Start    time.Duration `json:"start_ns"`
	Duration time.Duration `json:"duration_ns"`

	sequence int
}

// Request is what was sent.
type Request struct {
	Method string      `json:"method"`
	URL    string      `json:"url"`
	Header http.Header `json:"header"`
	Body   Body        `json:"body,omitempty"`
}

// Path is the URL's path and query as sent, still percent-encoded.
func (r *Request) Path() string {
	u, err := url.Parse(r.URL)
	if err != nil {
		return r.URL
	}
	return u.RequestURI()
}

// Query returns the decoded query parameters.
func (r *Request) Query() url.Values {
	u, err := url.Parse(r.URL)
	if err != nil {
		return url.Values{}
	}
	return u.Query()
}

// Response is what came back.
type Response struct {
	Status int         `json:"status"`
	Header http.Header `json:"header"`
	Body   Body        `json:"body,omitempty"`

	once   sync.Once
	shared *decoded
}

// decoded is a body that was decoded once. Responses with equal bodies may share it.
type decoded struct {
	once  sync.Once
	value any
	err   error
}

// JSON decodes the body, numbers as json.Number. The error says what stands there instead of one JSON value. The value
// is not to be changed.
func (r *Response) JSON() (any, error) {
	r.once.Do(func() {
		if r.shared == nil {
			r.shared = &decoded{}
		}
	})
	d := r.shared
	d.once.Do(func() { d.value, d.err = r.Body.JSON() })
	return d.value, d.err
}

// Object returns the body as a JSON object, or nil when it is none.
func (r *Response) Object() map[string]any {
	value, _ := r.JSON()
	object, _ := value.(map[string]any)
	return object
}

// Status is the response's status code, or 0 without response.
func (x *Exchange) Status() int {
	if x == nil || x.Response == nil {
		return 0
	}
	return x.Response.Status
}

// Object returns the response's body as a JSON object, or nil when there is none.
func (x *Exchange) Object() map[string]any {
	if x == nil || x.Response == nil {
		return nil
	}
	return x.Response.Object()
}

// Header returns the first value of a header of the response, or "" when it has none, or when there is no response.
func (x *Exchange) Header(name string) string {
	if x == nil || x.Response == nil {
		return ""
	}
	return x.Response.Header.Get(name)
}

// Body returns the body of the response, or nil when there is none.
func (x *Exchange) Body() Body {
	if x == nil || x.Response == nil {
		return nil
	}
	return x.Response.Body
}

// Is reports whether the response has one of the statuses.
func (x *Exchange) Is(statuses ...int) bool {
	for _, status := range statuses {
		if x.Status() == status {
			return true
		}
	}
	return false
}

// String is the request line, as findings quote it.
func (x *Exchange) String() string {
	if x.Side == Probed {
		return x.Request.Method + " " + x.Request.URL
	}
	return x.Request.Method + " " + x.Request.Path()
}

// Got describes the answer in a few words: the status, or why there is none.
func (x *Exchange) Got() string {
	if x.Opening != nil {
		return x.Opening.String()
	}
	if x.Response == nil {
		return "no response (" + x.Failure + ")"
	}
	return fmt.Sprint(x.Response.Status)
}

// Body is a message body as it came. In a file it is a string, or {"base64": …} when it is no UTF-8 text.
type Body []byte

// JSON decodes the body as exactly one JSON value, numbers as json.Number.
func (b Body) JSON() (any, error) {
	if len(b) == 0 {
		return nil, errors.New("the body is empty")
	}
	value, err := jsonvalue.Decode(b)
	switch {
	case errors.Is(err, jsonvalue.ErrMore):
		return nil, errors.New("the body has more after its JSON value")
	case err != nil:
		return nil, fmt.Errorf("the body is no JSON: %w", err)
	}
	return value, nil
}

// MarshalJSON writes the body as text, or as base64 when it is no UTF-8.
func (b Body) MarshalJSON() ([]byte, error) { return json.Marshal(b.written()) }

// written is what stands for the body in a file; nil when it is empty.
func (b Body) written() any {
	switch {
	case len(b) == 0:
		return nil
	case utf8.Valid(b):
		return string(b)
	}
	return map[string]string{"base64": base64.StdEncoding.EncodeToString(b)}
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (b *Body) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err == nil {
		*b = Body(text)
		return nil
	}
	var encoded struct {
		Base64 *[]byte `json:"base64"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&encoded); err != nil || encoded.Base64 == nil {
		return errors.New(`body is neither a string nor {"base64": "…"}`)
	}
	*b = *encoded.Base64
	return nil
}
