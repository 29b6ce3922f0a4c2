package main

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"conformance/mocks"
	"conformance/reference/broker/sqlite"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/scenario"
)

// content is everything that the program has for one API.
type content struct {
	api         string
	suite       engine.Suite
	mutants     []mocks.Mutant
	equivalents []mocks.Mutant
	// server is the name under which conformance serve offers the reference.
	server string
	// start builds the reference.
	start func(serveOptions) (*reference, error)
}

// serveOptions are what serve and --embedded can choose about a reference.
type serveOptions struct {
	version    specs.Version
	asyncDelay time.Duration
	fault      mocks.Mutant
	catalog    []byte
	username   string
	password   string
	token      string
	// store keeps the instances of the broker; nil means memory.
	store *sqlite.Store
	// postgres is the DSN of a database in which the bindings of the broker are roles; empty means that they are not real.
	postgres string
}

// reference is a reference implementation that is ready to serve, and what its client has to know.
type reference struct {
	handler  http.Handler
	client   scenario.Credentials
	fixtures map[string]string
	// service is where bindings lead, as host and port; empty when they are not real.
	service string
	stop    func()
}

func contents() []content {
	return []content{osbContent(), ibmContent(), cfContent(), servicesContent()}
}

func contentOf(api string) (*content, error) {
	for _, c := range contents() {
		if c.api == api {
			return &c, nil
		}
	}
	_, err := specs.Load(api)
	return nil, usage("--api: %v", err)
}

// fault finds a mutant or an equivalent by its id.
func (c *content) fault(id string) (mocks.Mutant, error) {
	if id == "" {
		return mocks.Mutant{}, nil
	}
	for _, m := range c.mutants {
		if m.ID == id {
			return m, nil
		}
	}
	for _, e := range c.equivalents {
		if e.ID == id {
			return e, nil
		}
	}
	return mocks.Mutant{}, usage("--fault %s: api %s has no such fault; see conformance list faults --api %[2]s", id, c.api)
}

// faults are the mutants and the equivalents.
func (c *content) faults() []mocks.Mutant {
	return slices.Concat(c.mutants, c.equivalents)
}

// armed puts the rules of the fault in front of the reference.
func armed(api string, version specs.Version, fault mocks.Mutant, handler http.Handler) (http.Handler, error) {
	if len(fault.Rules) == 0 {
		return handler, nil
	}
	document, err := document(api, version)
	if err != nil {
		return nil, err
	}
	return mocks.Arm(document, fault.Rules, handler), nil
}

func document(api string, version specs.Version) (*specs.Document, error) {
	loaded, err := specs.Load(api)
	if err != nil {
		return nil, err
	}
	if version, err = loaded.Version(string(version)); err != nil {
		return nil, err
	}
	return loaded.Document(version)
}

// options resolves version and fault: a fault that is armed in one version chooses it, unless the user did.
func (c *content) options(o serveOptions, version, faultID string) (serveOptions, error) {
	api, err := specs.Load(c.api)
	if err != nil {
		return o, err
	}
	if o.fault, err = c.fault(faultID); err != nil {
		return o, err
	}
	if o.version, err = api.Version(cmp.Or(version, string(o.fault.Version))); err != nil {
		return o, usage("--version: %v", err)
	}
	return o, nil
}

func (o serveOptions) basic() scenario.Credentials {
	return scenario.Credentials{Username: cmp.Or(o.username, "conformance"), Password: cmp.Or(o.password, uuid.NewString())}
}

func (o serveOptions) bearer() scenario.Credentials {
	return scenario.Credentials{Token: cmp.Or(o.token, uuid.NewString())}
}

// run is the command line that judges a reference which listens at the address.
func (r *reference) run(c *content, o serveOptions, url string) string {
	line := "conformance run " + url
	if c.api != "osb" {
		line += " --api " + c.api
	}
	if c.api == "osb" && o.version != "" {
		line += " --version " + string(o.version)
	}
	if r.client.Token != "" {
		line += " --token " + inShell(r.client.Token)
	} else if r.client.Username != "" {
		line += fmt.Sprintf(" --username %s --password %s", inShell(r.client.Username), inShell(r.client.Password))
	}
	if r.service != "" {
		line += " --probe-credentials --probe-allow " + r.service
	}
	for _, key := range sortedKeys(r.fixtures) {
		line += " --fixture " + inShell(key+"="+r.fixtures[key])
	}
	return line
}

// inShell is one word for a shell, which stays as it is when it needs no quotes.
func inShell(word string) string {
	plain := func(c rune) bool {
		return c < 0x80 && (unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("-_./:=@%+,", c))
	}
	if word != "" && !strings.ContainsFunc(word, func(c rune) bool { return !plain(c) }) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
