package verdict

import (
	"strings"
	"testing"
	"time"

	"conformance/specs"
)

func exists(id string) bool { return strings.HasPrefix(id, "OSB-") }

func TestParseKnown(t *testing.T) {
	list, err := ParseKnown("known.txt", []byte("# why\n\nOSB-A-001  201 on retry, see ACME-812\nOSB-A-002 until 2027-01-31 fixed in the next release\n"), exists)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].Reason != "201 on retry, see ACME-812" || list[0].Place != "known.txt:3" {
		t.Errorf("got %+v", list)
	}
	if want := time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC); !list[1].Until.Equal(want) || list[1].Reason != "fixed in the next release" {
		t.Errorf("got %+v", list[1])
	}
	for text, want := range map[string]string{
		"OSB-A-001":                             "known.txt:1: OSB-A-001: a reason is missing",
		"\nNONE-1 because":                      "known.txt:2: NONE-1 matches no rule",
		"OSB-A-001 x\nOSB-A-001 y":              "known.txt:2: OSB-A-001 stands at known.txt:1 already",
		"OSB-A-001 until soon because":          `known.txt:1: OSB-A-001: "soon" is no date such as 2027-01-31`,
		"OSB-A-001 until 2027-01-31":            "known.txt:1: OSB-A-001: a reason is missing",
		"OSB-A-001 " + strings.Repeat("x", 1e5): "known.txt: bufio.Scanner: token too long",
	} {
		if _, err := ParseKnown("known.txt", []byte(text), exists); err == nil || err.Error() != want {
			t.Errorf("%.40q: got %v, want %s", text, err, want)
		}
	}
}

func TestExcuse(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2027, 1, d, 0, 0, 0, 0, time.UTC) }
	cases := []struct {
		name    string
		verdict Verdict
		until   time.Time
		today   time.Time
		known   bool
		stale   string
	}{
		{"failure", Fail, time.Time{}, day(5), true, ""},
		{"blocked", Blocked, time.Time{}, day(5), true, ""},
		{"warning", Warn, time.Time{}, day(5), true, ""},
		{"pass", Pass, time.Time{}, day(5), false, "k:1: OSB-A-001 passes now; remove the line"},
		{"not applicable", NotApplicable, time.Time{}, day(5), false, ""},
		{"our own error", Error, time.Time{}, day(5), false, ""},
		{"last day", Fail, day(5), day(5).Add(20 * time.Hour), true, ""},
		{"day after", Fail, day(5), day(7), false, "k:1: OSB-A-001: the line ended on 2027-01-05; mend the target, or give it another day"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := Outcome{Results: []Result{{Rule: &specs.Requirement{ID: "OSB-A-001"}, Verdict: c.verdict}}}
			o.Excuse([]Known{{ID: "OSB-A-001", Reason: "r", Until: c.until, Place: "k:1"}}, c.today)
			if (o.Results[0].Known != nil) != c.known || strings.Join(o.Stale, "; ") != c.stale {
				t.Errorf("known %t, stale %q; want %t, %q", o.Results[0].Known != nil, o.Stale, c.known, c.stale)
			}
		})
	}
}

func FuzzParseKnown(f *testing.F) {
	f.Add([]byte("OSB-A-001 until 2027-01-31 because\n# comment\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ParseKnown("k", data, exists)
		if err != nil && len(list) > 0 {
			t.Errorf("%d entries beside an error", len(list))
		}
	})
}
