package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"conformance/suites/engine"
)

func newPlan() *cobra.Command {
	var t target
	cmd := &cobra.Command{
		Use:   "plan [URL | --embedded]",
		Short: "Say what a run would create, send and judge; only the harmless first request is sent",
		Args:  atMostOneURL,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := t.complete(cmd, args)
			if err != nil {
				return err
			}
			config, err := t.engineConfig(cmd.Context(), c)
			if err != nil {
				return err
			}
			stop, err := t.embed(cmd.Context(), c, &config)
			if err != nil {
				return err
			}
			defer stop()
			hosts, err := t.arm(&config, func(string) {})
			if err != nil {
				return err
			}
			prepared, err := engine.Prepare(cmd.Context(), config)
			if err != nil {
				return err
			}
			if hosts != "" {
				defer fmt.Fprintf(cmd.OutOrStdout(), "\ncredentials of bindings are opened, at %s only; see --probe-allow\n", hosts)
			}
			return printPlan(cmd.OutOrStdout(), prepared)
		},
	}
	t.register(cmd.Flags())
	return cmd
}

func printPlan(w io.Writer, r *engine.Run) error {
	fmt.Fprintf(w, "%s %s", r.Site.API.Title, r.Site.Version)
	if r.Site.VersionNote != "" {
		fmt.Fprintf(w, " (%s)", r.Site.VersionNote)
	}
	fmt.Fprintf(w, "\n%d rules; at most %d instances and %d bindings are created\n\n", len(r.Plan.Requirements), r.Plan.Instances(), r.Plan.Bindings())
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "SCENARIO\tCREATES\tRULES\tON")
	for _, s := range r.Plan.Scenarios {
		on := s.NotApplicable
		if on != "" {
			on = "not applicable: " + on
		} else {
			var parts []string
			for _, key := range []string{"offering", "plan"} {
				if s.Subject[key] != "" {
					parts = append(parts, key+" "+s.Subject[key])
				}
			}
			on = strings.Join(parts, ", ")
		}
		fmt.Fprintf(table, "%s\t%d instances, %d bindings\t%d\t%s\n", s.Name, s.Instances, s.Bindings, len(s.Requirements), printable(on))
	}
	return table.Flush()
}
