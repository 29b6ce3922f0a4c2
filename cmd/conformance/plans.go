package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"conformance/mocks/apis"
	"conformance/suites/scenario"
)

// planEntry is an entry of --plans as it is written.
type planEntry struct {
	Offering       string          `json:"offering"`
	Plan           string          `json:"plan"`
	Parameters     json.RawMessage `json:"parameters"`
	BindParameters json.RawMessage `json:"bind_parameters"`
}

// readPlans reads the list of --plans, or the file that @ names. Unknown keys, and entries that name no plan or say nothing
// of it, are errors, which quote no parameters: they may be secret.
func readPlans(c *apis.API, text string) ([]scenario.PlanParameters, error) {
	if text == "" {
		return nil, nil
	}
	if c.Name != "osb" {
		return nil, usage("--plans goes with --api osb, not %s", c.Name)
	}
	data := []byte(text)
	if name, isFile := strings.CutPrefix(text, "@"); isFile {
		var err error
		if data, err = os.ReadFile(name); err != nil {
			return nil, usage("--plans: %v", err)
		}
	}
	var written []json.RawMessage
	if err := strictly(data, &written); err != nil {
		return nil, usage("--plans is no JSON list of objects; give one, or @FILE")
	}
	var entries []scenario.PlanParameters
	for i, raw := range written {
		entry, err := readEntry(raw)
		if err != nil {
			return nil, usage("--plans: entry %d: %s", i+1, strings.TrimPrefix(err.Error(), "json: "))
		}
		entries = append(entries, entry)
	}
	return entries, nil
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
