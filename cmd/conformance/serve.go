package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sort"
	"time"

	"github.com/spf13/cobra"
)

func newServe() *cobra.Command {
	serve := &cobra.Command{
		Use: "serve", Short: "Serve a reference implementation, faultless or faulty", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage("%s what? one of broker, ibm-broker, controller, services", cmd.CommandPath())
		},
	}
	for _, c := range contents() {
		serve.AddCommand(newServer(c))
	}
	return serve
}

func newServer(c content) *cobra.Command {
	var o serveOptions
	var config, listen, version, fault, catalog string
	cmd := &cobra.Command{
		Use: c.server, Short: "Serve the reference of api " + c.api, Args: arguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			err := settleFlags(cmd)
			if err != nil {
				return err
			}
			if catalog != "" {
				if o.catalog, err = os.ReadFile(catalog); err != nil {
					return usage("--catalog: %v", err)
				}
			}
			if o, err = c.options(o, version, fault); err != nil {
				return err
			}
			return serve(cmd, &c, o, listen)
		},
	}
	f := cmd.Flags()
	f.StringVar(&config, "config", "", "read settings from this `FILE` (default "+configFile+", when it is there)")
	f.StringVar(&listen, "listen", "127.0.0.1:0", "`ADDRESS` to listen on; port 0 takes a free one")
	f.DurationVar(&o.asyncDelay, "async-delay", 2*time.Second, "how long an asynchronous operation takes")
	f.StringVar(&fault, "fault", "", "misbehave as `ID` says; see conformance list faults --api "+c.api)
	f.StringVar(&version, "version", "", "the API `VERSION` to speak (default: the newest)")
	if c.server == "services" {
		f.StringVar(&o.token, "token", "", "bearer `TOKEN` to demand (default: a random one, which is printed)")
		return cmd
	}
	f.StringVar(&o.username, "username", "conformance", "`USER` to demand")
	f.StringVar(&o.password, "password", "", "`PASSWORD` to demand (default: a random one, which is printed)")
	if c.server == "broker" {
		f.StringVar(&catalog, "catalog", "", "offer what this YAML `FILE` says")
	}
	return cmd
}

// serve runs a reference until the context ends. The credentials that it prints are those of a throw-away server.
func serve(cmd *cobra.Command, c *content, o serveOptions, listen string) error {
	r, err := c.start(o)
	if err != nil {
		return usage("%v", err)
	}
	if r.stop != nil {
		defer r.stop()
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return usage("--listen: %v", err)
	}
	url := "http://" + listener.Addr().String()
	if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s of api %s listens on %s\n\n  %s\n", c.server, c.api, url, r.run(c, o, url)); err != nil {
		return err
	}
	return serveUntil(cmd.Context(), listener, r.handler)
}

func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
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
