package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/spf13/cobra"

	"conformance/mocks/apis"
	"conformance/reports"
	"conformance/specs"
	"conformance/suites/check"
)

func newList() *cobra.Command {
	var apiName, version string
	group := &cobra.Command{
		Use: "list", Short: "List requirements, scenarios, faults, equivalents or fixtures", Args: commandsOnly,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage("%s what? one of requirements, scenarios, faults, equivalents, fixtures", cmd.CommandPath())
		},
	}
	for _, list := range []struct {
		name, short string
		print       func(io.Writer, *apis.API, *specs.API, specs.Version) error
	}{
		{"requirements", "List the rules of an API and how far they are covered", listRequirements},
		{"scenarios", "List the flows that a run records", listScenarios},
		{"faults", "List the ways in which the reference can be made to break rules", listFaults},
		{"equivalents", "List the ways in which the reference can be made odd but legal", listEquivalents},
		{"fixtures", "List the keys of --fixture", listFixtures},
	} {
		group.AddCommand(&cobra.Command{
			Use: list.name, Short: list.short, Args: arguments(),
			RunE: func(cmd *cobra.Command, _ []string) error {
				c, err := apiOf(apiName)
				if err != nil {
					return err
				}
				api, err := specs.Load(c.Name)
				if err != nil {
					return err
				}
				v, err := api.Version(version)
				if err != nil {
					return usage("--version: %v", err)
				}
				table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 4, 2, ' ', 0)
				if err := list.print(table, c, api, v); err != nil {
					return err
				}
				return table.Flush()
			},
		})
	}
	group.PersistentFlags().StringVar(&apiName, "api", "osb", "the `API`: "+strings.Join(specs.Names(), ", "))
	group.PersistentFlags().StringVar(&version, "version", "", "the API `VERSION` (default: the newest)")
	return group
}

func listRequirements(w io.Writer, c *apis.API, api *specs.API, v specs.Version) error {
	locations, err := checkLocations(c, api, v)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "ID\tLEVEL\tPARTY\tVERSIONS\tSTATUS\tTITLE")
	counts := map[string]map[string]int{}
	for _, r := range api.Requirements {
		status := requirementStatus(api, r, v, locations)
		if counts[r.Party] == nil {
			counts[r.Party] = map[string]int{}
		}
		counts[r.Party][status]++
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, r.Level, r.Party, r.Window, status, r.Title)
	}
	fmt.Fprintf(w, "\nIn version %s, by party:\n", v)
	for _, party := range sortedKeys(counts) {
		fmt.Fprintf(w, "%s", party)
		for _, status := range sortedKeys(counts[party]) {
			fmt.Fprintf(w, "\t%d %s", counts[party][status], status)
		}
		fmt.Fprintln(w)
	}
	return nil
}

// requirementStatus says what the suite does about a rule: checked, pending (no check yet), unobservable, permission,
// not in force, or that it binds the other side.
func requirementStatus(api *specs.API, r *specs.Requirement, v specs.Version, locations map[string][]string) string {
	switch {
	case !r.Contains(v):
		return "not in force"
	case !r.Binding():
		return "permission"
	case len(locations[r.ID]) > 0:
		return "checked"
	case !slices.Contains(api.Judged, r.Party):
		return "other side"
	case !r.Visible():
		return "unobservable"
	}
	return "pending"
}

// checkLocations returns where the checks of each rule stand.
func checkLocations(c *apis.API, api *specs.API, v specs.Version) (map[string][]string, error) {
	document, err := api.Document(v)
	if err != nil {
		return nil, err
	}
	locations := map[string][]string{}
	for _, k := range append(slices.Clone(c.Suite.Checks), check.Shapes(document)...) {
		at := k.Place().String()
		if k.Scenario != "" {
			at += ", on scenario " + k.Scenario
		}
		locations[k.ID] = append(locations[k.ID], at)
	}
	return locations, nil
}

func listScenarios(w io.Writer, c *apis.API, _ *specs.API, _ specs.Version) error {
	fmt.Fprintln(w, "SCENARIO\tCREATES AT MOST\tWHAT IT DOES")
	fmt.Fprintf(w, "%s\tnothing\t%s\n", c.Suite.Preflight.Name, c.Suite.Preflight.Title)
	for _, s := range c.Suite.Scenarios {
		creates := "nothing"
		if s.Instances+s.Bindings > 0 {
			creates = fmt.Sprintf("%d instances, %d bindings", s.Instances, s.Bindings)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", s.Name, creates, s.Title)
	}
	return nil
}

func listFaults(w io.Writer, c *apis.API, _ *specs.API, _ specs.Version) error {
	fmt.Fprintln(w, "FAULT\tBREAKS\tWHAT THE REFERENCE DOES")
	for _, m := range c.Faults() {
		fmt.Fprintf(w, "%s\t%s\t%s\n", m.ID, strings.Join(m.Breaks, " "), m.Title)
	}
	return nil
}

func listEquivalents(w io.Writer, c *apis.API, _ *specs.API, _ specs.Version) error {
	fmt.Fprintln(w, "EQUIVALENT\tLEGAL BECAUSE\tWHAT THE REFERENCE DOES")
	for _, e := range c.Equivalents() {
		fmt.Fprintf(w, "%s\t%s\t%s\n", e.ID, e.Allows, e.Title)
	}
	return nil
}

func listFixtures(w io.Writer, c *apis.API, _ *specs.API, _ specs.Version) error {
	if len(c.Suite.Fixtures) == 0 {
		fmt.Fprintf(w, "api %s takes no fixtures\n", c.Name)
		return nil
	}
	longest := len("KEY")
	for _, f := range c.Suite.Fixtures {
		longest = max(longest, len(f.Key))
	}
	fmt.Fprintf(w, "%-*s  WHAT IT IS\n", longest, "KEY")
	for _, f := range c.Suite.Fixtures {
		fmt.Fprintln(w, reports.Wrap(fmt.Sprintf("%-*s  %s", longest, f.Key, f.Help), columns(w), longest+2))
	}
	return nil
}

// printable drops what could steer a terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '·'
	}, text)
}

// amount is a number with its noun, whose plural has an s.
func amount(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
