package controller

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

const (
	brokerVersion = "2.15"
	// longestAnswer and longestText bound what is read of a broker and what is repeated of it, in bytes.
	longestAnswer = 16 << 20
	longestText   = 16 << 10
	mostRedirects = 10
)

// question is one request to a broker.
type question struct {
	broker broker
	method string
	path   string
	query  url.Values
	body   map[string]any
	origin origin
	// background marks requests that no user waits for: they carry no originating identity.
	background bool
}

// answer is what came of a question.
type answer struct {
	method string
	url    string
	status int
	header http.Header
	// object is the body, nil when that is no JSON object.
	object map[string]any
	// err says why there is no answer.
	err error
	// secret is what must not be repeated to the caller.
	secret string
}

// ask sends one request to a broker and reads the answer. A redirect is followed with the same method and body.
func (s *Server) ask(q question) answer {
	target := q.broker.URL + q.path
	if len(q.query) > 0 {
		target += "?" + q.query.Encode()
	}
	a := answer{method: q.method, url: target, secret: q.broker.Password}
	body, err := q.encode()
	if err != nil {
		a.err = err
		return a
	}
	ctx, cancel := context.WithTimeout(s.ctx, s.config.BrokerTimeout)
	defer cancel()
	for range mostRedirects {
		next, done := s.exchange(ctx, q, target, body, &a)
		if done {
			break
		}
		target = next
	}
	return a
}

func (q question) encode() ([]byte, error) {
	if q.body == nil {
		return nil, nil
	}
	return json.Marshal(q.body)
}

// exchange sends the request to one address. It returns the address that a redirect names, or that it is done.
func (s *Server) exchange(ctx context.Context, q question, target string, body []byte, a *answer) (next string, done bool) {
	r, err := http.NewRequestWithContext(ctx, q.method, target, bytes.NewReader(body))
	if err != nil {
		a.err = err
		return "", true
	}
	if strings.HasSuffix(r.URL.Hostname(), ".invalid") { // RFC 6761, section 6.4: nobody is asked for such a name
		a.err = &net.DNSError{Err: "no such host", Name: r.URL.Hostname(), IsNotFound: true}
		return "", true
	}
	s.headers(r, q)
	response, err := s.client.Do(r)
	if err != nil {
		a.err = err
		return "", true
	}
	defer response.Body.Close()
	if location := response.Header.Get("Location"); location != "" && response.StatusCode/100 == 3 {
		if elsewhere, err := r.URL.Parse(location); err == nil {
			a.status = response.StatusCode
			return elsewhere.String(), false
		}
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, longestAnswer+1))
	a.status, a.header, a.err = response.StatusCode, response.Header, err
	if len(data) <= longestAnswer {
		a.object = decodeObject(data)
	}
	return "", true
}

func (s *Server) headers(r *http.Request, q question) {
	if origin, err := url.Parse(q.broker.URL); err == nil && origin.Host == r.URL.Host {
		r.SetBasicAuth(q.broker.Username, q.broker.Password)
	}
	r.Header.Set("X-Broker-Api-Version", brokerVersion)
	r.Header.Set("X-Broker-API-Request-Identity", s.config.NewID())
	r.Header.Set("Accept", "application/json")
	if q.method == http.MethodPut || q.method == http.MethodPatch {
		r.Header.Set("Content-Type", "application/json")
	}
	if q.origin.requestID != "" {
		r.Header.Set("X-VCAP-Request-ID", q.origin.requestID)
	}
	if _, address, found := strings.Cut(s.address(q.origin), "://"); found && address != "" {
		r.Header.Set("X-Api-Info-Location", address+"/v2/info")
	}
	if !q.background {
		identity, _ := json.Marshal(map[string]string{"user_id": q.origin.user.GUID}) // strings always encode
		r.Header.Set("X-Broker-Api-Originating-Identity", "cloudfoundry "+base64.StdEncoding.EncodeToString(identity))
	}
}

// keepRedirect hands a redirect to exchange: the client of net/http would turn a PUT into a GET.
func keepRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// decodeObject returns the JSON object that data is, with numbers as they were written, or nil.
func decodeObject(data []byte) map[string]any {
	if !json.Valid(data) {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil
	}
	object, _ := value.(map[string]any)
	return object
}

// unreachable reports whether no connection came about; timeout, whether the time ran out.
func (a answer) unreachable() bool {
	var dns *net.DNSError
	var op *net.OpError
	return errors.As(a.err, &dns) || errors.As(a.err, &op) && op.Op == "dial"
}

func (a answer) timeout() bool {
	var net net.Error
	return errors.Is(a.err, context.DeadlineExceeded) || errors.As(a.err, &net) && net.Timeout()
}

// text returns a member of the answer that is a string.
func (a answer) text(member string) string {
	text, _ := a.object[member].(string)
	return text
}

// optionalText returns a member of the answer that is a string, or nil.
func (a answer) optionalText(member string) *string {
	if text, ok := a.object[member].(string); ok {
		return &text
	}
	return nil
}

// explain says what happened, with the broker's own words, without its password, cut to a bearable length.
func (a answer) explain() string {
	if a.err != nil {
		cause := a.err
		if inner := errors.Unwrap(cause); inner != nil {
			cause = inner // without the address, which stands here already
		}
		return fmt.Sprintf("the service broker gave no answer to %s %s: %v", a.method, a.url, cause)
	}
	text := fmt.Sprintf("the service broker answered %d to %s %s", a.status, a.method, a.url)
	if description := a.text("description"); description != "" {
		text += ": " + description
	}
	if a.secret != "" {
		text = strings.ReplaceAll(text, a.secret, "***")
	}
	return cut(text)
}

func cut(text string) string {
	if len(text) <= longestText {
		return text
	}
	return strings.ToValidUTF8(text[:longestText], "") + "…"
}

// failure is the answer as an error of the given name.
func (a answer) failure(name string) *failure {
	f := fail(name, "%s", a.explain())
	f.http = map[string]any{"uri": a.url, "method": a.method}
	if a.err == nil {
		f.http = map[string]any{"method": a.method, "status": a.status}
	}
	return f
}
