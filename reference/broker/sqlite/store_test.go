package sqlite

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"conformance/reference/broker"
)

func stores(t *testing.T) map[string]broker.Store {
	return map[string]broker.Store{"memory": broker.NewMemory(), "sqlite": opened(t, filepath.Join(t.TempDir(), "a ?#%b.db"))}
}

func opened(t *testing.T, path string) *Store {
	t.Helper()
	s, err := open(path, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// full is an instance with something in every member.
func full() *broker.Instance {
	due := time.Date(2026, 3, 1, 12, 30, 0, 123456789, time.UTC)
	life := broker.Lifecycle{Present: true, Operations: []broker.Operation{
		{Kind: broker.Create, State: broker.Succeeded, Due: due},
		{ID: "update-1", Kind: broker.Update, State: broker.InProgress, Due: due.Add(time.Hour), Doomed: true, Request: `{"a":1}`},
	}}
	return &broker.Instance{
		Lifecycle: life,
		Attributes: broker.Attributes{
			PlanID:      "plan",
			Parameters:  map[string]any{"whole": json.Number("10000000000000000000001"), "one": json.Number("1.0"), "huge": json.Number("1e999"), "none": nil},
			Context:     map[string]any{"nested": []any{map[string]any{"n": json.Number("-0")}, true, "<ä\u2028>"}},
			Maintenance: "1.0.0",
		},
		ServiceID: "service", OrganizationGUID: "org", SpaceGUID: "space",
		Next: &broker.Attributes{PlanID: "other", Parameters: map[string]any{}, Maintenance: "2.0.0"},
		Bindings: map[string]*broker.Binding{"b/1": {
			Lifecycle: life, ServiceID: "service", PlanID: "plan", Parameters: map[string]any{"n": json.Number("7")},
			App: "app", Predecessor: "b/0", Password: "not to be told", Expires: due.Add(48 * time.Hour),
		}},
	}
}

// put keeps an instance, and get returns what is kept.
func put(t *testing.T, s broker.Store, id string, instance *broker.Instance) {
	t.Helper()
	if err := s.Change(id, func(*broker.Instance) *broker.Instance { return instance }); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, s broker.Store, id string) (found *broker.Instance) {
	t.Helper()
	if err := s.Change(id, func(i *broker.Instance) *broker.Instance { found = i; return i }); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestContract(t *testing.T) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, s broker.Store)
	}{
		{"what was never there is nil", func(t *testing.T, s broker.Store) {
			if found := get(t, s, "a"); found != nil {
				t.Errorf("got %+v, want nil", found)
			}
		}},
		{"what is returned is kept whole", func(t *testing.T, s broker.Store) {
			put(t, s, "a", full())
			if diff := cmp.Diff(full(), get(t, s, "a")); diff != "" {
				t.Errorf("want, got:\n%s", diff)
			}
		}},
		{"what is empty stays so", func(t *testing.T, s broker.Store) {
			put(t, s, "a", &broker.Instance{})
			if diff := cmp.Diff(&broker.Instance{}, get(t, s, "a")); diff != "" {
				t.Errorf("want, got:\n%s", diff)
			}
		}},
		{"a record may be changed in place", func(t *testing.T, s broker.Store) {
			put(t, s, "a", full())
			err := s.Change("a", func(i *broker.Instance) *broker.Instance {
				i.PlanID, i.Next = "changed", nil
				delete(i.Bindings, "b/1")
				return i
			})
			if found := get(t, s, "a"); err != nil || found.PlanID != "changed" || found.Next != nil || len(found.Bindings) != 0 {
				t.Errorf("got %v and %+v", err, found)
			}
		}},
		{"nil removes, also what is not there", func(t *testing.T, s broker.Store) {
			put(t, s, "a", full())
			put(t, s, "a", nil)
			put(t, s, "a", nil)
			if found := get(t, s, "a"); found != nil {
				t.Errorf("got %+v, want nil", found)
			}
		}},
		{"ids are told apart", func(t *testing.T, s broker.Store) {
			ids := []string{"", " ", "a", "A", "a ", "ä", "a/b", "%61", "'", `"; DROP TABLE instances; --`, "crn:v1:a::", "日本"}
			for _, id := range ids {
				put(t, s, id, &broker.Instance{ServiceID: "of " + id})
			}
			for _, id := range ids {
				if found := get(t, s, id); found == nil || found.ServiceID != "of "+id {
					t.Errorf("%q: got %+v", id, found)
				}
			}
		}},
		{"concurrent changes follow each other", countTogether},
	} {
		for name, s := range stores(t) {
			t.Run(c.name+"/"+name, func(t *testing.T) { c.test(t, s) })
		}
	}
}

func countTogether(t *testing.T, s broker.Store) {
	const workers, turns = 8, 25
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for range turns {
				if err := s.Change(fmt.Sprint(worker%2), count); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for _, id := range []string{"0", "1"} {
		if got := counted(get(t, s, id)); got != workers*turns/2 {
			t.Errorf("instance %s: got %d changes, want %d", id, got, workers*turns/2)
		}
	}
}

// count adds one to the number of changes that an instance remembers.
func count(i *broker.Instance) *broker.Instance {
	return &broker.Instance{Attributes: broker.Attributes{Parameters: map[string]any{"n": json.Number(fmt.Sprint(counted(i) + 1))}}}
}

func counted(i *broker.Instance) int64 {
	if i == nil {
		return 0
	}
	n, _ := i.Parameters["n"].(json.Number).Int64()
	return n
}
