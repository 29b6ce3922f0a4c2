package main

import (
	"bytes"
	"encoding/json"

	"github.com/spf13/cobra"

	"conformance/specs"
)

func newSpecs() *cobra.Command {
	var version string
	group := &cobra.Command{
		Use: "specs", Short: "Work with the embedded API descriptions", Args: commandsOnly,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage("%s what? see %[1]s --help", cmd.CommandPath())
		},
	}
	print := &cobra.Command{
		Use: "print API", Short: "Print the OpenAPI document of an API, reduced to one version, as JSON", Args: arguments("API"),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := specs.Load(args[0])
			if err != nil {
				return usage("%v", err)
			}
			v, err := api.Version(version)
			if err != nil {
				return usage("--version: %v", err)
			}
			d, err := api.Document(v)
			if err != nil {
				return err
			}
			data, err := d.MarshalJSON()
			if err != nil {
				return err
			}
			var indented bytes.Buffer
			if err := json.Indent(&indented, data, "", "  "); err != nil {
				return err
			}
			indented.WriteByte('\n')
			_, err = indented.WriteTo(cmd.OutOrStdout())
			return err
		},
	}
	print.Flags().StringVar(&version, "version", "", "the API `VERSION` (default: the newest)")
	group.AddCommand(print)
	return group
}
