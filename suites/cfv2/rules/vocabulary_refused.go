package rules

import (
	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// refusal is a rule that says how a request is refused: status, name and code of the error.
type refusal[R any] struct {
	id     string
	step   func(*R) record.Step
	status int
	name   string
	code   int
	// unasked says that the broker must not hear of it.
	unasked bool
}

// refusals makes the checks of a table. A rule that stands there several times is judged by all its steps.
func refusals[R any](kind scenario.Kind[R], table []refusal[R]) List {
	var list List
	for _, row := range table {
		list = append(list, On(row.id, kind, func(c *Case, run *R) {
			x := c.Use(row.step(run))
			refused(c, x, row.status, row.name, row.code)
			if row.unasked {
				quiet(c, x)
			}
		}))
	}
	return list
}
