package record

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"conformance/specs"
)

// Redact replaces every secret of the recording in place, once, before anything else reads it: the leaves that the
// document marks with x-secret, members whose names say that they are secret, authorization and cookie headers, the
// given secrets of the run, and every other occurrence of those strings. key has to be random and is kept nowhere.
func Redact(r *Recording, document *specs.Document, key []byte, known ...string) {
	d := &redaction{vault: vault{key: key, tokens: map[string]string{}, encoded: map[string]string{}}, document: document, public: publicNames(r)}
	for _, secret := range known {
		d.add(secret)
	}
	for _, x := range r.Exchanges {
		d.learn(x)
	}
	d.all = d.replacer()
	for _, x := range r.Exchanges {
		d.exchange(x)
	}
	for _, s := range r.Scenarios {
		for step, absence := range s.Absent {
			absence.Reason = d.all.Replace(absence.Reason)
			s.Absent[step] = absence
		}
	}
	for _, texts := range [][]string{r.Faults, r.Left} {
		for i := range texts {
			texts[i] = d.all.Replace(texts[i])
		}
	}
	r.Target = d.all.Replace(r.Target)
}

type redaction struct {
	vault
	document *specs.Document
	public   []string
	all      *strings.Replacer
}

// publicNames are strings that the suite itself sends in the clear: the target's address and the ids in its paths.
// A target that repeats them inside of credentials does not make them secret.
func publicNames(r *Recording) []string {
	var names []string
	for _, x := range r.Exchanges {
		u, err := url.Parse(x.Request.URL)
		if err != nil || x.Side != Target {
			continue
		}
		names = append(names, u.Host, u.Hostname(), u.Scheme+"://"+u.Host)
		names = append(names, strings.Split(u.Path, "/")...)
		for _, values := range u.Query() {
			names = append(names, values...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (d *redaction) add(secret string) {
	if _, found := slices.BinarySearch(d.public, secret); !found {
		d.vault.add(secret)
	}
}

func (d *redaction) learn(x *Exchange) {
	d.learnBody(x.Request.Body, d.requestPaths(x))
	if x.Response != nil {
		d.learnBody(x.Response.Body, d.responsePaths(x))
	}
	for _, header := range headers(x) {
		for name, values := range header {
			if name == "Authorization" {
				for _, value := range values {
					d.learnAuthorization(value)
				}
			}
		}
	}
}

func (d *redaction) learnAuthorization(value string) {
	request := http.Request{Header: http.Header{"Authorization": {value}}}
	if _, password, ok := request.BasicAuth(); ok {
		d.add(password)
		return
	}
	if _, token, ok := strings.Cut(value, " "); ok {
		d.add(token)
	}
}

func (d *redaction) learnBody(body Body, paths map[string]bool) {
	leaves(body, func(path []string, text string, _, _ int) {
		if paths[join(path)] || secretPath(path) {
			for _, part := range parts(text) {
				d.add(part)
			}
			if raw, decoded, ok := inURL(text); ok {
				d.encoded[raw] = decoded
			}
		}
	})
}

// secretPath reports whether a member on the way says by its name that what follows is secret.
func secretPath(path []string) bool {
	return slices.ContainsFunc(path, secretName.MatchString)
}

func (d *redaction) requestPaths(x *Exchange) map[string]bool {
	value, err := x.Request.Body.JSON()
	if err != nil {
		return nil
	}
	return joined(d.document.RequestSecrets(d.document.Operation(x.Operation), value))
}

func (d *redaction) responsePaths(x *Exchange) map[string]bool {
	value, err := x.Response.Body.JSON()
	if err != nil {
		return nil
	}
	return joined(d.document.ResponseSecrets(d.document.Operation(x.Operation), x.Response.Status, value))
}

func (d *redaction) exchange(x *Exchange) {
	x.Request.Body = d.body(x.Request.Body, d.requestPaths(x))
	if x.Response != nil {
		x.Response = &Response{Status: x.Response.Status, Header: x.Response.Header, Body: d.body(x.Response.Body, d.responsePaths(x))}
	}
	for _, header := range headers(x) {
		for name, values := range header {
			for i, value := range values {
				values[i] = d.header(name, value)
			}
		}
	}
	x.Request.URL = d.all.Replace(x.Request.URL)
	x.Failure = d.all.Replace(x.Failure)
	x.Slip = d.all.Replace(x.Slip)
}

func headers(x *Exchange) []http.Header {
	if x.Response == nil {
		return []http.Header{x.Request.Header}
	}
	return []http.Header{x.Request.Header, x.Response.Header}
}

func (d *redaction) header(name, value string) string {
	switch name {
	case "Authorization", "Proxy-Authorization":
		scheme, secret, ok := strings.Cut(value, " ")
		if !ok {
			return d.token(value)
		}
		return scheme + " " + d.token(secret)
	case "Cookie", "Set-Cookie":
		if value == "" {
			return value
		}
		return d.token(value)
	}
	return d.all.Replace(value)
}

// body replaces secrets byte by byte, so that whatever else is odd about a body stays to be judged.
func (d *redaction) body(body Body, paths map[string]bool) Body {
	var out bytes.Buffer
	done := 0
	leaves(body, func(path []string, text string, start, end int) {
		if token, short := d.tokens[text]; short && len(text) < shortest && (paths[join(path)] || secretPath(path)) {
			out.WriteString(d.all.Replace(string(body[done:start])))
			quoted, _ := json.Marshal(token)
			out.Write(quoted)
			done = end
		}
	})
	out.WriteString(d.all.Replace(string(body[done:])))
	if len(body) == 0 {
		return body
	}
	return out.Bytes()
}

func join(path []string) string { return strings.Join(path, "\x00") }

func joined(paths [][]string) map[string]bool {
	set := map[string]bool{}
	for _, path := range paths {
		set[join(path)] = true
	}
	return set
}
