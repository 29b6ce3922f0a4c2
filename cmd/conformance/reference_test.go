package main

import (
	"os/exec"
	"strings"
	"testing"

	"conformance/mocks/apis"
	"conformance/suites/scenario"
)

// TestCommandForShells: the command that serve prints can be pasted.
func TestCommandForShells(t *testing.T) {
	r := &reference{Reference: &apis.Reference{
		Credentials: scenario.Credentials{Username: "a b", Password: `it's $HOME "`},
		Fixtures:    map[string]string{"parameters": `{"size": 3}`, "plan_id": "p-1"},
	}}
	line := r.run("services", "", "http://127.0.0.1:1")
	out, err := exec.Command("sh", "-c", `printf '%s\n' `+line).Output()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"conformance", "run", "http://127.0.0.1:1", "--api", "services", "--username", "a b", "--password", `it's $HOME "`,
		"--fixture", `parameters={"size": 3}`, "--fixture", "plan_id=p-1", "",
	}
	if got := strings.Join(want, "\n"); got != string(out) {
		t.Errorf("%s is for a shell:\n%s", line, out)
	}
	if !strings.HasSuffix(line, " --fixture plan_id=p-1") {
		t.Errorf("%s quotes what needs no quotes", line)
	}
}
