package main

import (
	"cmp"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"conformance/reference/broker"
)

// TestReadmeExamples runs every "$ conformance …" line of the README against the reference.
func TestReadmeExamples(t *testing.T) {
	server, err := broker.New(broker.Config{Username: "suite", Password: scriptPassword})
	if err != nil {
		t.Fatal(err)
	}
	target := httptest.NewServer(server)
	defer target.Close()
	program := buildProgram(t)
	folder := t.TempDir()
	examples := readmeExamples(t)
	if len(examples) < 5 {
		t.Fatalf("the README has %d examples", len(examples))
	}
	for _, example := range examples {
		line, code, _ := strings.Cut(example, " # exit ")
		line = strings.ReplaceAll(line, "https://broker.example.com", target.URL)
		cmd := exec.Command("sh", "-c", program+strings.TrimPrefix(line, "conformance"))
		cmd.Dir, cmd.Env = folder, append(os.Environ(), "PASSWORD="+scriptPassword, "TMPDIR="+folder)
		output, err := cmd.CombinedOutput()
		got := "0"
		if err != nil {
			got = strings.TrimPrefix(err.Error(), "exit status ")
		}
		if want := cmp.Or(code, "0"); got != want {
			t.Errorf("%s: exit code %s, want %s\n%s", example, got, want, output)
		}
	}
}

func readmeExamples(t *testing.T) []string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var examples []string
	for _, match := range regexp.MustCompile(`(?m)^\$ (conformance .*)$`).FindAllStringSubmatch(string(readme), -1) {
		examples = append(examples, match[1])
	}
	return examples
}

func buildProgram(t *testing.T) string {
	t.Helper()
	program := t.TempDir() + "/conformance"
	if output, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return program
}

// TestReadmeNamesEveryFlag holds the README's table of keys against the flags of run, and its table of commands
// against the commands.
func TestReadmeNamesEveryFlag(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	root := newRoot()
	for _, command := range root.Commands() {
		if !strings.Contains(string(readme), "`"+command.Name()) {
			t.Errorf("the README does not name the command %s", command.Name())
		}
		if command.Name() != "run" {
			continue
		}
		command.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "config" && f.Name != "help" && !strings.Contains(string(readme), "`"+f.Name+"`") {
				t.Errorf("the README does not name the key %s", f.Name)
			}
		})
	}
}

// TestReadmeShowsARealCheck holds the README's example of a check against the suite.
func TestReadmeShowsARealCheck(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for file, start := range map[string]string{
		"../../suites/osb/rules/provision.go": `On("OSB-PROV-037"`,
		"../../mocks/osb/provision.go":        `{ID: "conflict-answers-200"`,
	} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		from := strings.Index(string(readme), start)
		if from < 0 {
			t.Fatalf("the README does not show %s", start)
		}
		shown, _, _ := strings.Cut(string(readme)[from:], "```")
		for _, line := range strings.Split(strings.TrimSpace(shown), "\n") {
			if !strings.Contains(string(source), strings.TrimSpace(line)) {
				t.Errorf("%s has no line %q, which the README shows", file, strings.TrimSpace(line))
			}
		}
	}
}
