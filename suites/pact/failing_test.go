//go:build pact

package pact

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"conformance/mocks"
	mocksosb "conformance/mocks/osb"
)

// Interactions of the contract, as the names of subtests.
const (
	theCatalog  = "a_request_for_the_catalog"
	theInstance = "a_request_for_a_new_instance"
	theConflict = "a_request_for_an_instance_whose_id_is_taken_by_another_plan"
	theBinding  = "a_request_for_a_new_binding"
)

// faults returns the mutants of the broker, and what they leave out: answers that a platform cannot use.
func faults() []mocks.Mutant {
	answers := []mocks.Mutant{
		{ID: "catalog-without-plans", Rules: []mocks.Rule{mocks.On("catalog").Set("/services/1/plans", []any{})}},
		{ID: "catalog-with-empty-name", Rules: []mocks.Rule{mocks.On("catalog").Set("/services/0/plans/1/name", "")}},
		{ID: "catalog-with-textual-bindable", Rules: []mocks.Rule{mocks.On("catalog").Set("/services/1/bindable", "yes")}},
		{ID: "catalog-as-html", Rules: []mocks.Rule{mocks.On("catalog").Header("Content-Type", "text/html")}},
		{ID: "bind-without-credentials", Rules: []mocks.Rule{mocks.On("bind").Remove("/credentials")}},
		{ID: "bind-with-textual-credentials", Rules: []mocks.Rule{mocks.On("bind").Set("/credentials", "secret")}},
		{ID: "bind-answers-200", Rules: []mocks.Rule{mocks.On("bind").Status(200)}},
		{ID: "conflict-without-object", Rules: []mocks.Rule{mocks.On("provision").Answered(409).Body(`"taken"`)}},
	}
	return append(answers, mocksosb.Faults()...)
}

// TestVerificationFails shows that each departure fails the interactions that it concerns, and no others. A test that
// has to fail cannot be a part of one that passes: it runs in a process of its own.
func TestVerificationFails(t *testing.T) {
	cases := []struct {
		name, argument string
		failing        []string
		says           string
	}{
		{"no fault", "-fault=", nil, ""},
		{"conflict", "-fault=conflict-answers-200", []string{theConflict}, "expected 409 but was 200"},
		// A provider state that cannot be made fails what stands on it.
		{"state", "-fault=provision-answers-200", []string{theBinding, theInstance, theConflict}, "expected 201 but was 200"},
		{"no plans", "-fault=catalog-without-plans", []string{theCatalog}, "plans"},
		{"empty name", "-fault=catalog-with-empty-name", []string{theCatalog}, "name"},
		{"bindable", "-fault=catalog-with-textual-bindable", []string{theBinding, theInstance, theConflict, theCatalog}, "bindable"},
		{"content type", "-fault=catalog-as-html", []string{theCatalog}, "text/html"},
		{"no credentials", "-fault=bind-without-credentials", []string{theBinding}, "credentials"},
		{"textual credentials", "-fault=bind-with-textual-credentials", []string{theBinding}, "credentials"},
		{"bind status", "-fault=bind-answers-200", []string{theBinding}, "expected 201 but was 200"},
		{"no object", "-fault=conflict-without-object", []string{theConflict}, "taken"},
		{"unknown state", "-contract=testdata/unknown-state.json", []string{"a_request_for_the_catalog_at_night"},
			`nothing makes the provider state "a broker at night"`},
		{"other version", "-contract=testdata/version-2.json", nil, "want 3.0.0"},
		{"unknown fault", "-fault=no-such-fault", []string{theBinding, theInstance, theConflict, theCatalog}, "no-such-fault"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			output, failed := verifyApart(t, c.argument)
			if want := c.says != ""; failed != want {
				t.Errorf("%s: got failed %t, want %t:\n%s", c.argument, failed, want, output)
			}
			if diff := cmp.Diff(c.failing, failing(output)); diff != "" {
				t.Errorf("%s: failing interactions (-want +got):\n%s\n%s", c.argument, diff, output)
			}
			if !strings.Contains(output, c.says) {
				t.Errorf("%s: got no %q in:\n%s", c.argument, c.says, output)
			}
		})
	}
}

// verifyApart runs the verification in another process, and returns what it says and whether it failed.
func verifyApart(t *testing.T, argument string) (string, bool) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), program, "-test.v", "-test.run=^TestBrokerKeepsTheContract$", argument)
	output, err := command.CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return string(output), err != nil
}

// failing returns the failing interactions in the order of the contract.
func failing(output string) []string {
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^    --- FAIL: \w+/([^/ ]+) `).FindAllStringSubmatch(output, -1) {
		names = append(names, match[1])
	}
	return names
}
