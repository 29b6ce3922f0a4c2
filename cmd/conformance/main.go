// Command conformance tells whether a service broker, or the controller that drives brokers, keeps its contract.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	// The command line library of most Go tools: subcommands, POSIX flags, completion, help.
	"github.com/spf13/cobra"

	"conformance/suites/engine"
	"conformance/suites/verdict"
)

func main() { os.Exit(execute(os.Args[1:], os.Stdout, os.Stderr)) }

// execute runs the program and returns its exit code.
func execute(args []string, stdout, stderr io.Writer) int {
	// Go's HTTP client logs what a target sends unasked, secrets and all, into the middle of whatever stands there.
	log.SetOutput(io.Discard)
	if os.Getenv("GOGC") == "" {
		// A run is short, and a reference holds little: collecting less often makes both faster.
		debug.SetGCPercent(400)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup means it
		signal.Notify(signals, syscall.SIGHUP)
	}
	// A reader that hangs up must not kill a run that holds something on its target: writing fails instead.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	go func() {
		if s, ok := <-signals; ok {
			cancel(fmt.Errorf("stopped by %s", s))
			// What was created is being removed; a second signal does not wait for that.
			signal.Stop(signals)
		}
	}()
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return exitCode(root.ExecuteContext(ctx), stderr)
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "conformance",
		Short:         "Tell whether a service broker, or the controller that drives brokers, keeps its contract",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          commandsOnly,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages ", fmt.Sprintf(".FlagUsagesWrapped %d ", columns(root.OutOrStdout()))))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%v; see %s --help", plainly(err), cmd.CommandPath())
	})
	root.AddCommand(newRun(), newPlan(), newJudge(), newBaseline(), newList(), newExplain(), newServe(), newCleanup(), newSpecs(), newVersion())
	return root
}

// codeError ends the program with an exit code; its message, when it has one, goes to standard error.
type codeError struct {
	code int
	err  error
}

func (e *codeError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *codeError) Unwrap() error { return e.err }

// usage is an error of the command line or the configuration, found before anything was sent.
func usage(format string, args ...any) error {
	return &codeError{verdict.Usage, fmt.Errorf(format, args...)}
}

func exitCode(err error, stderr io.Writer) int {
	var coded *codeError
	var refusal *engine.Refusal
	var misfit *engine.Misfit
	code := verdict.NoVerdict
	switch {
	case err == nil:
		return verdict.Conformant
	case errors.As(err, &coded):
		code = coded.code
	case errors.As(err, &refusal):
		code = verdict.Unreachable
	case errors.Is(err, engine.ErrNothingSelected), errors.As(err, &misfit):
		code = verdict.Usage
	case errors.Is(err, syscall.EPIPE):
		return verdict.Conformant // the reader has seen enough
	}
	if err.Error() != "" {
		fmt.Fprintln(stderr, "conformance:", err)
	}
	return code
}

// arguments demands exactly the named arguments.
func arguments(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != len(names) {
			takes := cmp.Or(strings.Join(names, " "), "no arguments")
			return usage("%s takes %s, got %s; see %[1]s --help", cmd.CommandPath(), takes, amount(len(args), "argument"))
		}
		return nil
	}
}

// commandsOnly is for a command that is only a name before others.
func commandsOnly(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("unknown command %q; see %s --help", args[0], cmd.CommandPath())
	}
	return nil
}

// toolVersion is the version of the program as the Go toolchain recorded it, or "devel".
func toolVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version of this program", Args: arguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "conformance", toolVersion())
			return err
		},
	}
}
