//go:build examples

package selftest

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// example runs a command in the folder of an example, with the broker that has a fault.
func example(t *testing.T, folder, fault string, command ...string) (output string, passed bool) {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = filepath.Join("..", "..", "examples", folder)
	cmd.Env = append(os.Environ(), "BROKER_FAULT="+fault, "NO_COLOR=1")
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// TestExamples: the suites can be embedded, pass for the good broker, and fail for a broken one with the id of the rule.
func TestExamples(t *testing.T) {
	report := filepath.Join(t.TempDir(), "report.xml")
	ginkgo := []string{"go", "run", "github.com/onsi/ginkgo/v2/ginkgo", "--no-color"}
	for _, c := range []struct {
		folder, fault string
		command       []string
		passes        bool
		// says are patterns for what is in the output.
		says []string
	}{
		{"broker", "", []string{"go", "vet", "./..."}, true, nil},
		{"gotest", "", []string{"go", "vet", "./..."}, true, nil},
		{"gotest", "", []string{"go", "test", "-count=1", "-v", "./..."}, true, []string{"--- PASS: TestBroker/OSB-PROV-037", "--- SKIP: TestBroker/OSB-MAINT-", "conformant: 1.. rules kept"}},
		{"gotest", "conflict", []string{"go", "test", "-count=1", "./..."}, false, []string{"--- FAIL: TestBroker/OSB-PROV-037", "got 200, want 409", "curl -i -X PUT"}},
		{"gotest", "conflict", []string{"go", "test", "-count=1", "-run", "TestBroker/OSB-PROV-026", "-v", "./..."}, true, []string{"--- PASS: TestBroker/OSB-PROV-026"}},
		{"gotest", "bind", []string{"go", "test", "-count=1", "-v", "./..."}, false, []string{`this root cause blocks OSB-BIND-\d+, `, "blocked, as is OSB-BIND-"}},
		{"ginkgo", "", []string{"go", "vet", "./..."}, true, nil},
		{"ginkgo", "", []string{"go", "test", "-count=1", "./..."}, true, nil},
		{"ginkgo", "", append(ginkgo, "-v", "."), true, []string{"Notes asks for credentials", `\nsuites/osb/rules/provision.go:\d+\n`, `\nspecs/osb/openapi.yaml:\d+\n`, "SKIPPED. not applicable: "}},
		{"ginkgo", "conflict", append(ginkgo, "."), false, []string{`\[FAIL\] .* OSB-PROV-037`, "got 200, want 409", "1 Failed"}},
		{"ginkgo", "conflict", append(ginkgo, "--procs=2", "."), false, []string{`\[FAIL\] .* OSB-PROV-037`, "1 Failed"}},
		{"ginkgo", "conflict", append(ginkgo, "--dry-run", "-v", "."), true, []string{"OSB-PROV-037"}},
		{"ginkgo", "conflict", append(ginkgo, "--label-filter", "OSB-PROV-026", "-v", "."), true, []string{"lifecycle: recorded", "1 Passed"}},
		{"ginkgo", "conflict", append(ginkgo, "--focus", "OSB-PROV-037", "."), false, []string{"1 Failed"}},
		{"ginkgo", "bind", append(ginkgo, "--label-filter", "conformance", "--junit-report", report, "."), false, []string{"this root cause blocks OSB-BIND-"}},
	} {
		output, passed := example(t, c.folder, c.fault, c.command...)
		for _, pattern := range c.says {
			if !regexp.MustCompile(pattern).MatchString(output) {
				t.Errorf("%s, fault %q, %v does not say %q", c.folder, c.fault, c.command, pattern)
				passed = !c.passes
			}
		}
		if passed != c.passes {
			t.Errorf("%s, fault %q, %v: passed is %t\n%s", c.folder, c.fault, c.command, passed, output)
		}
	}
	wantReport(t, report)
}

// wantReport reads the JUnit report of a broker that refuses all bindings.
func wantReport(t *testing.T, name string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Cases []struct {
			Name    string `xml:"name,attr"`
			Failure string `xml:"failure"`
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	causes, blocked := 0, 0
	for _, c := range report.Cases {
		if strings.Contains(c.Failure, "this root cause blocks") {
			causes++
		}
		if c.Skipped != nil && strings.Contains(c.Skipped.Message, "blocked, as is") {
			blocked++
		}
	}
	if causes != 1 || blocked < 10 {
		t.Errorf("%d root causes fail, %d rules are skipped for them; want 1, and many", causes, blocked)
	}
}
