package record

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

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

// moment is a time as the metadata of bindings has it.
var moment = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z$`)

func (d *redaction) learnBody(p *page) {
	for _, l := range p.leaves {
		if l.name || l.number && len(l.text) < shortest || !l.secret {
			continue
		}
		part := partOf(l.text).decoded(l.text)
		if moment.MatchString(part) { // when a login ends is no secret, and other members may say the same
			continue
		}
		if !d.public[part] && !(l.host && d.hosts[l.text]) {
			d.add(part, d.clear)
		}
	}
}
