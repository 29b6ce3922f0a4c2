package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"conformance/mocks"
	"conformance/mocks/apis"
	"conformance/reference/broker/postgres"
	"conformance/reference/broker/sqlite"
	"conformance/specs"
)

// referenceOptions are what serve and --embedded can choose about a reference. The stores that need libraries of their own
// are chosen here, and here alone.
type referenceOptions struct {
	apis.Options
	// sqlite keeps the instances of the broker; nil means memory.
	sqlite *sqlite.Store
	// postgres is the DSN of a database in which the bindings of the broker are roles; empty means that they are not real.
	postgres string
}

// reference is a reference implementation that is ready to serve.
type reference struct {
	*apis.Reference
	// service is where bindings lead, as host and port; empty when they are not real.
	service string
}

func apiOf(name string) (*apis.API, error) {
	api, err := apis.Find(name)
	if err != nil {
		return nil, usage("--api: %v", err)
	}
	return &api, nil
}

// choose finds the faults by their ids, and resolves the version: faults that are armed in one version choose it, unless the
// user did.
func (o referenceOptions) choose(api *apis.API, version string, faults []string) (referenceOptions, error) {
	spec, err := api.Spec()
	if err != nil {
		return o, err
	}
	all, chosen := api.Mutants(), version
	for i, id := range faults {
		at := slices.IndexFunc(all, func(m mocks.Mutant) bool { return m.ID == id })
		if at < 0 {
			return o, usage("--fault %s: api %s has no such fault; see conformance list faults --api %[2]s", id, api.Name)
		}
		if slices.Contains(faults[:i], id) {
			return o, usage("--fault %s is given twice", id)
		}
		m := all[at]
		if o.Mutants = append(o.Mutants, m); version != "" || m.Version == "" {
			continue
		}
		if chosen != "" && chosen != string(m.Version) {
			return o, usage("--fault %s is for version %s, and another one for %s; --version chooses one", id, m.Version, chosen)
		}
		chosen = string(m.Version)
	}
	if o.Version, err = spec.Version(chosen); err != nil {
		return o, usage("--version: %v", err)
	}
	return o, nil
}

// build starts the reference. Credentials that nobody chose are random.
func (o referenceOptions) build(api *apis.API) (*reference, error) {
	o.Username, o.Password, o.Token = cmp.Or(o.Username, "conformance"), cmp.Or(o.Password, uuid.NewString()), cmp.Or(o.Token, uuid.NewString())
	if o.sqlite != nil {
		o.Store = o.sqlite
	}
	if o.postgres == "" {
		r, err := api.Serve(o.Options)
		return &reference{Reference: r}, err
	}
	store, err := postgres.Open(o.postgres)
	if err != nil {
		return nil, usage("--postgres: %v", err)
	}
	o.Store, o.Values = store, store.Values
	if o.Catalog == nil {
		o.Catalog = postgres.Catalog()
	}
	r, err := api.Serve(o.Options)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	stop := r.Close
	r.Close = func() error { return errors.Join(stop(), store.Close()) }
	return &reference{r, store.Address()}, nil
}

// run is the command line that judges a reference which listens at the address.
func (r *reference) run(api string, version specs.Version, url string) string {
	line := "conformance run " + url
	if api != "osb" {
		line += " --api " + api
	} else if version != "" {
		line += " --version " + string(version)
	}
	if r.Credentials.Token != "" {
		line += " --token " + inShell(r.Credentials.Token)
	} else if r.Credentials.Username != "" {
		line += fmt.Sprintf(" --username %s --password %s", inShell(r.Credentials.Username), inShell(r.Credentials.Password))
	}
	if r.service != "" {
		line += " --probe-credentials --probe-allow " + r.service
	}
	for _, key := range sortedKeys(r.Fixtures) {
		line += " --fixture " + inShell(key+"="+r.Fixtures[key])
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
