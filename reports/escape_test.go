package reports

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestPrintable(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain text stays", `GET /v2: got "é 漢 €", want 200`, `GET /v2: got "é 漢 €", want 200`},
		{"ANSI sequence", "\x1b[31mred", `\x1b[31mred`},
		{"title sequence", "\x1b]0;own\x07", `\x1b]0;own\a`},
		{"eight-bit control", "\u009b2J", `\u009b2J`},
		{"line break", "a\r\nb\tc", `a\r\nb\tc`},
		{"line separators", "a\u2028b\u2029c", `a\u2028b\u2029c`},
		{"bidirectional override", "\u202eevil\u202c\u2066x\u2069", `\u202eevil\u202c\u2066x\u2069`},
		{"invisible", "a\u200bb\ufeffc\u00add", `a\u200bb\ufeffc\u00add`},
		{"tag characters", "\U000e0041", `\U000e0041`},
		{"NUL and DEL", "\x00\x7f", `\x00\x7f`},
		{"broken UTF-8", "a\xff\xc3(", `a\xff\xc3(`},
		{"a replacement character that was sent", "\ufffd", "\ufffd"},
		{"not XML", "\ufffe\uffff", `\ufffe\uffff`},
		{"no space but the plain one", "a\u00a0b\u3000c", `a\u00a0b\u3000c`},
		{"quotes and backslashes stay", `'"\`, `'"\`},
	} {
		if got := printable(c.in); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestLines(t *testing.T) {
	long := strings.Repeat("é", longest)
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"one line", "a", []string{"a"}},
		{"line breaks", "a\r\nb\nc\n", []string{"a", "b", "c"}},
		{"a stack trace", "panic\n\tfile.go:1", []string{"panic", "    file.go:1"}},
		{"the longest", long, []string{long}},
		{"longer", long + "xyz", []string{long + "… (3 more characters)"}},
	} {
		if diff := cmp.Diff(c.want, lines(c.in)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name, in string
		width    int
		indent   int
		want     []string
	}{
		{"fits", "0123456789", 10, 2, []string{"0123456789"}},
		{"at a space", "one two three", 10, 2, []string{"one two", "  three"}},
		{"a long word is broken", "0123456789abcdef", 10, 2, []string{"0123456789", "  abcdef"}},
		{"a long word after a short one", "PUT /a/very/long/path", 10, 0, []string{"PUT /a", "/very/long", "/path"}},
		{"inner spaces stay", "a  b", 10, 0, []string{"a  b"}},
		{"nothing", "", 10, 0, []string{""}},
	} {
		if diff := cmp.Diff(c.want, wrap(c.in, c.width, c.indent)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func FuzzPrintable(f *testing.F) {
	for _, seed := range []string{"", "plain", evil, "\xff\xfe", "\ufffd", "\u202e", strings.Repeat("x ", 700)} {
		f.Add(seed, 40, 6)
	}
	f.Fuzz(func(t *testing.T, text string, width, indent int) {
		got := printable(text)
		if !plain(got) || !utf8.ValidString(got) {
			t.Errorf("%q became %q, which is not printable", text, got)
		}
		if plain(text) && got != text {
			t.Errorf("%q is printable, yet became %q", text, got)
		}
		if again := printable(got); again != got {
			t.Errorf("%q became %q the second time", got, again)
		}
		if width < 10 || width > 1000 || indent < 0 || indent > 8 {
			return
		}
		for _, each := range lines(text) {
			for _, row := range wrap(each, width, indent) {
				if !plain(row) || utf8.RuneCountInString(row) > width {
					t.Errorf("%q has the line %q at width %d", text, row, width)
				}
			}
		}
	})
}

// FuzzReports puts foreign text wherever a target can put some, and reads the reports as their readers do.
func FuzzReports(f *testing.F) {
	for _, seed := range []string{evil, "]]>", "</testcase>", "\nconformant: 99 rules kept", "'; reboot #", "</script><script>", "{{.}}", "<!--<script>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		o := planted(text)
		wantJUnit(t, o)
		wantJSON(t, o)
		wantConsole(t, o)
		wantHTML(t, o)
	})
}
