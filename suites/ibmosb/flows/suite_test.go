package flows

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"conformance/specs"
	"conformance/suites/scenario"
)

func site(t *testing.T, catalog map[string]any, fixtures map[string]string) *scenario.Site {
	t.Helper()
	api, err := specs.Load("ibm-osb")
	if err != nil {
		t.Fatal(err)
	}
	document, err := api.Document(api.Latest())
	if err != nil {
		t.Fatal(err)
	}
	return &scenario.Site{API: api, Version: api.Latest(), Document: document, Catalog: catalog, Fixtures: fixtures}
}

func catalogOf(service string, plans ...any) map[string]any {
	return map[string]any{"services": []any{map[string]any{"id": service, "name": "store", "bindable": true, "plans": plans}}}
}

func TestPick(t *testing.T) {
	paid := map[string]any{"id": "paid", "name": "paid", "free": false}
	free := map[string]any{"id": "free", "name": "free"}
	unbindable := map[string]any{"id": "kept", "name": "kept", "bindable": false}
	for _, c := range []struct {
		name     string
		catalog  map[string]any
		fixtures map[string]string
		plan     string
		reason   string
	}{
		{"free plans first", catalogOf("s", paid, free), nil, "free", ""},
		{"bindable plans before others", catalogOf("s", unbindable, paid), nil, "paid", ""},
		{"no bindable plan", catalogOf("s", unbindable), nil, "kept", ""},
		{"the owner's plan", catalogOf("s", free, paid), map[string]string{"plan_id": "paid"}, "paid", ""},
		{"the owner's plan is not there", catalogOf("s", free), map[string]string{"plan_id": "other"}, "", "--fixture"},
		{"nothing that can be read", map[string]any{"services": "none"}, nil, "", "no plan"},
	} {
		t.Run(c.name, func(t *testing.T) {
			subject, reason := anyPlan(site(t, c.catalog, c.fixtures))
			if subject["plan_id"] != c.plan || !strings.Contains(reason, c.reason) || (reason == "") != (c.reason == "") {
				t.Errorf("got plan %q, reason %q, want plan %q, reason %q", subject["plan_id"], reason, c.plan, c.reason)
			}
		})
	}
}

func TestExampleNeedsItsIDs(t *testing.T) {
	other := catalogOf("another", map[string]any{"id": examplePlan})
	if _, reason := Example.Needs(site(t, other, nil)); !strings.Contains(reason, exampleService) || !strings.Contains(reason, examplePlan) {
		t.Errorf("got reason %q, want one that quotes the ids", reason)
	}
	same := catalogOf(exampleService, map[string]any{"id": examplePlan})
	if _, reason := Example.Needs(site(t, same, nil)); reason != "" {
		t.Errorf("got reason %q, want none", reason)
	}
}

func TestHeader(t *testing.T) {
	h := Header(site(t, nil, nil), nil)
	asSent := identityHeader // as the page writes it, which is not Go's canonical form
	if h[versionHeader][0] != "2.12" || h[asSent][0] != "ibmcloud eyJpYW1faWQiOiJJQk1pZC01MEdOUjcxN1lFIn0=" {
		t.Errorf("got %v, want version 2.12 and the documented identity", h)
	}
}

func TestCallsAreNotChanged(t *testing.T) {
	plain := scenario.Call{Body: map[string]any{"a": 1}, Header: http.Header{"X": {"1"}}}
	with(plain, "a", nil)
	sending(plain, "X", "")
	if body, _ := plain.Body.(map[string]any); body["a"] != 1 || plain.Header["X"][0] != "1" {
		t.Errorf("the plain call became %+v, want it as it was", plain)
	}
}

// many is a catalog of so many plans, each of its own id, in services of a hundred.
func many(n int) map[string]any {
	var services []any
	for at := 0; at < n; at += 100 {
		var plans []any
		for i := at; i < min(at+100, n); i++ {
			plans = append(plans, map[string]any{"id": fmt.Sprint("plan-", i), "name": fmt.Sprint("plan-", i)})
		}
		services = append(services, map[string]any{"id": fmt.Sprint("service-", at), "name": "store", "bindable": true, "plans": plans})
	}
	return map[string]any{"services": services}
}

// TestCatalogIsReadOnce: whoever asks for the plans is given the one list, in which each plan knows another.
func TestCatalogIsReadOnce(t *testing.T) {
	target := site(t, many(250), nil)
	first := plans(target)
	if again := plans(target); len(first) != 250 || &again[0] != &first[0] {
		t.Errorf("got %d plans, read anew each time or not all, want one list of 250", len(first))
	}
	for i, other := range map[int]string{0: "plan-1", 1: "plan-0", 99: "plan-0", 100: "plan-101"} {
		if first[i].other != other {
			t.Errorf("plan %d knows %q as another of its service, want %q", i, first[i].other, other)
		}
	}
	if n := len(eachPlan(target)); n != 250 {
		t.Errorf("there are %d subjects, want one for each of 250 plans", n)
	}
}

// BenchmarkLargeCatalog chooses among thousands of plans, as each scenario does.
func BenchmarkLargeCatalog(b *testing.B) {
	catalog := many(6000)
	for b.Loop() {
		target := &scenario.Site{Catalog: catalog}
		eachPlan(target)
		asynchronousPlan(target)
	}
}
