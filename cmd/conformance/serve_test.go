package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"conformance/mocks/apis"
	"conformance/reference/broker/postgres/cluster"
)

// TestServeWithEveryFlag: each reference can be served with each flag that it takes.
func TestServeWithEveryFlag(t *testing.T) {
	for _, api := range apis.All() {
		newServer(&api).Flags().VisitAll(func(f *pflag.Flag) {
			t.Run(api.Server+"/"+f.Name, func(t *testing.T) {
				t.Parallel()
				if err := serveOnce(t, "serve", api.Server, "--"+f.Name, flagValue(t, api, f.Name)); err != nil {
					t.Errorf("serve %s --%s: %v", api.Server, f.Name, err)
				}
			})
		})
		t.Run(api.Server+"/managed with every fault", func(t *testing.T) {
			t.Parallel()
			args := []string{"serve", api.Server, "--manage", "127.0.0.1:0", "--version", flagValue(t, api, "version")}
			for _, m := range api.Faults() {
				args = append(args, "--fault", m.ID)
			}
			if err := serveOnce(t, args...); err != nil {
				t.Error(err)
			}
		})
	}
}

func flagValue(t *testing.T, api apis.API, flag string) string {
	t.Helper()
	file := func(text string) string {
		name := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	spec, err := api.Spec()
	if err != nil {
		t.Fatal(err)
	}
	switch flag {
	case "config":
		return file("async-delay: 1ms\n")
	case "catalog":
		return file("services: []\n")
	case "store":
		return filepath.Join(t.TempDir(), "instances.db")
	case "postgres":
		return cluster.Start(t)
	}
	value, known := map[string]string{
		"listen": "127.0.0.1:0", "manage": "127.0.0.1:0", "async-delay": "1ms", "vary": "7", "version": string(spec.Latest()),
		"username": "user", "password": "secret", "token": "secret", "fault": api.Faults()[0].ID,
	}[flag]
	if !known {
		t.Fatalf("serve %s has a flag --%s for which this test has no value", api.Server, flag)
	}
	return value
}

// serveOnce runs the program until it serves, and then ends it.
func serveOnce(t *testing.T, args ...string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	root := newRoot()
	served := &until{text: "listens on", then: cancel}
	root.SetArgs(args)
	root.SetOut(served)
	err := root.ExecuteContext(ctx)
	if !served.said() {
		t.Error("it never served")
	}
	return err
}

// until is a writer that does something once a text was written to it.
type until struct {
	text string
	then func()

	mu      sync.Mutex
	written strings.Builder
}

func (u *until) Write(data []byte) (int, error) {
	u.mu.Lock()
	u.written.Write(data)
	u.mu.Unlock()
	if u.said() {
		u.then()
	}
	return len(data), nil
}

func (u *until) said() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return strings.Contains(u.written.String(), u.text)
}
