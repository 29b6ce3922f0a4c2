package sqlite

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"conformance/reference/broker"
)

func TestReopened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	first := opened(t, path)
	put(t, first, "a", full())
	put(t, first, "b", full())
	put(t, first, "b", nil)
	// While the file is in use, its companions are as private as the file itself.
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got %v and %v, want mode 0600", name, info, err)
		}
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := opened(t, path)
	if diff := cmp.Diff(full(), get(t, second, "a")); diff != "" {
		t.Errorf("want, got:\n%s", diff)
	}
	if found := get(t, second, "b"); found != nil {
		t.Errorf("got %+v, want nil", found)
	}
	if err := second.Clear(); err != nil || get(t, second, "a") != nil {
		t.Errorf("after Clear: got %v and %+v, want nothing", err, get(t, second, "a"))
	}
}

func TestSettings(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "store"))
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "busy_timeout": "10000", "user_version": "1"} {
		var got string
		if err := s.db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s: got %s and %v, want %s", pragma, got, err, want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	database := func(statements string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			db, err := sql.Open("sqlite", path)
			if err == nil {
				_, err = db.Exec(statements)
			}
			if err != nil || db.Close() != nil {
				t.Fatal(err)
			}
		}
	}
	file := func(content string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name, want string
		make       func(t *testing.T, path string)
	}{
		{"a short text", "no SQLite database", file("hello")},
		{"a long text", "no SQLite database", file(strings.Repeat("not a database\n", 1000))},
		{"the database of another program", "another program", database("CREATE TABLE t (a)")},
		{"the marked database of another program", "another program", database("PRAGMA application_id = 7; CREATE TABLE t (a)")},
		{"a versioned database of another program", "another program", database("PRAGMA user_version = 1; CREATE TABLE t (a)")},
		{"a newer form", "form 2, expected 1", func(t *testing.T, path string) {
			opened(t, path).Close()
			database("PRAGMA user_version = 2")(t, path)
		}},
		{"a directory", "is a directory", func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store")
			c.make(t, path)
			before, _ := os.ReadFile(path)
			_, err := Open(path)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Count(err.Error(), path) != 1 {
				t.Errorf("got %v, want an error with the path once and %q", err, c.want)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
	t.Run("a directory that is missing", func(t *testing.T) {
		if _, err := Open(filepath.Join(t.TempDir(), "none", "store")); err == nil || !strings.Contains(err.Error(), "no such file") {
			t.Errorf("got %v", err)
		}
	})
}

func TestOpenedTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			s, err := Open(path)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			for range 10 {
				if err := s.Change("a", count); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if got := counted(get(t, opened(t, path), "a")); got != 40 {
		t.Errorf("got %d changes, want 40", got)
	}
}

func TestFailedChangeChangesNothing(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "store"))
	put(t, s, "a", full())
	for name, change := range map[string]func(*broker.Instance) *broker.Instance{
		"cannot be written": func(i *broker.Instance) *broker.Instance {
			i.Parameters["n"] = json.Number("not to be told")
			return i
		},
		"panics": func(i *broker.Instance) *broker.Instance {
			i.PlanID = "changed"
			panic("stop")
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := func() (err error) {
				defer func() { _ = recover() }()
				return s.Change("a", change)
			}()
			if name == "cannot be written" && err == nil {
				t.Error("got no error")
			}
			if diff := cmp.Diff(full(), get(t, s, "a")); diff != "" {
				t.Errorf("want, got:\n%s", diff)
			}
		})
	}
}

func TestStrangeRecord(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "store"))
	for _, record := range []string{`{"Password":"not to be told"`, `{"Unknown":"not to be told"}`, `{"Bindings":"not to be told"}`, ``, `[]`} {
		if _, err := s.db.Exec("INSERT OR REPLACE INTO instances VALUES ('a', ?)", record); err != nil {
			t.Fatal(err)
		}
		err := s.Change("a", func(*broker.Instance) *broker.Instance {
			t.Error("it was handed to change")
			return nil
		})
		if err == nil || !strings.Contains(err.Error(), `instance "a"`) || strings.Contains(err.Error(), "not to be told") {
			t.Errorf("%s: got %v", record, err)
		}
	}
}

func TestClosed(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "store"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Change("a", count); err == nil {
		t.Error("got no error")
	}
}

// TestForm holds the form that the version stands for: a member that comes or goes needs another version.
func TestForm(t *testing.T) {
	const want = `{"Present":true,"Operations":[{"ID":"o","Kind":"create","State":"in progress","Due":"0001-01-01T00:00:00Z","Doomed":false,"Request":""}],` +
		`"PlanID":"","Parameters":null,"Context":null,"Maintenance":"","ServiceID":"","OrganizationGUID":"","SpaceGUID":"",` +
		`"Next":{"PlanID":"","Parameters":null,"Context":null,"Maintenance":""},` +
		`"Bindings":{"b":{"Present":false,"Operations":null,"ServiceID":"","PlanID":"","Parameters":null,"App":"","Predecessor":"","Password":"","Expires":"0001-01-01T00:00:00Z"}}}`
	record, err := encode(&broker.Instance{
		Lifecycle: broker.Lifecycle{Present: true, Operations: []broker.Operation{{ID: "o", Kind: broker.Create, State: broker.InProgress}}},
		Next:      &broker.Attributes{}, Bindings: map[string]*broker.Binding{"b": {}},
	})
	if diff := cmp.Diff(want, string(record)); err != nil || diff != "" {
		t.Errorf("%v; raise form and say how older files are read; want, got:\n%s", err, diff)
	}
}
