package selftest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	namedRule   = regexp.MustCompile(`"((?:OSB|IBM|CFV2|SVC)-[A-Z0-9]+-\d+)"`)
	quotedTitle = regexp.MustCompile(`^\s*// (?:(?:OSB|IBM|CFV2|SVC)-[A-Z0-9]+-\d+ )?".*"$`)
)

// TestTitlesStandBesideChecks: whoever reads a check reads above its id what the rule is about, in the words of the row.
// With -update the comments are rewritten.
func TestTitlesStandBesideChecks(t *testing.T) {
	titles := map[string]string{}
	for _, api := range loadAll(t) {
		for _, r := range api.Requirements {
			titles[r.ID] = r.Title
		}
	}
	files, err := filepath.Glob("../*/rules/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no rules are found (%v); is the layout another?", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Split(string(data), "\n")
		want := entitled(t, file, got, titles)
		switch {
		case slices.Equal(got, want):
		case *update:
			if err := os.WriteFile(file, []byte(strings.Join(want, "\n")), 0o644); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("%s: the titles above its checks are not those of the rows; run the test with -update", file)
		}
	}
}

// entitled puts above each line that names rules the titles of those rules, and takes out the titles that stood there.
func entitled(t *testing.T, file string, lines []string, titles map[string]string) []string {
	t.Helper()
	var all []string
	for number, line := range lines {
		ids := namedRule.FindAllStringSubmatch(line, -1)
		switch {
		case quotedTitle.MatchString(line):
			continue // it comes again with its line
		case len(ids) > 0 && !strings.HasPrefix(strings.TrimSpace(line), "//"):
			indent := line[:len(line)-len(strings.TrimLeft(line, "\t"))]
			for _, id := range ids {
				if titles[id[1]] == "" {
					t.Errorf("%s:%d: %s is no rule", file, number+1, id[1])
				}
				name := ""
				if len(ids) > 1 {
					name = id[1] + " "
				}
				all = append(all, indent+"// "+name+strconv.Quote(titles[id[1]]))
			}
		}
		all = append(all, line)
	}
	return all
}

// TestEntitled: titles that went out of date are replaced, other comments stay.
func TestEntitled(t *testing.T) {
	titles := map[string]string{"OSB-X-001": "one", "OSB-X-002": "two"}
	got := entitled(t, "x.go", []string{
		"// why", "\t// \"old\"", "\tOn(\"OSB-X-001\", x),", "", "\t{\"OSB-X-001\", \"OSB-X-002\"},", "// see \"OSB-X-001\"",
	}, titles)
	want := []string{
		"// why", "\t// \"one\"", "\tOn(\"OSB-X-001\", x),", "", "\t// OSB-X-001 \"one\"", "\t// OSB-X-002 \"two\"", "\t{\"OSB-X-001\", \"OSB-X-002\"},", "// see \"OSB-X-001\"",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
