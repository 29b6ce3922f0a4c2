package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"conformance/suites/engine"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

func newCleanup() *cobra.Command {
	var t target
	cmd := &cobra.Command{
		Use: "cleanup LEDGER", Short: "Remove what a killed run left on its target", Args: arguments("LEDGER"),
		RunE: func(cmd *cobra.Command, args []string) error { return cleanup(cmd, &t, args[0]) },
	}
	t.register(cmd.Flags())
	return cmd
}

func cleanup(cmd *cobra.Command, t *target, path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return usage("%v", err)
	}
	defer file.Close()
	head, held, err := scenario.ReadLedger(file)
	if err != nil {
		return usage("%s: %v; expected the ledger of a run", path, err)
	}
	if len(held) == 0 {
		fmt.Fprintln(cmd.OutOrStdout(), "nothing is left to remove")
		return os.Remove(path)
	}
	if err := cmd.Flags().Set("api", head.API); err != nil {
		return err
	}
	if head.Version != "" && !cmd.Flags().Changed("version") {
		if err := cmd.Flags().Set("version", string(head.Version)); err != nil {
			return err
		}
	}
	c, err := t.complete(cmd, []string{head.Target})
	if err != nil {
		return err
	}
	config, err := t.engineConfig(cmd.Context(), c)
	if err != nil {
		return err
	}
	config.Plans = nil // what is not in the catalog any longer can still be removed
	config.Ledger = scenario.ContinueLedger(file)
	prepared, err := engine.Prepare(cmd.Context(), config)
	if err != nil {
		return err
	}
	if left := prepared.Clean(cmd.Context(), held); len(left) > 0 {
		for _, one := range left {
			fmt.Fprintln(cmd.OutOrStdout(), "left:", printable(one))
		}
		return &codeError{verdict.LeftBehind, fmt.Errorf("%d of %s could not be removed; %s still lists them", len(left), amount(len(held), "resource"), path)}
	}
	fmt.Fprintf(cmd.OutOrStdout(), "removed %s\n", amount(len(held), "resource"))
	return os.Remove(path)
}
