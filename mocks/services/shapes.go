package services

import (
	"fmt"
	"net/http"
	"strings"

	"conformance/mocks"
)

// shape is one place in what an operation answers, and what stands there instead.
type shape struct {
	n                          int
	breaks, operation, pointer string
	value                      any
	also                       []string
	// blocks is set when scenarios cannot go on.
	blocks bool
}

// gone marks a member that is removed.
type gone struct{}

// shapes are against what the document says of single members: missing, of another type, malformed.
func shapes(rows ...shape) []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range rows {
		rule := mocks.On(row.operation).Answered(http.StatusOK, http.StatusCreated).AnsweredWith(reaches(row.pointer))
		if row.value == (gone{}) {
			rule = rule.Remove(row.pointer)
		} else {
			rule = rule.Set(row.pointer, row.value)
		}
		all = append(all, mocks.Mutant{
			ID: fmt.Sprintf("shape-%d-%s", row.n, strings.ToLower(row.breaks)), Title: row.operation + " answers a bad " + row.pointer,
			Breaks: ids{row.breaks}, Also: row.also, Blocks: row.blocks, Rules: rules{rule},
		})
	}
	return all
}
