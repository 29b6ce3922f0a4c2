package scenario

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"conformance/specs"
	"conformance/suites/record"
)

// Call is one request before it is built: raw enough that a member can be absent, null, empty or of a wrong type.
type Call struct {
	// Operation is the operationId; it gives method and path.
	Operation string
	// Params fill the path template, one encoded segment each. Path, when set, is sent as it is instead.
	Params map[string]string
	Path   string
	Query  url.Values
	// Header replaces the usual headers of the same name; an empty list of values removes one.
	Header http.Header
	// Body is marshalled as JSON; []byte is sent as it is; nil sends none.
	Body any
	// Credentials replace the run's own; see NoCredentials.
	Credentials *Credentials
	// Invalid names the one fault that the request carries on purpose; empty means that it is valid.
	Invalid string
}

// Credentials are how a request proves who sends it. Token, when set, is sent as a bearer token, else user and password.
type Credentials struct {
	Username, Password, Token string
}

// NoCredentials sends no Authorization header.
func NoCredentials() *Credentials { return &Credentials{} }

func (c Credentials) apply(h http.Header) {
	switch {
	case c.Token != "":
		h.Set("Authorization", "Bearer "+c.Token)
	case c.Username != "" || c.Password != "":
		r := http.Request{Header: h}
		r.SetBasicAuth(c.Username, c.Password)
	}
}

// Client sends requests to one target, which it does not trust: bodies are bounded, redirects are not followed, and
// every failure becomes part of the exchange.
type Client struct {
	// Target is the base URL, without trailing slash.
	Target string
	// Run is the id of the run, Tool the program's version; both go into User-Agent.
	Run, Tool string
	// Transport is the way to the target.
	Transport http.RoundTripper
	// Timeout bounds one request, MaxBody (bytes, after decompression) one response.
	Timeout time.Duration
	MaxBody int64
	// Credentials are the run's own. Refresh, when set, fetches a new token; it is used once per 401.
	Credentials Credentials
	Refresh     func(context.Context) (string, error)

	mu    sync.Mutex
	token string
}

func (c *Client) agent(scenario string) string {
	return fmt.Sprintf("conformance/%s (run %s; scenario %s)", c.Tool, c.Run, scenario)
}

func (c *Client) credentials() Credentials {
	c.mu.Lock()
	defer c.mu.Unlock()
	own := c.Credentials
	if c.token != "" {
		own.Token = c.token
	}
	return own
}

func (c *Client) build(ctx context.Context, site *Site, header http.Header, call Call) (*http.Request, []byte, error) {
	op := site.Document.Operation(call.Operation)
	if op == nil {
		return nil, nil, fmt.Errorf("api %s %s has no operation %q", site.API.Name, site.Version, call.Operation)
	}
	path := call.Path
	if path == "" {
		path = op.EscapedPath(call.Params)
	}
	target := c.Target + path
	if len(call.Query) > 0 {
		target += "?" + call.Query.Encode()
	}
	var body []byte
	switch value := call.Body.(type) {
	case nil:
	case []byte:
		body = value
	default:
		var err error
		if body, err = json.Marshal(value); err != nil {
			return nil, nil, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, op.Method, target, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	for name, values := range header {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	credentials := c.credentials()
	if call.Credentials != nil {
		credentials = *call.Credentials
	}
	credentials.apply(request.Header)
	for name, values := range call.Header {
		if request.Header[http.CanonicalHeaderKey(name)] = values; len(values) == 0 {
			request.Header.Del(name)
		}
	}
	return request, body, nil
}

// slip says how a request that is meant to be valid breaks the document, or nothing.
func (c *Client) slip(document *specs.Document, request *http.Request, body []byte) string {
	local := request.Clone(request.Context())
	u, err := url.Parse(strings.TrimPrefix(request.URL.String(), c.Target))
	if err != nil {
		return err.Error()
	}
	local.URL, local.Host = u, ""
	op, params, err := document.Route(local)
	if err != nil {
		return err.Error()
	}
	violations := document.ValidateRequest(op, params, local, body)
	texts := make([]string, len(violations))
	for i, v := range violations {
		texts[i] = v.String()
	}
	return strings.Join(texts, "; ")
}

// failure is why an exchange has no response; ours says that our limits are the reason.
type failure struct {
	text string
	ours bool
}

func (c *Client) do(ctx context.Context, request *http.Request, body []byte, call Call) (*record.Response, failure) {
	response, failed := c.once(ctx, request, body)
	if response == nil || response.Status != http.StatusUnauthorized || c.Refresh == nil || call.Credentials != nil {
		return response, failed
	}
	token, err := c.Refresh(ctx)
	if err != nil {
		return response, failed
	}
	c.mu.Lock()
	c.token = token
	c.mu.Unlock()
	again := request.Clone(ctx)
	again.Header.Set("Authorization", "Bearer "+token)
	return c.once(ctx, again, body)
}

func (c *Client) once(ctx context.Context, request *http.Request, body []byte) (*record.Response, failure) {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	request = request.Clone(ctx)
	request.Body, request.ContentLength = http.NoBody, 0
	if len(body) > 0 {
		request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	response, err := c.Transport.RoundTrip(request)
	if err != nil {
		return nil, failure{text: c.explain(err)}
	}
	defer response.Body.Close()
	data, err := io.ReadAll(io.LimitReader(response.Body, c.MaxBody+1))
	if err != nil {
		return nil, failure{text: fmt.Sprintf("status %d, then the body broke off: %s", response.StatusCode, c.explain(err))}
	}
	if int64(len(data)) > c.MaxBody {
		return nil, failure{ours: true, text: fmt.Sprintf("status %d with a body of more than %d bytes; see --max-body", response.StatusCode, c.MaxBody)}
	}
	return &record.Response{Status: response.StatusCode, Header: response.Header, Body: data}, failure{}
}

// explain reduces a transport error to its cause: the request line stands beside it anyway.
func (c *Client) explain(err error) string {
	var dial *net.OpError
	var wrapped *url.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("no answer within %s; see --timeout", c.Timeout)
	case errors.Is(err, context.Canceled):
		return "the run was interrupted"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the target closed the connection"
	case errors.As(err, &dial):
		return dial.Err.Error()
	case errors.As(err, &wrapped):
		return wrapped.Err.Error()
	}
	return err.Error()
}
