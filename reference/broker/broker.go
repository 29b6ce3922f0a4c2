// Package broker is a reference for the Open Service Broker API: a broker that keeps every rule of the versions 2.11 to
// 2.17, written from the requirement rows and served from the OpenAPI document.
//
// A server speaks as one version, and accepts requests that declare this or an older one. What a version does not know
// is left out of its catalog and its answers. Work that takes time is not done by goroutines: a record says when its
// operation ends, and reading the record afterwards finds it ended, so that tests turn the clock themselves.
package broker

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	// The usual one; Go has no UUIDs of its own.
	"github.com/google/uuid"

	"conformance/reference/dispatch"
	"conformance/specs"
)

// Config says what a broker offers and to whom. The zero value is a broker of the newest version, without
// authentication, whose asynchronous operations have ended when they are polled first.
type Config struct {
	// Version is the version that the broker speaks; empty means the newest.
	Version specs.Version
	// Username and Password are what Basic authentication has to show. When both are empty, everybody may call.
	Username, Password string
	// Catalog is what the broker offers, as YAML: catalog.yaml shows how. Nil means that file.
	Catalog []byte
	// AsyncDelay is how long an asynchronous operation takes.
	AsyncDelay time.Duration
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// NewID makes the names of operations and the passwords of bindings; nil means random UUIDs.
	NewID func() string
	// Strict compares the broker's own answers with the OpenAPI document: a departure becomes a 500 that names it.
	Strict bool
	// Store keeps the instances; nil means memory.
	Store Store
	// Values are what a catalog's gives may have in braces besides {binding} and {password}; nil means nothing.
	Values func(instance, binding, password string) map[string]string
	// Document is the OpenAPI document of Version, for whoever makes many brokers; nil means that New loads it.
	Document *specs.Document
}

// Server is a broker. It is safe for concurrent requests.
type Server struct {
	config  Config
	catalog *catalog
	speaks  []string // versions
	// username and password are the digests of what Basic authentication has to show.
	username, password digest
	handler            http.Handler
}

// New returns a broker, or an error that says what is wrong with the version or the catalog.
func New(config Config) (*Server, error) {
	if config.Document == nil {
		api, err := specs.Load("osb")
		if err != nil {
			return nil, err
		}
		version, err := api.Version(string(config.Version))
		if err != nil {
			return nil, err
		}
		if config.Document, err = api.Document(version); err != nil {
			return nil, err
		}
	}
	config.Version = config.Document.Version
	s := &Server{config: config.withDefaults(), username: digestOf(config.Username), password: digestOf(config.Password)}
	for minor := 11; s.since(specs.Version(fmt.Sprintf("2.%d", minor))); minor++ {
		s.speaks = append(s.speaks, fmt.Sprintf("2.%d", minor))
	}
	var err error
	if s.catalog, err = parseCatalog(s.config.Catalog, config.Version); err != nil {
		return nil, err
	}
	s.handler, err = dispatch.New(config.Document, s.operations(), dispatch.Options{
		Authorize: s.authorize,
		Precheck:  s.checkVersion,
		Invalid: func(_ *dispatch.Call, violations []specs.Violation) dispatch.Reply {
			return refuse(http.StatusBadRequest, dispatch.Explain(violations))
		},
		Unknown: func(_ *http.Request, status int) dispatch.Reply {
			return refuse(status, fmt.Sprintf("the broker does not serve this: %s", http.StatusText(status)))
		},
		Header: func(h http.Header) { h.Set("X-Content-Type-Options", "nosniff") },
		Strict: s.config.Strict,
	})
	return s, err
}

func (c Config) withDefaults() Config {
	if c.Catalog == nil {
		c.Catalog = defaultCatalog
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewID == nil {
		c.NewID = uuid.NewString
	}
	if c.Store == nil {
		c.Store = NewMemory()
	}
	return c
}

// operations returns the handlers of the broker's version.
func (s *Server) operations() map[string]dispatch.Handler {
	handlers := map[string]dispatch.Handler{
		"catalog":                 s.getCatalog,
		"provision":               s.provision,
		"update":                  s.update,
		"deprovision":             s.deprovision,
		"bind":                    s.bind,
		"unbind":                  s.unbind,
		"instance-last-operation": s.pollInstance,
	}
	if s.since("2.14") {
		handlers["binding-last-operation"] = s.pollBinding
		handlers["fetch-instance"] = s.fetchInstance
		handlers["fetch-binding"] = s.fetchBinding
	}
	return handlers
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// OSB-HDR-030: the answer carries the identity of its request.
	const identity = "X-Broker-API-Request-Identity"
	if value := r.Header.Get(identity); value != "" && s.since("2.15") {
		w.Header().Set(identity, value)
	}
	s.handler.ServeHTTP(w, r)
}

// since reports whether the broker speaks that version or a newer one.
func (s *Server) since(version specs.Version) bool { return !s.config.Version.Before(version) }

func (s *Server) authorize(r *http.Request) *dispatch.Reply {
	if s.config.Username == "" && s.config.Password == "" {
		return nil
	}
	username, password, _ := r.BasicAuth()
	if s.username.fits(username) && s.password.fits(password) {
		return nil
	}
	reply := refuse(http.StatusUnauthorized, "the credentials are missing or wrong; expected Basic authentication")
	reply.Header = http.Header{"Www-Authenticate": {`Basic realm="service broker", charset="UTF-8"`}}
	return &reply
}

// digest stands for a secret, so that comparing takes the same time whatever the lengths.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }

func (d digest) fits(text string) bool {
	other := digestOf(text)
	return subtle.ConstantTimeCompare(d[:], other[:]) == 1
}

// checkVersion refuses versions that the broker does not speak. A missing header is refused since 2.16 and tolerated
// before.
func (s *Server) checkVersion(_ string, r *http.Request) *dispatch.Reply {
	const header = "X-Broker-API-Version"
	declared := r.Header.Get(header)
	if declared == "" && !s.since("2.16") || slices.Contains(s.speaks, declared) {
		return nil
	}
	status := http.StatusPreconditionFailed
	if declared == "" {
		status = http.StatusBadRequest
	}
	reply := refuse(status, "the header "+header+" has to be one of "+strings.Join(s.speaks, ", "))
	return &reply
}
