package rules

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		text   string
		want   []string
		unsafe byte
		fails  bool
	}{
		{text: ""},
		{text: " \t\n "},
		{text: "psql -h host", want: []string{"psql", "-h", "host"}},
		{text: "  a\t b\n", want: []string{"a", "b"}},
		{text: `'' ""`, want: []string{"", ""}},
		{text: `P='a b'c"d e"f`, want: []string{"P=a bcd ef"}},
		{text: `'it'\''s'`, want: []string{"it's"}},
		{text: `'$x;"\'`, want: []string{`$x;"\`}},
		{text: `"\$x \"q\" \\ \n"`, want: []string{`$x "q" \ \n`}},
		{text: "\"a\\\nb\"", want: []string{"ab"}},
		{text: "a\\\nb", want: []string{"ab"}},
		{text: `a\ b\$c`, want: []string{"a b$c"}},
		{text: "a\\`b", want: []string{"a`b"}},
		{text: "a$b", want: []string{"a$b"}, unsafe: '$'},
		{text: `"a$b"`, want: []string{"a$b"}, unsafe: '$'},
		{text: "\"a`b\"", want: []string{"a`b"}, unsafe: '`'},
		{text: "a*", want: []string{"a*"}, unsafe: '*'},
		{text: "~ a", want: []string{"~", "a"}, unsafe: '~'},
		{text: "a~ b#c", want: []string{"a~", "b#c"}},
		{text: "a #b", want: []string{"a", "#b"}, unsafe: '#'},
		{text: "a&b", want: []string{"a", "&", "b"}, unsafe: '&'},
		{text: "a>b;c", want: []string{"a", ">", "b", ";", "c"}, unsafe: '>'},
		{text: "a\nb", want: []string{"a", "b"}, unsafe: '\n'},
		{text: "'a", fails: true},
		{text: `"a`, fails: true},
		{text: `"a\"`, fails: true},
		{text: `a\`, fails: true},
		{text: "café 'über'", want: []string{"café", "über"}},
	} {
		words, unsafe, err := split(c.text)
		if (err != nil) != c.fails {
			t.Errorf("split(%q): error %v, want one: %v", c.text, err, c.fails)
		}
		if c.fails {
			continue
		}
		if diff := cmp.Diff(c.want, words); diff != "" || unsafe != c.unsafe {
			t.Errorf("split(%q): unsafe %q, want %q; words (-want +got):\n%s", c.text, unsafe, c.unsafe, diff)
		}
	}
}

// TestSplitAgreesWithShell lets a real shell print the words that split finds harmless.
func TestSplitAgreesWithShell(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh to compare with")
	}
	for _, text := range []string{`a 'b c' "d \"e\" \\ \x"`, `it\'s '' "" end`, "a\\\nb 'c\nd'", `x"y"'z'\ w`, `a~b c#d e=f`, "'a'\"'\"'b'", `\a\b\\`} {
		words, unsafe, err := split(text)
		if unsafe != 0 || err != nil {
			t.Errorf("split(%q): unsafe %q, error %v, want neither", text, unsafe, err)
		}
		out, err := exec.Command(shell, "-c", `printf '%s\0' `+text).Output()
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if diff := cmp.Diff(strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), words); diff != "" {
			t.Errorf("split(%q) (-shell +split):\n%s", text, diff)
		}
	}
}

// FuzzSplit splits whatever a target may send, and finds again what was quoted well.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"", "a b", `'a`, `"\`, `\`, "PGPASSWORD='a'\\''b' psql -h h -U u d", "$(x) `y` #z\n&&"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words, unsafe, err := split(text)
		if err == nil && unsafe == 0 && strings.Join(words, "") == "" && strings.Trim(text, " \t\n'\"\\") != "" {
			t.Errorf("split(%q) lost everything", text)
		}
		quoted := "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
		words, unsafe, err = split("a " + quoted + " b")
		if diff := cmp.Diff([]string{"a", text, "b"}, words); diff != "" || unsafe != 0 || err != nil {
			t.Errorf("split of %s: unsafe %q, error %v, words (-want +got):\n%s", quoted, unsafe, err, diff)
		}
		_, _ = readCommand(text)
		_, _ = readURL(text)
	})
}
