package record

import "testing"

func TestReason(t *testing.T) {
	for _, c := range []struct {
		reason Reason
		want   string
	}{
		{Reason{}, ""},
		{Text("no %s", "plan"), "no plan"},
		{Lacking("a"), "it needs --fixture a"},
		{Lacking("a", "b"), "it needs --fixture a and b"},
		{Lacking("a", "b", "c").For("nobody knows %d", 7), "nobody knows 7; see --fixture a, b and c"},
	} {
		if got := c.reason.String(); got != c.want || c.reason.None() != (c.want == "") {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
