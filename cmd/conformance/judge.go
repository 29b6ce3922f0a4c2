package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"conformance/specs"
	"conformance/suites/record"
)

func newJudge() *cobra.Command {
	var out output
	var config string
	cmd := &cobra.Command{
		Use: "judge RECORDING", Short: "Judge a saved recording again, without a target", Args: arguments("RECORDING"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := settleFlags(cmd); err != nil {
				return err
			}
			file, err := os.Open(args[0])
			if err != nil {
				return usage("%v", err)
			}
			recording, err := record.Read(file)
			if err := errors.Join(err, file.Close()); err != nil {
				return usage("%s: %v; expected what run --record writes", args[0], err)
			}
			c, err := apiOf(recording.API)
			if err != nil {
				return usage("%s: api %q is none that this program knows", args[0], recording.API)
			}
			api, err := specs.Load(c.Name)
			if err != nil {
				return err
			}
			files, err := out.open(api, map[string]string{"RECORDING": args[0]})
			if err != nil {
				return err
			}
			defer files.close()
			return finish(cmd, c, recording, &out, files)
		},
	}
	out.register(cmd.Flags())
	cmd.Flags().StringVar(&config, "config", "", "read settings from this `FILE` (default "+configFile+", when it is there)")
	return cmd
}
