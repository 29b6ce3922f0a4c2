package scenario

import (
	"bytes"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"conformance/suites/record"
)

const head = `{"ledger":{"run":"r","api":"osb","version":"2.17","target":"http://h"}}` + "\n"

func hold(id string) string { return `{"hold":{"kind":"instance","id":"` + id + `"}}` + "\n" }
func gone(id string) string { return `{"gone":{"kind":"instance","id":"` + id + `"}}` + "\n" }

func TestLedgerRoundTrip(t *testing.T) {
	var book bytes.Buffer
	want := LedgerHead{Run: "r", API: "osb", Version: "2.17", Target: "http://h"}
	l, err := NewLedger(&book, want)
	if err != nil {
		t.Fatal(err)
	}
	a := Resource{Kind: "instance", ID: "a\n\"", Attributes: map[string]string{"plan_id": "p"}}
	b := Resource{Kind: "binding", ID: "a\n\""}
	for _, err := range []error{l.hold(a), l.hold(b), l.gone(Resource{Kind: "instance", ID: "elsewhere"}), l.gone(b)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got, held, err := ReadLedger(&book)
	if err != nil || got != want {
		t.Fatalf("head %+v: %v", got, err)
	}
	if diff := cmp.Diff([]Resource{a}, held); diff != "" {
		t.Error(diff)
	}
}

func TestReadLedger(t *testing.T) {
	for name, c := range map[string]struct{ text, held, err string }{
		"nothing held":           {head, "", ""},
		"in order":               {head + hold("a") + hold("b") + hold("c") + gone("b"), "a c", ""},
		"held again":             {head + hold("a") + gone("a") + hold("a"), "a", ""},
		"cut last line":          {head + hold("a") + hold("b")[:12], "a", ""},
		"last line without end":  {head + hold("a") + strings.TrimSpace(hold("b")), "a b", ""},
		"gone on after a cut":    {head + hold("a") + hold("b") + hold("c")[:9] + "\n\n" + gone("a"), "b", ""},
		"gone on without a cut":  {head + hold("a") + "\n" + gone("a") + "\n\n", "", ""},
		"cut twice":              {head + hold("a") + gone("a")[:9] + "\n\n" + gone("a")[:5] + "\n\n" + hold("b"), "a b", ""},
		"nothing":                {"", "", "does not begin with a ledger line"},
		"only a cut head":        {head[:20], "", "does not begin with a ledger line"},
		"no head":                {hold("a"), "", "line 1: it is none of ledger (first), hold, gone"},
		"two heads":              {head + head, "", "line 2: it is none of"},
		"another line":           {head + "{}\n", "", "line 2: it is none of"},
		"no JSON in the middle":  {head + "x\n" + hold("a"), "", "line 2: invalid"},
		"no JSON at the end":     {head + hold("a") + "x\n", "", "line 3: invalid"},
		"another file":           {"{\n \"a\": 1\n}\n", "", "line 1: unexpected end"},
		"a wrong type":           {head + `{"hold":1}` + "\n", "", "line 2: json"},
		"a line of a megabyte":   {head + hold(strings.Repeat("x", 1<<20)) + gone(strings.Repeat("x", 1<<20)), "", ""},
		"an interrupted, closed": {head + hold("a") + "\n" + "\n" + "\n", "a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, held, err := ReadLedger(strings.NewReader(c.text))
			if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Fatalf("error %v, want %q", err, c.err)
			}
			var ids []string
			for _, r := range held {
				ids = append(ids, r.ID)
			}
			if got := strings.Join(ids, " "); got != c.held {
				t.Errorf("held %q, want %q", got, c.held)
			}
		})
	}
	if _, _, err := ReadLedger(iotest.ErrReader(iotest.ErrTimeout)); err == nil {
		t.Error("a file that cannot be read was accepted")
	}
}

// TestContinueLedger: a clean-up that is killed as well leaves a ledger that still can be read.
func TestContinueLedger(t *testing.T) {
	book := bytes.NewBufferString(head + hold("a") + hold("b") + hold("c")[:17])
	l := ContinueLedger(book)
	for _, id := range []string{"b", "a"} {
		if err := l.gone(Resource{Kind: "instance", ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	book.WriteString(gone("a")[:3])
	_, held, err := ReadLedger(bytes.NewReader(book.Bytes()))
	if err != nil || len(held) != 0 {
		t.Errorf("held %v: %v in\n%s", held, err, book)
	}
}

func FuzzReadLedger(f *testing.F) {
	f.Add([]byte(head + hold("a") + gone("a")))
	f.Add([]byte(head + hold("a")[:9] + "\n\n" + gone("a")))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, held, err := ReadLedger(bytes.NewReader(data))
		if err != nil {
			return
		}
		// Whatever could be read can be gone on with, down to nothing.
		book := bytes.NewBuffer(bytes.Clone(data))
		l := ContinueLedger(book)
		for i := len(held) - 1; i >= 0; i-- {
			if err := l.gone(held[i]); err != nil {
				t.Fatal(err)
			}
		}
		if _, left, err := ReadLedger(book); err != nil || len(held) > 0 && len(left) > 0 {
			t.Fatalf("left %v: %v", left, err)
		}
	})
}

type viewRun struct {
	One record.Step `step:"one"`
	Two record.Step `step:"two"`
}

func TestKinds(t *testing.T) {
	kind := New[viewRun](Scenario{Name: "s"})
	if diff := cmp.Diff([]string{"one", "two"}, kind.Steps); diff != "" {
		t.Error(diff)
	}
	r := &record.Recording{
		Scenarios: []record.Scenario{{Name: "s", Absent: map[string]record.Absence{"two": {Class: record.Blocked, Reason: record.Reason{Text: "why"}}}}},
		Exchanges: []*record.Exchange{{Number: 1, Scenario: "s", Step: "one"}, {Number: 2, Scenario: "t", Step: "two"}},
	}
	run := kind.View(r, kind.Name)
	if run.One.Name != "one" || !run.One.Present() || run.Two.Present() || run.Two.Absence.Text != "why" {
		t.Errorf("%+v", run)
	}
	for name, bad := range map[string]func(){
		"no tag": func() { New[struct{ One record.Step }](Scenario{}) },
		"another type": func() {
			New[struct {
				One string `step:"one"`
			}](Scenario{})
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was accepted")
				}
			}()
			bad()
		})
	}
}
