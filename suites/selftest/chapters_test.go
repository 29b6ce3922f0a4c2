package selftest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"conformance/specs"
)

// beside are the files that belong to no chapter, by the folder: the list of all, what several chapters use, and what is
// legal.
var beside = map[string][]string{
	"mocks": {"mutants", "requests", "answers", "memory", "fixtures", "shapes", "equivalents"},
	"rules": {"rules", "vocabulary"},
}

// TestFilesAreChapters: what is judged, and what proves it, stands in files that are named after the chapters of the rules:
// CHAPTER.go, or CHAPTER_TOPIC.go.
func TestFilesAreChapters(t *testing.T) {
	for _, folder := range specFolders(t) {
		chapters := map[string]bool{}
		for _, name := range goFiles(t, filepath.Join("../../specs", folder, "requirements"), ".yaml") {
			chapters[name] = true
		}
		for kind, dir := range map[string]string{"mocks": filepath.Join("../../mocks", folder), "rules": filepath.Join("../../suites", folder, "rules")} {
			for _, name := range goFiles(t, dir, ".go") {
				chapter, _, _ := strings.Cut(name, "_")
				if !chapters[chapter] && !slices.Contains(beside[kind], chapter) {
					t.Errorf("%s/%s.go: %s is no chapter of specs/%s/requirements", dir, name, chapter, folder)
				}
			}
		}
	}
}

// TestFaultsStandInTheirChapter: a fault stands in the file of the chapter of the rule that it breaks first.
func TestFaultsStandInTheirChapter(t *testing.T) {
	for _, folder := range specFolders(t) {
		dir, chapters := filepath.Join("../../mocks", folder), chaptersOf(t, folder)
		for _, name := range goFiles(t, dir, ".go") {
			chapter, _, _ := strings.Cut(name, "_")
			if slices.Contains(beside["mocks"], chapter) {
				continue
			}
			for _, id := range primaries(t, filepath.Join(dir, name+".go")) {
				if chapters[id] != chapter {
					t.Errorf("mocks/%s/%s.go has a fault that breaks %s, which is in the chapter %q", folder, name, id, chapters[id])
				}
			}
		}
	}
}

// primaries are the ids that stand first in what literals of a file break.
func primaries(t *testing.T, name string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	ast.Inspect(file, func(n ast.Node) bool {
		pair, is := n.(*ast.KeyValueExpr)
		if !is {
			return true
		}
		key, _ := pair.Key.(*ast.Ident)
		list, _ := pair.Value.(*ast.CompositeLit)
		if key == nil || key.Name != "Breaks" || list == nil || len(list.Elts) == 0 {
			return true
		}
		if first, literal := list.Elts[0].(*ast.BasicLit); literal {
			id, _ := strconv.Unquote(first.Value) // the parser has read it
			ids = append(ids, id)
		}
		return true
	})
	return ids
}

// chaptersOf is the name of the file in which the row of each rule stands.
func chaptersOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	dir := filepath.Join("../../specs", folder, "requirements")
	chapters := map[string]string{}
	for _, name := range goFiles(t, dir, ".yaml") {
		data, err := os.ReadFile(filepath.Join(dir, name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if _, id, is := strings.Cut(strings.TrimSpace(line), "id: "); is {
				chapters[id] = name
			}
		}
	}
	return chapters
}

// specFolders are the folders of the APIs.
func specFolders(t *testing.T) []string {
	t.Helper()
	var folders []string
	for _, name := range specs.Names() {
		folders = append(folders, strings.ReplaceAll(name, "-", ""))
	}
	return folders
}

// goFiles are the names of a folder's files without their suffix, tests left out; none, when there is no such folder.
func goFiles(t *testing.T, dir, suffix string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		if name, is := strings.CutSuffix(entry.Name(), suffix); is && !strings.HasSuffix(name, "_test") {
			names = append(names, name)
		}
	}
	return names
}
