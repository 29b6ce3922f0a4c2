package main

import (
	"fmt"
	"io"
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
	fmt.Fprintf(w, "\n%s; at most %s and %s are created\n\n", amount(len(r.Plan.Requirements), "rule"),
		amount(r.Plan.Instances(), "instance"), amount(r.Plan.Bindings(), "binding"))
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "SCENARIO\tCREATES AT MOST\tRULES\tON")
	var idle []engine.Planned
	for _, s := range r.Plan.Scenarios {
		if s.NotApplicable != nil {
			idle = append(idle, s)
			continue
		}
		creates := "nothing"
		if s.Instances+s.Bindings > 0 {
			creates = amount(s.Instances, "instance") + ", " + amount(s.Bindings, "binding")
		}
		subject := "-"
		if s.Subject["offering"]+s.Subject["plan"] != "" {
			subject = fmt.Sprintf("offering %s, plan %s", s.Subject["offering"], s.Subject["plan"])
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\n", s.Name, creates, len(s.Requirements), printable(subject))
	}
	if err := table.Flush(); err != nil || len(idle) == 0 {
		return err
	}
	fmt.Fprintln(w, "\nnot applicable:")
	for _, s := range idle {
		if _, err := fmt.Fprintln(w, remark(w, s.Name, s.NotApplicable.String())); err != nil {
			return err
		}
	}
	return nil
}
