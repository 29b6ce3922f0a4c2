package main

import (
	"errors"
	"io"
	"os"
	"strconv"
	"sync"

	// Tells terminals apart from files and pipes on every system; a device is not yet a terminal.
	"github.com/mattn/go-isatty"
	"github.com/spf13/pflag"

	"conformance/reports"
	"conformance/specs"
	"conformance/suites/verdict"
)

// output is what the flags say about reports.
type output struct {
	json, junit, html, recording, knownFailing string
	strict, verbose                            bool

	known []verdict.Known
}

func (o *output) register(f *pflag.FlagSet) {
	f.StringVar(&o.json, "json", "", "write the report as JSON to this `FILE`")
	f.StringVar(&o.junit, "junit", "", "write the report as JUnit XML to this `FILE`")
	f.StringVar(&o.html, "html", "", "write the report as one HTML page to this `FILE`")
	f.StringVar(&o.knownFailing, "known-failing", "", "rules that may fail, one ID [until YYYY-MM-DD] REASON per line of this `FILE`; see conformance baseline")
	f.BoolVar(&o.strict, "strict", false, "a warning fails the run")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "show every rule as Ginkgo does")
}

func (o *output) console(w io.Writer) reports.ConsoleOptions {
	return reports.ConsoleOptions{Width: columns(), Color: obeys(w)}
}

// columns is how wide the terminal is, as far as its owner says.
func columns() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n >= 40 {
		return n
	}
	return 80
}

// obeys reports whether w is a terminal that obeys ANSI sequences, and whose owner wants them.
func obeys(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isatty.IsTerminal(file.Fd())
}

// outputFile is a report file that was opened before anything was sent, so that a path that cannot be written is
// found in time.
type outputFile struct {
	file  *os.File
	write func(io.Writer, *verdict.Outcome) error
}

type outputFiles []outputFile

func (o *output) open(api *specs.API) (*outputFiles, error) {
	var files outputFiles
	var err error
	if o.known, err = readKnown(o.knownFailing, api); err != nil {
		return nil, err
	}
	for _, wanted := range []struct {
		flag, path string
		write      func(io.Writer, *verdict.Outcome) error
	}{
		{"json", o.json, reports.JSON},
		{"junit", o.junit, reports.JUnit},
		{"html", o.html, reports.HTML},
		{"record", o.recording, func(w io.Writer, outcome *verdict.Outcome) error { return outcome.Recording.Write(w) }},
	} {
		if wanted.path == "" {
			continue
		}
		file, err := os.Create(wanted.path)
		if err != nil {
			files.close()
			return nil, usage("--%s: %v", wanted.flag, err)
		}
		files = append(files, outputFile{file, wanted.write})
	}
	return &files, nil
}

// write writes them side by side.
func (f *outputFiles) write(outcome *verdict.Outcome) error {
	errs := make([]error, len(*f))
	var group sync.WaitGroup
	for i, file := range *f {
		group.Go(func() { errs[i] = errors.Join(file.write(file.file, outcome), file.file.Close()) })
	}
	group.Wait()
	*f = nil
	return errors.Join(errs...)
}

func (f *outputFiles) close() {
	for _, file := range *f {
		_ = file.file.Close() // nothing was written
	}
}
