package record

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strings"

	"conformance/specs"
)

// Redact replaces every secret of the recording in place, once, before anything else reads it: the leaves that the
// document marks with x-secret, members whose names say that they are secret, authorization and cookie headers, the
// known secrets of the run, and every other occurrence of those strings, however it is encoded. What the suite itself
// sends in the clear, such as ids and the address of the target, is no secret when a target repeats it among its
// credentials; nor is a host that the target publishes beside them. key has to be random and is kept nowhere.
func Redact(r *Recording, document *specs.Document, key []byte, known ...string) {
	d := &redaction{vault: newVault(key), document: document, pages: map[kind]map[string]*page{}, sounds: map[string]bool{}}
	d.words = strings.Join(document.Words(), "\n")
	d.publish(r)
	d.learn(r, known)
	d.seal()
	names := map[string]string{}
	for i := range r.Scenarios {
		if s := &r.Scenarios[i]; s.Of != "" {
			// What tells it from the others is words of the target.
			before := s.Name
			s.Name = s.Of + " " + d.replace(s.On())
			names[before] = s.Name
		}
	}
	for _, x := range r.Exchanges {
		d.exchange(x)
		x.Scenario = cmp.Or(names[x.Scenario], x.Scenario)
	}
	for i := range r.Scenarios {
		d.scenario(&r.Scenarios[i])
	}
	for i := range r.Troubles {
		r.Troubles[i] = d.replace(r.Troubles[i])
	}
	for i := range r.Left {
		r.Left[i].ID, r.Left[i].Why = d.replace(r.Left[i].ID), d.replace(r.Left[i].Why)
	}
	for _, text := range []*string{&r.Target, &r.VersionNote, &r.Interrupted} {
		*text = d.replace(*text)
	}
}

type redaction struct {
	vault
	document *specs.Document
	// words are those of the document; public are strings that the suite itself sends in the clear, and clear is all
	// of them as one text.
	words  string
	public map[string]bool
	clear  string
	// hosts are what targets publish as addresses.
	hosts map[string]bool
	// pages are the bodies that were read, by what the document says of them and by themselves.
	pages map[kind]map[string]*page
	// sounds holds what Secret said of names.
	sounds map[string]bool
}

func (d *redaction) exchange(x *Exchange) {
	x.Request.Body = d.body(x.Request.Body, d.request(x))
	if x.Response != nil {
		p := d.response(x)
		x.Response = &Response{Status: x.Response.Status, Header: x.Response.Header, Body: d.body(x.Response.Body, p), shared: &p.decoded}
	}
	for _, header := range headers(x) {
		for name, values := range header {
			for i, value := range values {
				values[i] = d.header(name, value)
			}
		}
	}
	for _, text := range []*string{&x.Request.URL, &x.Failure, &x.Slip, &x.Invalid} {
		*text = d.replace(*text)
	}
	if x.Opening != nil {
		x.Opening = &Opening{Outcome: x.Opening.Outcome, Reason: d.replace(x.Opening.Reason), Login: x.Opening.Login}
	}
}

func (d *redaction) scenario(s *Scenario) {
	if s.NotApplicable != nil {
		s.NotApplicable.Text = d.replace(s.NotApplicable.Text)
	}
	for name, value := range s.Subject {
		s.Subject[name] = d.replace(value)
	}
	for step, absence := range s.Absent {
		absence.Text = d.replace(absence.Text)
		s.Absent[step] = absence
	}
}

func headers(x *Exchange) []http.Header {
	if x.Response == nil {
		return []http.Header{x.Request.Header}
	}
	return []http.Header{x.Request.Header, x.Response.Header}
}

func (d *redaction) header(name, value string) string {
	name = http.CanonicalHeaderKey(name)
	if value == "" || !secretHeader(name) {
		return d.replace(value)
	}
	before, secret := scheme(name, value)
	return before + d.token(secret)
}

// body replaces secrets leaf by leaf, so that whatever else is odd about a body stays to be judged. A body that is no
// JSON is searched as text, once the secret leaves that it begins with are replaced.
func (d *redaction) body(body Body, p *page) Body {
	if len(body) == 0 || p.redacted != nil {
		return p.redacted
	}
	var out bytes.Buffer
	done := 0
	for _, l := range p.leaves {
		if !p.whole && !l.secret {
			continue
		}
		text, changed := d.value(l.leaf, l.secret)
		if !changed {
			continue
		}
		out.Write(body[done:l.start])
		done = l.end
		if l.number {
			out.WriteString(text)
		} else {
			out.Write(quote(text))
		}
	}
	out.Write(body[done:])
	if p.redacted = out.Bytes(); !p.whole {
		p.redacted = stillBroken(d.text(out.String()))
	}
	return p.redacted
}

// stillBroken keeps what was no JSON from becoming it, when the secret that was replaced held what made it none.
func stillBroken(text string) Body {
	if _, err := Body(text).JSON(); err == nil {
		text += " " + mark
	}
	return Body(text)
}

// value is what a leaf becomes.
func (d *redaction) value(l leaf, secret bool) (text string, changed bool) {
	if secret {
		if text, replaced := d.leaf(l.text); replaced {
			return text, true
		}
	}
	text = d.replace(l.text)
	if l.number && text != l.text && !number.MatchString(text) {
		text = d.token(l.text)
	}
	return text, text != l.text
}

func quote(text string) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string can always be written
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// text replaces secrets in what is no JSON, also those that only a name gives away.
func (d *redaction) text(text string) string {
	text = d.replace(text)
	var out strings.Builder
	done := 0
	for _, span := range assignments(text) {
		out.WriteString(text[done:span[0]])
		value := text[span[0]:span[1]]
		if !strings.HasPrefix(value, mark) {
			value = d.token(value)
		}
		out.WriteString(value)
		done = span[1]
	}
	return out.String() + text[done:]
}
