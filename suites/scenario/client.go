package scenario

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"conformance/specs"
	"conformance/suites/record"
)

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

	refreshing sync.Mutex // held while Refresh runs
	mu         sync.Mutex
	token      string
	// tokens are all that Refresh has returned.
	tokens []string
}

// Secrets returns what the client proves with who it is, for redaction: its password, also as a header has it, and every
// token that it ever had.
func (c *Client) Secrets() []string {
	header := http.Header{}
	Credentials{Username: c.Credentials.Username, Password: c.Credentials.Password}.apply(header)
	return append([]string{c.Credentials.Password, strings.TrimPrefix(header.Get("Authorization"), "Basic ")}, c.knownTokens()...)
}

func (c *Client) knownTokens() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string{c.Credentials.Token}, c.tokens...)
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
	request, err := http.NewRequestWithContext(ctx, cmp.Or(call.Method, op.Method), target, bytes.NewReader(body))
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
	if token, ok := strings.CutPrefix(request.Header.Get("Authorization"), bearer); ok && call.Scheme != "" {
		request.Header.Set("Authorization", call.Scheme+" "+token)
	}
	for name, values := range call.Header {
		if request.Header[http.CanonicalHeaderKey(name)] = values; len(values) == 0 {
			request.Header.Del(name)
		}
	}
	return request, body, nil
}

// local is the request as the document knows it, without the target's own address.
func (c *Client) local(request *http.Request) (*http.Request, error) {
	base, err := url.Parse(c.Target)
	if err != nil {
		return nil, err
	}
	u, err := url.ParseRequestURI(strings.TrimPrefix(request.URL.RequestURI(), base.EscapedPath()))
	if err != nil {
		return nil, err
	}
	local := request.Clone(request.Context())
	local.URL, local.Host = u, ""
	return local, nil
}

// foreign reports whether the document has no path like that of the request, or no such method there.
func (c *Client) foreign(document *specs.Document, request *http.Request) bool {
	local, err := c.local(request)
	if err != nil {
		return false
	}
	_, _, err = document.Route(local)
	return errors.Is(err, specs.ErrPath) || errors.Is(err, specs.ErrMethod)
}

// slip says how a request that is meant to be valid breaks the document, or nothing.
func (c *Client) slip(document *specs.Document, request *http.Request, body []byte) string {
	local, err := c.local(request)
	if err != nil {
		return err.Error()
	}
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

// do sends a request, and sends it again when it was refused for a token that can be renewed.
func (c *Client) do(ctx context.Context, request *http.Request, body []byte, call Call) (*record.Response, failure) {
	response, failed := c.once(ctx, request, body, call)
	if response == nil || response.Status != http.StatusUnauthorized || c.Refresh == nil {
		return response, failed
	}
	refused, word := request.Header.Get("Authorization"), bearer
	if call.Scheme != "" {
		word = call.Scheme + " "
		refused = bearer + strings.TrimPrefix(refused, word)
	}
	token, ok := c.renew(ctx, refused)
	if !ok {
		return response, failed
	}
	again := request.Clone(ctx)
	again.Header.Set("Authorization", word+token)
	return c.once(ctx, again, body, call)
}

const bearer = "Bearer "

// renew returns another token than the one that was refused, which has to be the run's own: a scenario that sends other
// credentials, or none, means it. Scenarios that are refused at the same time share the new one.
func (c *Client) renew(ctx context.Context, refused string) (token string, ok bool) {
	c.refreshing.Lock()
	defer c.refreshing.Unlock()
	current := c.credentials().Token
	switch {
	case refused == bearer || !slices.Contains(c.knownTokens(), strings.TrimPrefix(refused, bearer)):
		return "", false
	case refused != bearer+current:
		return current, true
	}
	token, err := c.Refresh(ctx)
	if err != nil || token == "" {
		return "", false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token, c.tokens = token, append(c.tokens, token)
	return token, true
}

func (c *Client) once(ctx context.Context, request *http.Request, body []byte, call Call) (*record.Response, failure) {
	limit := c.Timeout + call.Patience
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	request = request.Clone(limited)
	request.Header = call.spelled(request.Header)
	request.Body, request.ContentLength = http.NoBody, 0
	if len(body) > 0 {
		request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	response, err := c.Transport.RoundTrip(request)
	if err != nil {
		return nil, refused(ctx, request, err, limit)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusSwitchingProtocols {
		// What follows is no body, and nothing would end it.
		return &record.Response{Status: response.StatusCode, Header: response.Header}, failure{}
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, c.MaxBody+1))
	if err != nil {
		return nil, failure{text: fmt.Sprintf("status %d, then the body broke off: %s", response.StatusCode, explain(ctx, err, limit))}
	}
	if int64(len(data)) > c.MaxBody {
		return nil, failure{ours: true, text: fmt.Sprintf("status %d with a body of more than %d bytes; see --max-body", response.StatusCode, c.MaxBody)}
	}
	return &record.Response{Status: response.StatusCode, Header: response.Header, Body: data}, failure{}
}
