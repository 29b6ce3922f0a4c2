// Package probe opens credentials that a target handed out, as an application would: PostgreSQL with a query, HTTP with a
// request. The target is not trusted. Nothing is sent to a host that nobody allowed, a name is resolved once for a whole
// run, redirects are not followed, reading is bounded, and nothing that is told about an opening holds what opened it or
// what the other side said.
package probe

import (
	"context"
	"crypto/x509"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"conformance/suites/record"
)

// Config says what may be connected to.
type Config struct {
	// Target is the URL of the target, whose own host is allowed.
	Target string
	// Allow are further hosts, each a name or an address, with or without port.
	Allow []string
	// Roots are the certificates to trust where a service speaks TLS and the credentials have it checked; nil means those
	// of the system.
	Roots *x509.CertPool
	// Limit is the longest that one opening may take; 0 means ten seconds.
	Limit time.Duration
	// Tell is told of every place before it is connected to for the first time, and of what is not; may be nil.
	Tell func(string)
	// Resolve looks a name up; nil asks the system.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
}

// Prober opens credentials. It is safe for concurrent use.
type Prober struct {
	config Config
	hosts  hosts

	mu     sync.Mutex
	logins map[string]int
	told   map[string]bool
}

// New returns a prober, or an error that says which host is none.
func New(config Config) (*Prober, error) {
	if config.Limit == 0 {
		config.Limit = 10 * time.Second
	}
	if config.Tell == nil {
		config.Tell = func(string) {}
	}
	p := &Prober{config: config, logins: map[string]int{}, told: map[string]bool{}}
	return p, p.hosts.fill(config)
}

// String says what the prober may connect to.
func (p *Prober) String() string { return p.hosts.String() }

// Where says where credentials lead: scheme, host, port and database.
func (p *Prober) Where(credentials map[string]any) string {
	d, _ := find(credentials)
	return d.where()
}

// Open opens credentials of an allowed host.
func (p *Prober) Open(ctx context.Context, credentials map[string]any) record.Opening {
	d, why := find(credentials)
	if why == "" && !p.hosts.allows(d) {
		why = fmt.Sprintf("not probed: host %s is not allowed; --probe-allow %[1]s", d.address())
	}
	if why != "" {
		p.tell(why)
		return record.Opening{Outcome: record.Untried, Reason: why}
	}
	limited, cancel := context.WithTimeout(ctx, p.config.Limit)
	defer cancel()
	dial, why := p.hosts.dialer(limited, d)
	if why != "" {
		p.tell(why)
		return record.Opening{Outcome: record.Unclear, Reason: why}
	}
	p.tell("opens " + d.where())
	var o record.Opening
	if d.scheme == postgres {
		o = openPostgres(limited, d, dial, p.config.Roots)
	} else {
		o = openHTTP(limited, d, dial, p.config.Roots)
	}
	switch {
	case o.Outcome != record.Unclear:
	case ctx.Err() != nil:
		o.Reason = "the run was interrupted"
	case limited.Err() != nil:
		o.Reason = fmt.Sprintf("no answer within %s", p.config.Limit)
	}
	o.Login = p.login(d)
	return o
}

// tell says a thing once.
func (p *Prober) tell(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.told[what] {
		p.told[what] = true
		p.config.Tell(what)
	}
}

// login numbers the logins of a run.
func (p *Prober) login(d door) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := d.user + "\x00" + d.password
	if p.logins[key] == 0 {
		p.logins[key] = len(p.logins) + 1
	}
	return p.logins[key]
}
