package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"conformance/mocks/apis"
	"conformance/mocks/scripted"
	"conformance/reports"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/ginkgo"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

func newRun() *cobra.Command {
	var t target
	var out output
	var ledger, recordTo string
	cmd := &cobra.Command{
		Use:   "run [URL | --embedded]",
		Short: "Run a suite against a target and report what it keeps and what it breaks",
		Args:  atMostOneURL,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := t.complete(cmd, args)
			if err != nil {
				return err
			}
			out.recording = recordTo
			return run(cmd, &t, c, &out, ledger)
		},
	}
	t.register(cmd.Flags())
	out.register(cmd.Flags())
	cmd.Flags().StringVar(&recordTo, "record", "", "save what was sent and received, redacted, to this `FILE`")
	cmd.Flags().StringVar(&ledger, "ledger", "", "list what is created in this `FILE` until it is removed (default: a file in the temporary directory)")
	return cmd
}

func atMostOneURL(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usage("%s takes one URL, got %d arguments", cmd.CommandPath(), len(args))
	}
	return nil
}

func run(cmd *cobra.Command, t *target, c *apis.API, out *output, ledgerPath string) error {
	ctx := cmd.Context()
	config, err := t.engineConfig(ctx, c)
	if err != nil {
		return err
	}
	api, err := specs.Load(c.Name)
	if err != nil {
		return err
	}
	files, err := out.open(api, map[string]string{"--ledger": ledgerPath, "--config": t.config})
	if err != nil {
		return err
	}
	defer files.close()
	stop, err := t.embed(ctx, c, &config)
	if err != nil {
		return err
	}
	defer stop()
	book, err := openLedger(ledgerPath, config, c.Name)
	if err != nil {
		return err
	}
	config.Ledger = book.Ledger
	show := newProgress(cmd.ErrOrStderr())
	defer show.end()
	config.Progress = show.event
	hosts, err := t.arm(&config, show.probes)
	if err != nil {
		return errors.Join(err, book.close(true))
	}
	prepared, err := engine.Prepare(ctx, config)
	if err != nil {
		return errors.Join(err, book.close(true))
	}
	show.begin(prepared)
	if hosts != "" {
		show.line("credentials of bindings are opened, at %s only; see --probe-allow", hosts)
	}
	told := context.AfterFunc(ctx, func() {
		show.line("%v: removing what was created; a second signal does not wait for that,", context.Cause(ctx))
		show.line("and leaves it to conformance cleanup %s", book.path)
	})
	recording := prepared.Record(ctx)
	told()
	show.end()
	ledgerError := book.close(len(recording.Left) == 0)
	if len(recording.Left) > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "something was left on the target; conformance cleanup %s removes it\n", book.path)
	}
	return errors.Join(finish(cmd, c, recording, out, files), ledgerError)
}

// finish judges a recording and writes the reports.
func finish(cmd *cobra.Command, c *apis.API, recording *record.Recording, out *output, files *outputFiles) error {
	outcome, err := engine.Judge(c.Suite, recording, toolVersion())
	if err != nil {
		return err
	}
	outcome.Strict = out.strict
	outcome.Excuse(out.known, time.Now())
	if out.verbose {
		if err := ginkgo.Show(c.Suite, outcome, cmd.OutOrStdout()); err != nil {
			recording.Troubles = append(recording.Troubles, err.Error())
		}
	}
	// One that cannot be written does not keep the others from their readers.
	unwritten := files.write(outcome)
	if err := reports.Console(cmd.OutOrStdout(), outcome, out.console(cmd.OutOrStdout())); err != nil && !errors.Is(err, syscall.EPIPE) {
		unwritten = errors.Join(unwritten, err)
	}
	if unwritten != nil {
		return &codeError{verdict.NoVerdict, unwritten}
	}
	if code := outcome.Code(); code != verdict.Conformant {
		return &codeError{code: code}
	}
	return nil
}

// embed starts the reference, and the scripted broker where the API needs one, and completes the configuration.
func (t *target) embed(ctx context.Context, api *apis.API, config *engine.Config) (stop func(), err error) {
	var stops []func()
	stop = func() {
		for i := len(stops) - 1; i >= 0; i-- {
			stops[i]()
		}
	}
	if api.Calls != "" {
		broker, err := scripted.Listen(t.brokerListen, t.brokerURL)
		if err != nil {
			return stop, usage("--broker-listen: %v", err)
		}
		stops = append(stops, broker.Close)
		config.Counterpart = broker
	}
	if !t.embedded {
		return stop, nil
	}
	o, err := referenceOptions{Options: apis.Options{AsyncDelay: t.asyncDelay}, postgres: t.postgres}.choose(api, t.version, t.faults)
	if err != nil {
		return stop, err
	}
	r, err := o.build(api)
	if err != nil {
		return stop, err
	}
	stops = append(stops, r.stop)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return stop, err
	}
	serving, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { _ = serveUntil(serving, listener, r.Handler) }) // it ends when the run does
	stops = append(stops, func() { cancel(); done.Wait() })
	config.Target = "http://" + listener.Addr().String()
	config.Version, config.Credentials = o.Version, r.Credentials
	for key, value := range r.Fixtures {
		if _, given := config.Fixtures[key]; !given {
			config.Fixtures[key] = value
		}
	}
	return stop, nil
}

// ledger is a ledger in a file, which is removed once nothing is left.
type ledger struct {
	*scenario.Ledger
	path string
	file *os.File
}

func openLedger(path string, config engine.Config, api string) (*ledger, error) {
	path = cmp.Or(path, filepath.Join(os.TempDir(), "conformance-"+config.Run+".ledger"))
	if err := vacant(path); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, usage("--ledger: %v", err)
	}
	book, err := scenario.NewLedger(file, scenario.LedgerHead{Run: config.Run, API: api, Version: config.Version, Target: config.Target})
	return &ledger{Ledger: book, path: path, file: file}, err
}

// vacant demands that a ledger can be kept in the file without losing anything: it is not there, or empty, or a ledger
// of which nothing is left.
func vacant(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil || info.Mode().IsRegular() && info.Size() == 0:
		return nil // opening it tells what is wrong
	case !info.Mode().IsRegular():
		return usage("--ledger %s is no regular file", path)
	}
	old, err := os.Open(path)
	if err != nil {
		return usage("--ledger: %v", err)
	}
	defer old.Close()
	_, held, err := scenario.ReadLedger(old)
	switch {
	case err != nil:
		return usage("--ledger %s holds something else, which a ledger would replace: %v", path, err)
	case len(held) > 0:
		return usage("--ledger %s holds the %s of an earlier run; conformance cleanup %[1]s removes them first", path, amount(len(held), "resource"))
	}
	return nil
}

func (l *ledger) close(empty bool) error {
	err := l.file.Close()
	if empty {
		err = errors.Join(err, os.Remove(l.path))
	}
	return err
}
