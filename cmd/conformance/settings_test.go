package main

import (
	"errors"
	"testing"

	"conformance/suites/verdict"
)

// FuzzConfig: whatever stands in a configuration file is taken, or refused as a mistake of its owner.
func FuzzConfig(f *testing.F) {
	for _, seed := range []string{
		"", "url: https://broker.example.com\nversion: \"2.16\"\nparameters: {size: 3}\nfixture: {plan_id: p, app_guid: a}\nrequirement: [A, B]\n",
		"url: [a, {b: c}]", "- a", "url:", "? [a]\n: b", "a: &a [*a]", "parameters: {? {a: b} : c}", "fixture: {a: [b]}", "parallel: many", "url: !!binary x",
		"<<: {url: x}", "parameters: {a: .nan}", "url: x\nurl: y", "--- a\n--- b", "\x00", "parameters: {1: 2}", "&a a: *a", "parameters: &p {a: *p}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		settings, err := parseConfig("conformance.yaml", data)
		var coded *codeError
		if err != nil && (!errors.As(err, &coded) || coded.code != verdict.Usage) {
			t.Errorf("%v is no mistake of the configuration", err)
		}
		flags := newRun().Flags()
		for _, setting := range settings {
			if flags.Lookup(setting.name) == nil {
				continue
			}
			for _, value := range setting.values {
				_ = flags.Set(setting.name, value) // refused or not: it does not crash
			}
		}
	})
}
