// Package steps drives a client through a lifecycle: step by step, one line for each, up to the first that did not
// give what was expected.
package steps

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Step is one expectation. Do returns what is worth telling about a success, or an error that says what came instead.
type Step struct {
	Name string
	Do   func() (string, error)
}

// Skipped is the error of a step that does not apply to this target. The lifecycle goes on after it.
type Skipped string

// Error returns the reason.
func (s Skipped) Error() string { return string(s) }

// Run does the steps in their order, tells each on the writer, and returns the exit code: 0 when every step was done or
// skipped, 1 after the first that failed.
func Run(w io.Writer, list []Step) int {
	for _, step := range list {
		told, err := step.Do()
		var skipped Skipped
		switch {
		case errors.As(err, &skipped):
			fmt.Fprintf(w, "skip  %s: %s\n", step.Name, skipped)
		case err != nil:
			// Some clients put the body of an answer, line ends and all, into their errors.
			fmt.Fprintf(w, "FAIL  %s: %s\n", step.Name, strings.Join(strings.Fields(err.Error()), " "))
			return 1
		default:
			fmt.Fprintf(w, "ok    %s: %s\n", step.Name, told)
		}
	}
	return 0
}

// Poll asks until ask says that it is done or fails. The pause starts at 50 ms, grows to a quarter of the time that
// has passed, and ends at 5 s. Running out of time is an error.
func Poll(limit time.Duration, ask func() (done bool, err error)) error {
	began := time.Now()
	for {
		done, err := ask()
		if done || err != nil {
			return err
		}
		passed := time.Since(began)
		if passed >= limit {
			return fmt.Errorf("poll for the end of the operation: still under way after %s; -timeout allows more", limit)
		}
		time.Sleep(min(max(50*time.Millisecond, passed/4), 5*time.Second, limit-passed))
	}
}
