package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"conformance/mocks/apis"
	"conformance/reports"
	"conformance/specs"
)

func newExplain() *cobra.Command {
	return &cobra.Command{
		Use: "explain ID", Short: "Explain one requirement: the rule, its check, and the faults that prove the check", Args: arguments("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, c := range apis.All() {
				api, err := specs.Load(c.Name)
				if err != nil {
					return err
				}
				if r := api.Requirements.Find(strings.ToUpper(args[0])); r != nil {
					return explain(cmd.OutOrStdout(), &c, api, r)
				}
			}
			return usage("no API has a requirement %q; see conformance list requirements", args[0])
		},
	}
}

func explain(w io.Writer, c *apis.API, api *specs.API, r *specs.Requirement) error {
	version := api.Latest()
	for _, v := range slices.Backward(api.Versions) {
		if r.Contains(v) {
			version = v
			break
		}
	}
	locations, err := checkLocations(c, api, version)
	if err != nil {
		return err
	}
	checks := strings.Join(locations[r.ID], "; ")
	if checks == "" {
		checks = "none: " + requirementStatus(api, r, version, locations)
	}
	var faults []string
	for _, m := range c.Faults() {
		if slices.Contains(m.Breaks, r.ID) {
			faults = append(faults, m.ID)
		}
	}
	fmt.Fprintf(w, "%s  %s\n\n%s\n\n", r.ID, r.Title, reports.Wrap(strings.Join(strings.Fields(r.Statement), " "), columns(w), 0))
	for _, row := range [][2]string{
		{"level", string(r.Level)}, {"reported as", r.ReportedAs}, {"party", r.Party}, {"versions", r.String()}, {"api", api.Name},
		{"chapter", r.Chapter}, {"section", r.Section}, {"operations", strings.Join(r.Operations, ", ")}, {"source", strings.Join(r.Source, "; ")},
		{"risk", r.Risk}, {"how it is checked", r.Check}, {"broken by", r.Violation}, {"notes", r.Notes}, {"divergence", r.Divergence},
		{"same as", r.SameAs}, {"replaces", r.Replaces}, {"check", checks}, {"proven by faults", strings.Join(faults, ", ")},
	} {
		if text := strings.TrimSpace(row[1]); text != "" {
			row := fmt.Sprintf("%-18s %s", row[0], strings.Join(strings.Fields(text), " "))
			if _, err := fmt.Fprintln(w, reports.Wrap(row, columns(w), 19)); err != nil {
				return err
			}
		}
	}
	return nil
}
