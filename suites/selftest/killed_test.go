package selftest

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"conformance/mocks"
	"conformance/specs"
)

// TestMatrix holds the kill matrix that follows from what the mutants declare: for each rule the faults that break it, those
// whose primary rule it is first, then those that break it besides, then those that touch it as well.
func TestMatrix(t *testing.T) {
	each(t, func(t *testing.T, s subject, api *specs.API) {
		golden(t, filepath.Join("testdata", "matrix", api.Name+".txt"), matrix(s.mutants, s.equivalents, checked(t, s, api)))
	})
}

func matrix(faults, equivalents []mocks.Mutant, ids []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d rules with a check, %d faults, %d equivalents.\n", len(ids), len(faults), len(equivalents))
	fmt.Fprintf(&b, "Below each rule: the faults that break it first, (those that break it besides), [and those that touch it as well].\n")
	for _, id := range ids {
		var first, besides, also []string
		for _, f := range faults {
			switch {
			case f.Breaks[0] == id:
				first = append(first, f.ID)
			case slices.Contains(f.Breaks, id):
				besides = append(besides, "("+f.ID+")")
			case slices.Contains(f.Also, id):
				also = append(also, "["+f.ID+"]")
			}
		}
		for _, names := range [][]string{first, besides, also} {
			slices.Sort(names)
		}
		fmt.Fprintf(&b, "\n%s\n", id)
		for _, name := range slices.Concat(first, besides, also) {
			fmt.Fprintf(&b, "  %s\n", name)
		}
	}
	return b.String()
}

// TestMatrixIsReadable: the primary faults of a rule come first, and each list is in order.
func TestMatrixIsReadable(t *testing.T) {
	faults := []mocks.Mutant{
		{ID: "c", Breaks: []string{"X-2"}, Also: []string{"X-1"}}, {ID: "b", Breaks: []string{"X-1", "X-2"}}, {ID: "a", Breaks: []string{"X-1"}},
		{ID: "d", Breaks: []string{"X-2", "X-1"}, Blocks: true},
	}
	got := matrix(faults, []mocks.Mutant{{ID: "e", Allows: "X-3"}}, []string{"X-1", "X-2"})
	want := "2 rules with a check, 4 faults, 1 equivalents.\n" +
		"Below each rule: the faults that break it first, (those that break it besides), [and those that touch it as well].\n" +
		"\nX-1\n  a\n  b\n  (d)\n  [c]\n\nX-2\n  c\n  d\n  (b)\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
