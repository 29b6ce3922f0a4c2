package specs

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const validRow = `chapter: Catalog
requirements:
  - id: OSB-CAT-001
    title: "Catalog route"
    statement: The catalog is served.
    level: MUST
    party: broker
    operations: [catalog]
    since: "2.12"
    until: "2.14"
    source: ["spec, catalog"]
    topic: catalog
    observable: "yes"
    check: Read it.
    violation: It is not there.
    risk: read-only
`

var brokerParties = []string{"broker", "platform", "both"}

func TestParseRequirements(t *testing.T) {
	rows, err := ParseRequirements("catalog.yaml", []byte(validRow), brokerParties)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 {
		t.Fatalf("got %d rows, want 1", len(rows))
	}
	row := rows[0]
	if row.Chapter != "Catalog" || row.Window != (Window{Since: "2.12", Until: "2.14"}) || !row.Fails() || !row.Visible() {
		t.Errorf("the row was read as %+v", row)
	}
}

// TestParseRequirementsIsStrict breaks the valid row in one place each.
func TestParseRequirementsIsStrict(t *testing.T) {
	const row = "catalog.yaml: row 1 (OSB-CAT-001): "
	for _, test := range []struct {
		name, old, new string
		want           string
	}{
		{"unknown key", "topic:", "colour: red\n    topic:", "field colour not found"},
		{"unknown key beside the rows", "chapter:", "author: me\nchapter:", "field author not found"},
		{"key used twice", "topic:", "topic: a\n    topic:", "already defined"},
		{"bad level", "level: MUST", "level: must", row + `level "must" is not one of MUST, MUST NOT, SHOULD, SHOULD NOT, MAY`},
		{"bad party", "party: broker", "party: server", row + `party "server" is not one of broker, platform, both`},
		{"bad observable", `observable: "yes"`, "observable: maybe", row + `observable "maybe" is not one of yes, no, partly`},
		{"bad risk", "risk: read-only", "risk: none", row + `risk "none" is not one of`},
		{"bad basis", "risk:", "basis: hearsay\n    risk:", row + `basis "hearsay" is not one of`},
		{"bad reported_as", "risk:", "reported_as: fail\n    risk:", row + `reported_as "fail" is not one of`},
		{"warns for no reason", "risk:", "reported_as: warn\n    risk:", row + `reported_as needs notes that say why`},
		{"bad unobservable", "risk:", "unobservable: lazy\n    risk:", row + `unobservable "lazy" is not one of`},
		{"empty window", `since: "2.12"`, `since: "2.15"`, row + "version window 2.15 to 2.14 is empty"},
		{"no version", `since: "2.12"`, `since: soon`, row + `version "soon" is not a number such as 2.17`},
		{"missing id", "id: OSB-CAT-001", `id: ""`, "catalog.yaml: row 1: id is missing"},
		{"empty row", "  - id:", "  -\n  - id:", "catalog.yaml: row 1: id is missing"},
		{"missing title", `title: "Catalog route"`, `title: " "`, row + "title is missing"},
		{"missing statement", "    statement: The catalog is served.\n", "", row + "statement is missing"},
		{"missing topic", "    topic: catalog\n", "", row + "topic is missing"},
		{"missing check", "    check: Read it.\n", "", row + "check is missing"},
		{"missing violation", "    violation: It is not there.\n", "", row + "violation is missing"},
		{"missing level", "    level: MUST\n", "", row + `level "" is not one of`},
		{"missing operations", "    operations: [catalog]\n", "", row + "operations or source is missing"},
		{"missing source", "    source: [\"spec, catalog\"]\n", "", row + "operations or source is missing"},
		{"missing chapter", "chapter: Catalog\n", "", "catalog.yaml: chapter is missing"},
		{"two documents", "    risk: read-only\n", "    risk: read-only\n---\nchapter: More\n", "expected one YAML document, found more"},
		{"rows that are no list", "requirements:", "requirements: none\nrest:", "cannot unmarshal"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(validRow, test.old) {
				t.Fatalf("the valid row does not have %q", test.old)
			}
			_, err := ParseRequirements("catalog.yaml", []byte(strings.Replace(validRow, test.old, test.new, 1)), brokerParties)
			if err == nil || !strings.HasPrefix(err.Error(), "catalog.yaml: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one that names the file and says %q", err, test.want)
			}
		})
	}
}

