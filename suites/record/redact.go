package record

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
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
	for _, texts := range [][]string{r.Faults, r.Left} {
		for i := range texts {
			texts[i] = d.replace(texts[i])
		}
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

// kind is what the document's word on a body depends on.
type kind struct {
	operation string
	response  bool
	status    int
}

// page is a body as it was read, once, however often it came.
type page struct {
	leaves []place
	// whole is set when the body is JSON to its end.
	whole bool
	// redacted is the body without its secrets, once that is made.
	redacted Body
	decoded  decoded
}

// place is a leaf of a body. secret is set when it stands where secrets stand, parameters when it is one of the owner's,
// published when it stands where a target publishes addresses, and host when its name says that it is one.
type place struct {
	leaf
	secret, parameters, published, host bool
}

// publish collects what the suite sends in the clear: the target's address, the ids in paths, queries and bodies, where
// credentials lead that were opened, and what the planner chose. The owner's parameters are not ours.
func (d *redaction) publish(r *Recording) {
	d.public, d.hosts = map[string]bool{}, map[string]bool{}
	for _, s := range r.Scenarios {
		for _, value := range s.Subject {
			d.public[value] = true
		}
	}
	for _, x := range r.Exchanges {
		if x.Side == Broker {
			continue
		}
		d.publishURL(x.Request.URL)
		d.publishHosts(x)
		for _, l := range d.request(x).leaves {
			if !l.parameters && !l.name && !l.secret {
				d.public[l.text] = true
			}
		}
	}
	delete(d.public, "")
	var clear strings.Builder
	for text := range d.public {
		clear.WriteString(text + "\n")
	}
	d.clear = d.words + "\n" + clear.String()
}

// publishHosts collects what the target itself publishes: a host among its endpoints is none of its secrets. Under any
// other name than that of a host it is one all the same.
func (d *redaction) publishHosts(x *Exchange) {
	if x.Response == nil {
		return
	}
	for _, l := range d.response(x).leaves {
		if l.published && !l.secret {
			d.hosts[l.text] = true
		}
	}
}

func (d *redaction) publishURL(text string) {
	u, err := url.Parse(text)
	if err != nil {
		return
	}
	d.public[u.Host], d.public[u.Hostname()], d.public[u.Scheme+"://"+u.Host] = true, true, true
	for _, segment := range strings.Split(u.Path, "/") {
		d.public[segment] = true
	}
	for name, values := range u.Query() {
		for _, value := range values {
			d.public[value] = d.public[value] || !Secret(name)
		}
	}
}

// learn collects the secrets. Those that the suite was told or that open something are secret whatever else they are;
// others are not when the suite sends the same in the clear.
func (d *redaction) learn(r *Recording, known []string) {
	for _, secret := range known {
		d.add(secret, d.words)
	}
	d.learnURL(r.Target)
	for _, x := range r.Exchanges {
		d.learnURL(x.Request.URL)
		d.learnBody(d.request(x))
		if strings.HasPrefix(x.Request.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
			d.learnQuery(string(x.Request.Body))
		}
		if x.Response != nil {
			d.learnBody(d.response(x))
		}
		for _, header := range headers(x) {
			for name, values := range header {
				for _, value := range values {
					d.learnHeader(name, value)
				}
			}
		}
	}
}

func (d *redaction) learnURL(text string) {
	u, err := url.Parse(text)
	if err != nil {
		return
	}
	password, _ := u.User.Password()
	d.add(password, d.words)
	d.learnQuery(u.RawQuery)
}

func (d *redaction) learnQuery(text string) {
	query, _ := url.ParseQuery(text) // what cannot be read has no names
	for name, values := range query {
		for _, value := range values {
			if Secret(name) {
				d.add(value, d.words)
			}
		}
	}
}

func (d *redaction) learnHeader(name, value string) {
	name = http.CanonicalHeaderKey(name) // a call may spell it otherwise
	if !secretHeader(name) {
		return
	}
	_, value = scheme(name, value)
	d.add(value, d.words)
	request := http.Request{Header: http.Header{"Authorization": {"Basic " + value}}}
	if _, password, ok := request.BasicAuth(); ok {
		d.add(password, d.words)
		d.add(strings.TrimRight(value, "="), d.words)
	}
	if !strings.HasSuffix(name, "Cookie") {
		return
	}
	pairs := strings.Split(value, ";")
	if name == "Set-Cookie" {
		pairs = pairs[:1] // what follows are attributes
	}
	for _, pair := range pairs {
		_, content, _ := strings.Cut(pair, "=")
		d.add(content, d.clear)
	}
}

// scheme parts the value of an authorization header into the scheme, with the space, and what is secret.
func scheme(name, value string) (before, secret string) {
	if i := strings.IndexByte(value, ' '); i >= 0 && strings.HasSuffix(name, "Authorization") {
		return value[:i+1], value[i+1:]
	}
	return "", value
}

func (d *redaction) learnBody(p *page) {
	for _, l := range p.leaves {
		if l.name || l.number && len(l.text) < shortest || !l.secret {
			continue
		}
		part := partOf(l.text).decoded(l.text)
		if !d.public[part] && !(l.host && d.hosts[l.text]) {
			d.add(part, d.clear)
		}
	}
}

// request reads the body of a request.
func (d *redaction) request(x *Exchange) *page {
	return d.page(kind{operation: x.Operation}, x.Request.Body, func(value any) (secret, public [][]string) {
		return d.document.RequestSecrets(d.document.Operation(x.Operation), value), nil
	})
}

// response is request for the response.
func (d *redaction) response(x *Exchange) *page {
	return d.page(kind{x.Operation, true, x.Response.Status}, x.Response.Body, func(value any) (secret, public [][]string) {
		op := d.document.Operation(x.Operation)
		return d.document.ResponseSecrets(op, x.Response.Status, value), d.document.ResponsePublic(op, x.Response.Status, value)
	})
}

// page reads each body once, and asks the document which of its places are secret or public.
func (d *redaction) page(of kind, body Body, marked func(any) (secret, public [][]string)) *page {
	if read := d.pages[of][string(body)]; read != nil {
		return read
	}
	p := &page{}
	if d.pages[of] == nil {
		d.pages[of] = map[string]*page{}
	}
	d.pages[of][string(body)] = p
	if len(body) == 0 {
		return p
	}
	var hidden, public [][]string
	if value, err := body.JSON(); err == nil {
		p.whole = true
		hidden, public = marked(value)
	}
	secret, published := d.secretPlaces(hidden), paths(public)
	leaves(body, func(l leaf) {
		read := place{leaf: l, secret: secret(l), parameters: len(l.path) > 0 && l.path[0] == "parameters",
			published: published[key(l.path)], host: slices.ContainsFunc(l.path, named)}
		read.path = nil
		p.leaves = append(p.leaves, read)
	})
	return p
}

func (d *redaction) secretPlaces(marked [][]string) func(leaf) bool {
	set := paths(marked)
	return func(l leaf) bool {
		return !l.name && (secretPath(l.path, d.sound) || len(set) > 0 && set[key(l.path)])
	}
}

func paths(all [][]string) map[string]bool {
	set := map[string]bool{}
	for _, path := range all {
		set[key(path)] = true
	}
	return set
}

func key(path []string) string { return strings.Join(path, "\x00") }

// named reports whether a member says by its name that it is a host.
func named(member string) bool { return strings.HasPrefix(strings.ToLower(member), "host") }

func (d *redaction) sound(name string) bool { return once(d.sounds, name, Secret) }

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
	s.NotApplicable = d.replace(s.NotApplicable)
	for name, value := range s.Subject {
		s.Subject[name] = d.replace(value)
	}
	for step, absence := range s.Absent {
		absence.Reason = d.replace(absence.Reason)
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
