package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMove: what names the module or its packages gets the new path, and what only begins with the same word does not.
func TestMove(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"go.mod", "module conformance\n\ngo 1.26.0\n\nrequire example.com/a v1.0.0\n", "module example.org/acme/conformance\n\ngo 1.26.0\n\nrequire example.com/a v1.0.0\n"},
		{"examples/go.mod", "module conformance/examples\n\nrequire (\n\tconformance v0.0.0\n\tconformancetest v1.0.0\n)\n\nreplace conformance => ../\n",
			"module example.org/acme/conformance/examples\n\nrequire (\n\tconformancetest v1.0.0\n\texample.org/acme/conformance v0.0.0\n)\n\nreplace example.org/acme/conformance => ../\n"},
		{"apart/go.mod", "module example.com/conformance\n", "module example.com/conformance\n"},
		{"cmd/main.go", "package main\n\nimport (\n\t\"fmt\"\n\n\t. \"conformance/suites/check\"\n\tconformance \"conformance\"\n\t\"conformancetest\"\n)\n\n// conformance/suites/check\nvar agent = \"conformance/suites/check\"\n",
			"package main\n\nimport (\n\t\"fmt\"\n\n\t\"conformancetest\"\n\tconformance \"example.org/acme/conformance\"\n\t. \"example.org/acme/conformance/suites/check\"\n)\n\n// conformance/suites/check\nvar agent = \"conformance/suites/check\"\n"},
		{"suites/check/check.go", "package   check\n", "package   check\n"},
		{"README.md", "Import `conformance/suites/check`, conformance/suites.\nUser-Agent: conformance/1.0, cmd/conformance/suites, conformance/none",
			"Import `example.org/acme/conformance/suites/check`, example.org/acme/conformance/suites.\nUser-Agent: conformance/1.0, cmd/conformance/suites, conformance/none"},
		{".golangci.yml", "allowed: [conformance/suites/check, a]", "allowed: [example.org/acme/conformance/suites/check, a]"},
		{"testdata/a.txt", "conformance/suites/check", "conformance/suites/check"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			for name, text := range map[string]string{"go.mod": "module conformance\n", "suites/check/check.go": "package check\n", c.name: c.before} {
				write(t, filepath.Join(root, name), text)
			}
			if err := move(root, "example.org/acme/conformance"); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join(root, c.name))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.after {
				t.Errorf("got %s\nwant %s", got, c.after)
			}
			if err := move(root, "conformance"); err != nil {
				t.Fatal(err)
			}
		})
	}
	for _, path := range []string{"", "a b", "/a", "https://example.org/a", "a/../b"} {
		if err := move("../..", path); err == nil {
			t.Errorf("the tree was moved to %q", path)
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestTree moves a copy of this tree, where everything builds, what others import is vetted, and the formatting holds.
func TestTree(t *testing.T) {
	root := t.TempDir()
	run(t, ".", "sh", "-c", `cd ../.. && git ls-files -co --exclude-standard | while read -r name; do [ ! -e "$name" ] || echo "$name"; done | tar -cf - -T - | tar -xf - -C "$0"`, root)
	run(t, root, "make", "module", "PATH=example.org/acme/conformance")
	if formatted := run(t, root, "gofmt", "-l", "."); formatted != "" {
		t.Errorf("not formatted:\n%s", formatted)
	}
	run(t, root, "go", "build", "./...")
	packages := strings.Fields(run(t, root, "go", "list", "./..."))
	vet := []string{"vet"}
	for _, name := range packages {
		rest, ours := strings.CutPrefix(name, "example.org/acme/conformance/")
		if !ours {
			t.Errorf("package %s", name)
		}
		if !strings.HasPrefix(rest, "cmd/") && rest != "suites/selftest" {
			vet = append(vet, name)
		}
	}
	run(t, root, "go", vet...)
	for _, module := range nested(t, filepath.Join(root, "examples")) {
		run(t, module, "go", "test", "./...")
	}
}

// nested are the folders of modules.
func nested(t *testing.T, folder string) []string {
	t.Helper()
	var found []string
	if _, err := os.Stat(folder); err != nil {
		return nil
	}
	err := filepath.WalkDir(folder, func(name string, _ fs.DirEntry, err error) error {
		if filepath.Base(name) == "go.mod" {
			found = append(found, filepath.Dir(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func run(t *testing.T, folder, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = folder
	output, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, output)
	}
	return string(output)
}