func TestLoadRequirements(t *testing.T) {
	other := strings.Replace(validRow, "OSB-CAT-001", "OSB-ASYNC-001", 1)
	rows, err := loadRequirements(fstest.MapFS{
		"rows/b.yaml": {Data: []byte(other)}, "rows/a.yaml": {Data: []byte(validRow)}, "rows/notes.txt": {Data: []byte("no rows")},
	}, "rows", brokerParties)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].ID != "OSB-ASYNC-001" {
		t.Errorf("got %d rows that start with %s, want 2 sorted by id", len(rows), rows[0].ID)
	}
	for id, want := range map[string]bool{"OSB-ASYNC-001": true, "OSB-CAT-001": true, "OSB-CAT-002": false, "": false} {
		if got := rows.Find(id); (got != nil) != want {
			t.Errorf("find %q = %v, want found %t", id, got, want)
		}
	}
	_, err = loadRequirements(fstest.MapFS{
		"rows/a.yaml": {Data: []byte(validRow)}, "rows/b.yaml": {Data: []byte(validRow)},
	}, "rows", brokerParties)
	if want := "requirement OSB-CAT-001: id is used twice"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

// TestRegistries loads what is embedded: every API has rows, each of them in force in some version that it knows.
func TestRegistries(t *testing.T) {
	for _, name := range Names() {
		api, err := Load(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(api.Requirements) == 0 {
			t.Errorf("%s has no requirements", name)
		}
		for _, row := range api.Requirements {
			if !slices.ContainsFunc(api.Versions, row.Contains) {
				t.Errorf("%s: %s holds in no version of the API", name, row.ID)
			}
		}
	}
	if _, err := Load("osb2"); err == nil || !strings.Contains(err.Error(), "osb, ibm-osb, cf-v2, services") {
		t.Errorf("load osb2: got error %v, want one that lists the names", err)
	}
}

func FuzzParseRequirements(f *testing.F) {
	f.Add([]byte(validRow))
	f.Add([]byte(strings.Replace(validRow, "level: MUST", "level: must", 1)))
	f.Add([]byte("chapter: Catalog\nrequirements: [null]\n"))
	f.Add([]byte("chapter: &a [*a]\n"))
	f.Add([]byte("\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := ParseRequirements("rows.yaml", data, brokerParties)
		if err != nil && !strings.HasPrefix(err.Error(), "rows.yaml: ") {
			t.Errorf("error %q does not name the file", err)
		}
		for _, row := range rows {
			if row.ID == "" || row.Chapter == "" || row.validate(brokerParties) != nil {
				t.Errorf("accepted the row %+v", row)
			}
		}
	})
}

func FuzzParseDocument(f *testing.F) {
	paths, err := filepath.Glob("*/openapi.yaml")
	if err != nil || len(paths) == 0 {
		f.Fatalf("find the documents: %v, %v", paths, err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, "2.14")
	}
	f.Add([]byte("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/: {get: {operationId: a, responses: {}}}}"), "2.11")
	f.Add([]byte("paths: {/: {x-since: 2.14}}"), "2.11")
	f.Add([]byte("{}"), "")
	f.Fuzz(func(_ *testing.T, data []byte, version string) {
		document, err := ParseDocument(data, Version(version))
		if err != nil {
			return
		}
		document.ShapeRequirements()
		for _, op := range document.Operations() {
			document.Shape(op, 200, nil, map[string]any{"services": []any{nil}}, true)
		}
	})
}
