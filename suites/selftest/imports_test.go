package selftest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	// Reads the module path of go.mod.
	"golang.org/x/mod/modfile"
)

// kernel is what content may use, each part only what stands before it.
var kernel = []string{"suites/record", "suites/scenario", "suites/verdict", "suites/check", "suites/engine"}

// layers says for each folder which packages of ours it may import besides its own.
func layers(dir string) (allowed []string, known bool) {
	top, _, _ := strings.Cut(dir, "/")
	if at := slices.Index(kernel, dir); at >= 0 {
		return append([]string{"specs"}, kernel[:at]...), true
	}
	switch top {
	case "specs":
		return nil, true
	case "suites":
		allowed := append([]string{"specs"}, kernel...)
		switch dir {
		case "suites/ginkgo", "suites/conformancetest":
			return append(allowed, "suites/apis", "reports"), true
		case "suites/apis":
			return append(allowed, "suites/osb", "suites/ibmosb", "suites/cfv2", "suites/services"), true
		}
		if api, rules := strings.CutSuffix(dir, "/rules"); rules {
			allowed = append(allowed, api+"/flows", api+"/schema")
		}
		if api, flows := strings.CutSuffix(dir, "/flows"); flows {
			allowed = append(allowed, api+"/schema")
		}
		return allowed, true
	case "reports":
		return []string{"specs", "suites/record", "suites/verdict"}, true
	case "reference":
		return []string{"specs"}, true
	case "mocks":
		allowed := []string{"specs", "reference", "suites/record", "suites/scenario"}
		if dir == "mocks/apis" {
			allowed = append(allowed, "suites/apis")
		}
		return allowed, true
	case "cmd":
		return []string{"specs", "suites", "reference", "mocks", "reports"}, true
	}
	return nil, false
}

// imports returns what each folder imports, files for tests left out. What is of this module begins with a slash.
func imports(t *testing.T, tests bool) map[string][]string {
	t.Helper()
	const root = "../.."
	data, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	module := modfile.ModulePath(data)
	found := map[string][]string{}
	err = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "thirdparty" || entry.Name() == "examples" || entry.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") != tests {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		dir = filepath.ToSlash(dir)
		found[dir] = slices.Clip(found[dir])
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if own, ours := strings.CutPrefix(imported, module+"/"); ours {
				imported = "/" + own
			}
			found[dir] = append(found[dir], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func within(dir, folder string) bool { return dir == folder || strings.HasPrefix(dir, folder+"/") }

// TestImports: who may import whom. Judge and reference share no code, or they would share their mistakes.
func TestImports(t *testing.T) {
	found := imports(t, false)
	for _, must := range append([]string{"specs", "reports", "reference/dispatch", "mocks", "cmd/conformance", "suites/osb", "suites/osb/flows", "suites/osb/rules"}, kernel...) {
		if _, there := found[must]; !there {
			t.Errorf("%s has no files; is the layout another?", must)
		}
	}
	for dir, all := range found {
		allowed, known := layers(dir)
		if !known && dir != "." {
			t.Errorf("%s is in no layer", dir)
		}
		for _, imported := range all {
			own, ours := strings.CutPrefix(imported, "/")
			if !ours {
				continue
			}
			top, _, _ := strings.Cut(dir, "/")
			legal := slices.ContainsFunc(allowed, func(folder string) bool { return within(own, folder) }) ||
				within(own, dir) || within(dir, own) && !slices.Contains(kernel, own) ||
				(top == "reference" || top == "mocks") && within(own, top)
			if !legal {
				t.Errorf("%s imports %s; it may import %s", dir, own, strings.Join(allowed, ", "))
			}
		}
	}
}

// TestOnlyOnePackageKnowsGinkgo: Ginkgo keeps its tree in package state and ends the process as it likes. The engine reads
// its label filters, whose package does neither.
func TestOnlyOnePackageKnowsGinkgo(t *testing.T) {
	const ginkgo = "github.com/onsi/ginkgo"
	for dir, all := range imports(t, false) {
		for _, imported := range all {
			filters := dir == "suites/engine" && imported == ginkgo+"/v2/types"
			if strings.HasPrefix(imported, ginkgo) && dir != "suites/ginkgo" && !filters {
				t.Errorf("%s imports %s; only suites/ginkgo may", dir, imported)
			}
		}
	}
}

// TestEmbedding: whoever imports the suites inherits neither mocks nor references, nor the libraries of their stores.
func TestEmbedding(t *testing.T) {
	for _, imported := range []string{"suites/apis", "suites/ginkgo", "suites/conformancetest"} {
		list := exec.Command("go", "list", "-deps", "./"+imported)
		list.Dir = "../.."
		output, err := list.Output()
		if err != nil {
			t.Fatalf("go list -deps ./%s: %v", imported, err)
		}
		deps := strings.Fields(string(output))
		module, _ := strings.CutSuffix(deps[len(deps)-1], "/"+imported)
		for _, dep := range deps {
			for _, unwanted := range []string{module + "/mocks", module + "/reference", "modernc.org/sqlite", "github.com/jackc/pgx", "github.com/spf13"} {
				if strings.HasPrefix(dep, unwanted) {
					t.Errorf("%s brings %s along", imported, dep)
				}
			}
		}
	}
}

// TestNobodyImportsCommands: what is in cmd is wiring, also for tests.
func TestNobodyImportsCommands(t *testing.T) {
	for _, tests := range []bool{false, true} {
		for dir, all := range imports(t, tests) {
			for _, imported := range all {
				if strings.HasPrefix(imported, "/cmd") {
					t.Errorf("%s imports %s", dir, imported)
				}
			}
		}
	}
}
