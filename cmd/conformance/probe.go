package main

import (
	"github.com/spf13/pflag"

	"conformance/suites/engine"
	"conformance/suites/probe"
)

// probing is what the flags say about opening credentials that a target hands out.
type probing struct {
	credentials bool
	allow       []string
}

func (p *probing) register(f *pflag.FlagSet) {
	f.BoolVar(&p.credentials, "probe-credentials", false,
		"osb: open the credentials of bindings (PostgreSQL, HTTP), which connects to the host of the target")
	f.StringSliceVar(&p.allow, "probe-allow", nil, "with --probe-credentials: connect to this `HOST`, or HOST:PORT, too (repeatable)")
}

func (p *probing) validate(api string) error {
	switch {
	case !p.credentials && len(p.allow) > 0:
		return usage("--probe-allow goes with --probe-credentials")
	case p.credentials && api != "osb":
		return usage("--probe-credentials goes with --api osb, not %s", api)
	}
	if _, err := probe.New(probe.Config{Allow: p.allow}); err != nil {
		return usage("--probe-allow: %v", err)
	}
	return nil
}

// arm lets a run open credentials, once its target is known. It returns what may be connected to; nothing when that is
// switched off.
func (t *target) arm(config *engine.Config, tell func(string)) (hosts string, err error) {
	if !t.probing.credentials {
		return "", nil
	}
	roots, err := t.roots()
	if err != nil {
		return "", err
	}
	prober, err := probe.New(probe.Config{Target: config.Target, Allow: t.probing.allow, Roots: roots, Tell: tell})
	if err != nil {
		return "", usage("--probe-credentials: %v", err)
	}
	config.Prober = prober
	return prober.String(), nil
}
