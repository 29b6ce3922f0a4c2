package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"conformance/specs"
	"conformance/suites/verdict"
)

func newBaseline() *cobra.Command {
	return &cobra.Command{
		Use: "baseline REPORT", Short: "Print a list of known failures made from a JSON report", Args: arguments("REPORT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := os.Open(args[0])
			if err != nil {
				return usage("%v", err)
			}
			defer file.Close()
			report, err := readReport(file)
			if err != nil {
				return usage("%s: %v; expected what run --json writes", args[0], err)
			}
			return baseline(cmd.OutOrStdout(), report)
		},
	}
}

// jsonReport is what a list of known failures takes from a JSON report.
type jsonReport struct {
	Format  int
	API     string
	Version string
	Summary struct{ Strict bool }
	Results []struct {
		ID, Reason string
		Verdict    verdict.Verdict
		Findings   []struct{ Message string }
	}
}

func readReport(r io.Reader) (*jsonReport, error) {
	var report jsonReport
	if err := json.NewDecoder(r).Decode(&report); err != nil {
		return nil, fmt.Errorf("read the report: %w", err)
	}
	if report.Format != 1 || report.API == "" || report.Results == nil {
		return nil, errors.New("read the report: it has no results, or is of another format than 1")
	}
	return &report, nil
}

// baseline writes one line for each rule that keeps the report's run from passing.
func baseline(w io.Writer, report *jsonReport) error {
	if _, err := fmt.Fprintf(w, "# known failures of api %s %s\n", report.API, report.Version); err != nil {
		return err
	}
	outcome := verdict.Outcome{Strict: report.Summary.Strict}
	for _, result := range report.Results {
		if !outcome.Standing(verdict.Result{Verdict: result.Verdict}).Against() {
			continue
		}
		reason := result.Reason
		if len(result.Findings) > 0 {
			reason = result.Findings[0].Message
		}
		if _, err := fmt.Fprintf(w, "%s  %s\n", result.ID, oneLine(reason)); err != nil {
			return err
		}
	}
	return nil
}

// oneLine keeps a reason on its line and out of the terminal's way.
func oneLine(text string) string {
	line := []rune(printable(strings.Join(strings.Fields(text), " ")))
	if len(line) > 200 {
		line = append(line[:200], '…')
	}
	return string(line)
}

// readKnown reads the list of known failures of --known-failing.
func readKnown(path string, api *specs.API) ([]verdict.Known, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, usage("--known-failing: %v", err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors begin every text with it
	list, err := verdict.ParseKnown(path, data, func(id string) bool { return api.Requirements.Find(id) != nil })
	if err != nil {
		return nil, usage("--known-failing: %s", printable(err.Error()))
	}
	return list, nil
}
