package specs_test

import (
	"encoding/json"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"conformance/specs"
)

// TestShapeOfLargeBodies: what a target sends may be as large as a body may be. To compare it with the document must not
// take many times that.
func TestShapeOfLargeBodies(t *testing.T) {
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	document, err := api.Document("2.17")
	if err != nil {
		t.Fatal(err)
	}
	op := document.Operation("catalog")
	deep := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	offering := func(plans string) string {
		return `{"services":[{"name":"db","id":"s1","description":"Databases","bindable":true,"plans":[` + plans + `]}]}`
	}
	const plan = `{"id":"p1","name":"one","description":"One plan."}`
	for name, c := range map[string]struct {
		body string
		// broken is a rule that has to come out as broken.
		broken string
	}{
		"deep offering":  {`{"services":[` + deep + `]}`, "OSB-CAT-009"},
		"deep plan":      {offering(deep), "OSB-CAT-037"},
		"deep member":    {offering(`{"id":` + deep + `,"name":"one","description":"One","maintenance_info":` + deep + `}`), "OSB-CAT-046"},
		"deep extension": {`{"services":[],"more":` + deep + `}`, ""},
		"wide":           {`{"services":[` + strings.Repeat("0,", 1<<20) + `0]}`, "OSB-CAT-009"},
		"wide plans":     {offering(strings.Repeat("{},", 1<<15) + "{}"), "OSB-CAT-046"},
		"wide and right": {offering(strings.Repeat(plan+",", 1<<14) + plan), ""},
		"wrong far away": {offering(strings.Repeat(plan+",", 1<<14) + "{}"), "OSB-CAT-039"},
	} {
		t.Run(name, func(t *testing.T) {
			var value any
			if err := json.Unmarshal([]byte(c.body), &value); err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			shape := document.Shape(op, 200, nil, value, true)
			runtime.ReadMemStats(&after)
			if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 512 {
				t.Errorf("it took %d MiB", took)
			}
			found := map[string]bool{}
			for _, n := range shape.Nodes {
				found[n.Requirement] = found[n.Requirement] || n.Violation != ""
			}
			if c.broken != "" && !found[c.broken] {
				t.Errorf("%s is not broken; %d nodes, %v", c.broken, len(shape.Nodes), shape.Unnamed)
			}
			if c.broken == "" && (slices.Contains(slices.Collect(maps.Values(found)), true) || len(shape.Unnamed) > 0) {
				t.Errorf("something is broken: %v %v", found, shape.Unnamed)
			}
		})
	}
}
