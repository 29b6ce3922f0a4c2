package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

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
	return reports.ConsoleOptions{Width: columns(w), Color: obeys(w)}
}

// outputFile is a report file that was opened before anything was sent, so that a path that cannot be written is
// found in time. What it held is there until the report is written; one that was not there before goes when none is.
type outputFile struct {
	flag  string
	file  *os.File
	fresh bool
	write func(io.Writer, *verdict.Outcome) error
}

type outputFiles []outputFile

// open opens the files that are asked for. None may be another of them, or one of those that others name: by flag or
// argument, what is read or written besides.
func (o *output) open(api *specs.API, others map[string]string) (*outputFiles, error) {
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
		file, fresh, err := create(wanted.path)
		if err != nil {
			files.close()
			return nil, usage("--%s: %v", wanted.flag, err)
		}
		files = append(files, outputFile{"--" + wanted.flag, file, fresh, wanted.write})
	}
	others["--known-failing"] = o.knownFailing
	if err := files.distinct(others); err != nil {
		files.close()
		return nil, err
	}
	return &files, nil
}

// create opens a file for writing, leaves in it what it holds, and reports whether it was not there.
func create(path string) (file *os.File, fresh bool, err error) {
	file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if !errors.Is(err, fs.ErrExist) {
		return file, err == nil, err
	}
	file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o666)
	return file, false, err
}

// distinct finds a file that is to be written twice, or read and written.
func (f *outputFiles) distinct(others map[string]string) error {
	seen := map[string]fs.FileInfo{}
	for flag, path := range others {
		if info, err := os.Stat(path); err == nil {
			seen[flag] = info
		}
	}
	for _, file := range *f {
		info, err := file.file.Stat()
		if err != nil || !info.Mode().IsRegular() {
			continue // a device takes several
		}
		for _, flag := range sortedKeys(seen) {
			if os.SameFile(info, seen[flag]) {
				return usage("%s and %s name the same file, %s", file.flag, flag, file.file.Name())
			}
		}
		seen[file.flag] = info
	}
	return nil
}

// write writes them side by side.
func (f *outputFiles) write(outcome *verdict.Outcome) error {
	errs := make([]error, len(*f))
	var group sync.WaitGroup
	for i, file := range *f {
		group.Go(func() { errs[i] = file.replace(outcome) })
	}
	group.Wait()
	*f = nil
	return errors.Join(errs...)
}

// replace writes the report instead of what the file held.
func (f outputFile) replace(outcome *verdict.Outcome) error {
	var err error
	if info, unknown := f.file.Stat(); unknown == nil && info.Mode().IsRegular() {
		err = f.file.Truncate(0)
	}
	if err == nil {
		err = f.write(f.file, outcome)
	}
	if err = errors.Join(err, f.file.Close()); err != nil {
		return fmt.Errorf("%s: %w", f.flag, err)
	}
	return nil
}

// close closes what was not written.
func (f *outputFiles) close() {
	for _, file := range *f {
		_ = file.file.Close() // nothing was written
		if file.fresh {
			_ = os.Remove(file.file.Name()) // it is empty, and no report
		}
	}
}
