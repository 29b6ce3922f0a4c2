package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"conformance/suites/scenario"
)

// planList is the value of --plans: what the owner says about certain plans.
type planList struct {
	text    string
	entries []scenario.PlanParameters
}

// planEntry is one of its entries as it is written.
type planEntry struct {
	Offering       string          `json:"offering"`
	Plan           string          `json:"plan"`
	Parameters     json.RawMessage `json:"parameters"`
	BindParameters json.RawMessage `json:"bind_parameters"`
}

// String is the list as it was given; pflag shows it as default.
func (l *planList) String() string { return l.text }

// Type is how pflag names the value.
func (l *planList) Type() string { return "JSON" }

// Set reads the list, or the file that @ names. Unknown keys, and entries that name no plan or say nothing of it, are
// errors.
func (l *planList) Set(text string) error {
	data := []byte(text)
	if name, isFile := strings.CutPrefix(text, "@"); isFile {
		var err error
		if data, err = os.ReadFile(name); err != nil {
			return err
		}
	}
	var entries []json.RawMessage
	if err := strictly(data, &entries); err != nil {
		return fmt.Errorf("expected a JSON list of objects, or @FILE: %w", err)
	}
	l.text, l.entries = text, nil
	for i, raw := range entries {
		entry, err := readEntry(raw)
		if err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
		l.entries = append(l.entries, entry)
	}
	return nil
}

func readEntry(data []byte) (scenario.PlanParameters, error) {
	var e planEntry
	if err := strictly(data, &e); err != nil {
		return scenario.PlanParameters{}, err
	}
	switch {
	case e.Offering == "" && e.Plan == "":
		return scenario.PlanParameters{}, errors.New("it names neither offering nor plan; for all plans see --parameters and --bind-parameters")
	case e.Parameters == nil && e.BindParameters == nil:
		return scenario.PlanParameters{}, errors.New("it has neither parameters nor bind_parameters")
	}
	for key, value := range map[string][]byte{"parameters": e.Parameters, "bind_parameters": e.BindParameters} {
		if value != nil && !bytes.HasPrefix(value, []byte("{")) {
			return scenario.PlanParameters{}, fmt.Errorf("%s is no object", key)
		}
	}
	return scenario.PlanParameters{Offering: e.Offering, Plan: e.Plan, Parameters: e.Parameters, BindParameters: e.BindParameters}, nil
}

// strictly decodes one JSON value whose members are all known.
func strictly(data []byte, value any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more follows the value")
	}
	return nil
}

// of returns the entries for a target of the API, as far as its suite heeds them.
func (l *planList) of(c *content) ([]scenario.PlanParameters, error) {
	if len(l.entries) > 0 && c.api != "osb" {
		return nil, usage("--plans goes with --api osb, not %s", c.api)
	}
	return l.entries, nil
}
