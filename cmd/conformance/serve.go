package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"sort"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"conformance/mocks/apis"
	"conformance/mocks/vary"
	"conformance/reference/broker/sqlite"
)

func newServe() *cobra.Command {
	serve := &cobra.Command{
		Use: "serve", Short: "Serve a reference implementation, faultless or faulty", Args: commandsOnly,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage("%s what? one of broker, ibm-broker, controller, services", cmd.CommandPath())
		},
	}
	for _, api := range apis.All() {
		serve.AddCommand(newServer(&api))
	}
	return serve
}

const postgresHelp = "make bindings roles that can log in to the database of this `DSN`; better in CONFORMANCE_POSTGRES"

// serving is what the flags of serve say besides what the reference itself is told.
type serving struct {
	listen, manage, version, catalog, store string
	faults                                  []string
	vary                                    uint64
}

func newServer(api *apis.API) *cobra.Command {
	var o referenceOptions
	var s serving
	var config string
	cmd := &cobra.Command{
		Use: api.Server, Short: "Serve the reference of api " + api.Name, Args: arguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := settleFlags(cmd); err != nil {
				return err
			}
			return s.serve(cmd, api, o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&config, "config", "", "read settings from this `FILE` (default "+configFile+", when it is there)")
	f.StringVar(&s.listen, "listen", "127.0.0.1:0", "`ADDRESS` to listen on; port 0 takes a free one")
	f.StringVar(&s.manage, "manage", "", "let others arm faults, read the history and reset, on this `ADDRESS`; it demands no credentials")
	f.DurationVar(&o.AsyncDelay, "async-delay", 2*time.Second, "how long an asynchronous operation takes")
	f.StringArrayVar(&s.faults, "fault", nil, "misbehave as `ID` says, once or several times; see conformance list faults --api "+api.Name)
	f.StringVar(&s.version, "version", "", "the API `VERSION` to speak (default: the newest)")
	if api.Server == "services" {
		f.StringVar(&o.Token, "token", "", "bearer `TOKEN` to demand (default: a random one, which is printed)")
		return cmd
	}
	f.StringVar(&o.Username, "username", "conformance", "`USER` to demand")
	f.StringVar(&o.Password, "password", "", "`PASSWORD` to demand (default: a random one, which is printed)")
	if api.Server == "broker" {
		f.StringVar(&s.catalog, "catalog", "", "offer what this YAML `FILE` says")
		f.StringVar(&s.store, "store", "", "keep the instances in this SQLite `FILE`; a restart goes on with them")
		f.StringVar(&o.postgres, "postgres", "", postgresHelp)
		f.Uint64Var(&s.vary, "vary", 0, "vary what is legal to vary, as `SEED` says: a rehearsal for clients (0: nothing)")
	}
	return cmd
}

// serve runs a reference until the context ends. The credentials that it prints are those of a throw-away server.
func (s *serving) serve(cmd *cobra.Command, api *apis.API, o referenceOptions) error {
	o, err := s.options(api, o)
	if err != nil {
		return err
	}
	if o.sqlite != nil {
		defer func() { _ = o.sqlite.Close() }() // what was acknowledged is on the disk
	}
	r, managed, err := s.build(api, o)
	if err != nil {
		return usage("%v", err)
	}
	defer r.stop()
	listener, err := net.Listen("tcp", s.listen)
	if err != nil {
		return usage("--listen: %v", err)
	}
	defer listener.Close()
	var steering net.Listener
	if managed != nil {
		if steering, err = net.Listen("tcp", s.manage); err != nil {
			return usage("--manage: %v", err)
		}
		defer steering.Close()
	}
	url := "http://" + listener.Addr().String()
	if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s of api %s listens on %s\n\n  %s\n", api.Server, api.Name, url, r.run(api.Name, o.Version, url)); err != nil {
		return err
	}
	if managed == nil {
		return serveUntil(cmd.Context(), listener, r.Handler)
	}
	if _, err := fmt.Fprintf(cmd.OutOrStdout(), "\nmanaged at http://%s\n", steering.Addr()); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- serveUntil(cmd.Context(), steering, managed) }()
	return errors.Join(serveUntil(cmd.Context(), listener, r.Handler), <-done)
}

func (s *serving) options(api *apis.API, o referenceOptions) (referenceOptions, error) {
	var err error
	if s.catalog != "" {
		if o.Catalog, err = os.ReadFile(s.catalog); err != nil {
			return o, usage("--catalog: %v", err)
		}
		var written map[string]yaml.Node
		if err := yaml.Unmarshal(o.Catalog, &written); err != nil || written["services"].Kind != yaml.SequenceNode {
			return o, usage("--catalog: %s is no YAML with a list named services; conformance specs print osb says what is in it", s.catalog)
		}
	}
	if o.postgres != "" && s.store != "" {
		return o, usage("--postgres and --store exclude each other: what is made in the database goes when the server ends")
	}
	if o, err = o.choose(api, s.version, s.faults); err != nil {
		return o, err
	}
	if s.store != "" {
		if o.sqlite, err = sqlite.Open(s.store); err != nil {
			return o, usage("--store: %v", err)
		}
	}
	// A reset builds the reference anew, and its clients stay the same.
	o.Password, o.Token = cmp.Or(o.Password, uuid.NewString()), cmp.Or(o.Token, uuid.NewString())
	return o, nil
}

// build makes the reference, with its management when that is asked for.
func (s *serving) build(api *apis.API, o referenceOptions) (*reference, http.Handler, error) {
	around := func(h http.Handler) http.Handler { return h }
	if s.vary != 0 {
		d, err := documentOf(api.Name, o.Version)
		if err != nil {
			return nil, nil, err
		}
		around = func(h http.Handler) http.Handler { return vary.New(s.vary, d, h) }
	}
	if s.manage != "" {
		return s.buildManaged(api, o, around)
	}
	r, err := o.build(api)
	if err != nil {
		return nil, nil, err
	}
	r.Handler = around(r.Handler)
	return r, nil, nil
}

func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(os.Stderr, "", log.LstdFlags)}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if err := server.Shutdown(grace); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return server.Close()
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
