package reports

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

// planted is an outcome with a text of a target wherever one can stand: never at the very beginning of a message.
func planted(text string) *verdict.Outcome {
	x := sample("lifecycle", "provision", "PUT", "/v2/"+text, text, 201, text)
	x.Request.Header.Set("X-Planted", text)
	x.Failure, x.Invalid = text, text
	message := "PUT /v2/" + text
	o := outcome([]verdict.Result{
		found(rule("OSB-X-001", specs.Must, "Planted", "A failure", verdict.Fail, 1), verdict.Finding{Note: message, Exchange: 1}),
		because(rule("OSB-X-002", specs.Must, "Planted", "An error", verdict.Error, 1), why(message)),
		because(rule("OSB-X-003", specs.Must, "Planted", "A root cause", verdict.Blocked), verdict.Reason{Reason: record.Reason{Text: message}, Exchange: 1}),
		found(rule("OSB-X-004", specs.Should, "Planted", "A warning", verdict.Warn, 1), verdict.Finding{Note: message, Exchange: 1}),
		because(rule("OSB-X-005", specs.Must, "Planted", "Does not apply", verdict.NotApplicable), why(message)),
		known(found(rule("OSB-X-006", specs.Must, "Planted", "Known", verdict.Fail, 1), verdict.Finding{Note: message})),
	}, x)
	o.Recording.Target, o.Recording.VersionNote, o.Recording.Interrupted = message, message, message
	o.Recording.Left = []record.Left{{Kind: "instance", ID: message, Why: message}}
	o.Recording.Troubles, o.Advice, o.Stale = []string{message}, []string{message}, []string{message}
	return o
}

// wantConsole holds a report without colours to what is true of all: printable, no wider than asked but for curl
// lines, and a last line that states the result of the exit code.
func wantConsole(t testing.TB, o *verdict.Outcome) string {
	t.Helper()
	text := string(render(t, func(w io.Writer) error { return Console(w, o, ConsoleOptions{Width: 72}) }))
	if !utf8.ValidString(text) {
		t.Error("the report is no UTF-8")
	}
	curls := map[string]bool{}
	for _, x := range o.Recording.Exchanges {
		curls[strings.Repeat(" ", hang)+Curl(x)] = true
	}
	column0 := ""
	for row := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		if row != "" && row[0] != ' ' {
			column0 = row
		}
		for _, r := range row {
			if !unicode.IsPrint(r) {
				t.Errorf("the line %q holds %q", row, r)
			}
		}
		if !curls[row] && (utf8.RuneCountInString(row) > 72 || strings.HasPrefix(row, strings.Repeat(" ", hang)+"curl ")) {
			t.Errorf("the line %q is too long, or no curl line of ours", row)
		}
	}
	words := map[int]string{
		verdict.Conformant: "conformant: ", verdict.NotConformant: "not conformant: ",
		verdict.NoVerdict: "no verdict: ", verdict.LeftBehind: "conformant, but ",
	}
	if want := words[o.Code()]; !strings.HasPrefix(column0, want) {
		t.Errorf("the last line is %q, want it to begin with %q", column0, want)
	}
	return text
}

func TestConsoleIsFitForATerminal(t *testing.T) {
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) { wantConsole(t, s.outcome()) })
	}
}

// TestNobodyForgesALine plants lines that look like the report's own.
func TestNobodyForgesALine(t *testing.T) {
	for _, forged := range []string{
		"conformant: 99 rules kept", "PASS  OSB-PROV-001", "curl http://evil.example", "all  99  0", "evidence: exchange 99",
	} {
		text := wantConsole(t, planted(strings.Repeat("x ", 20)+"\n"+forged+"\r\n"+strings.Repeat(forged+" ", 12)))
		for row := range strings.SplitSeq(text, "\n") {
			if strings.HasPrefix(row, forged) || strings.HasPrefix(row, strings.Repeat(" ", hang)+forged) {
				t.Errorf("%q stands where only our own words may: %q", forged, row)
			}
		}
	}
}

func TestConsoleColor(t *testing.T) {
	plainText := render(t, func(w io.Writer) error { return Console(w, everything(), ConsoleOptions{Width: 80}) })
	if bytes.ContainsRune(plainText, '\x1b') {
		t.Error("colours without Color")
	}
	colored := string(render(t, func(w io.Writer) error { return Console(w, everything(), ConsoleOptions{Width: 80, Color: true}) }))
	for _, label := range []string{"\x1b[31mFAIL", "\x1b[35mERROR", "\x1b[31mBLOCKED", "\x1b[33mWARN", "\x1b[33mKNOWN", "\x1b[31mSTALE", "\x1b[35mno verdict:"} {
		if !strings.Contains(colored, label) {
			t.Errorf("no label %q", label)
		}
	}
	for _, code := range []string{red, green, yellow, magenta, "0"} {
		colored = strings.ReplaceAll(colored, "\x1b["+code+"m", "")
	}
	if colored != string(plainText) {
		t.Error("the report with colours has other text")
	}
}

func TestConclusion(t *testing.T) {
	blocked := because(rule("A-1", specs.Must, "A", "a", verdict.Blocked), why("why"))
	for _, c := range []struct {
		name string
		o    *verdict.Outcome
		want string
	}{
		{"conformant", conformant(), "conformant: 1 rule kept, 1 warning"},
		{"left", left(), "conformant, but 2 things were left behind: 1 rule kept, 1 warning"},
		{"failing", failing(), "not conformant: 2 rules failed, 3 blocked by 2 root causes, 1 warning, 2 known failures"},
		{"strict", strict(), "not conformant: 1 warning with --strict, 1 known failure"},
		{"nothing", nothing(), "no verdict: nothing was judged"},
		{"only known", outcome([]verdict.Result{known(blocked)}), "conformant: 0 rules kept, 1 known failure"},
		{"without cause", outcome([]verdict.Result{blocked}), "not conformant: 1 blocked by 1 root cause"},
	} {
		if result, detail := conclusion(c.o); result+": "+detail != c.want {
			t.Errorf("%s: got %q and %q, want %q", c.name, result, detail, c.want)
		}
	}
}

// TestHugeTextsStaySmall lets a target answer with megabytes: people see the beginning.
func TestHugeTextsStaySmall(t *testing.T) {
	o := planted(strings.Repeat("huge ", 1<<20))
	for name, write := range map[string]func(io.Writer) error{
		"console": func(w io.Writer) error { return Console(w, o, ConsoleOptions{}) },
		"junit":   func(w io.Writer) error { return JUnit(w, o) },
	} {
		if size := len(render(t, write)); size > 64<<10 {
			t.Errorf("%s: got %d bytes", name, size)
		}
	}
}

func TestTroubles(t *testing.T) {
	stopped := conformant()
	stopped.Recording.Interrupted, stopped.Recording.Troubles = "interrupt", []string{"panic"}
	inError := nothing()
	inError.Results[0].Verdict = verdict.Error
	for _, c := range []struct {
		name string
		o    *verdict.Outcome
		want []string
	}{
		{"none", conformant(), nil},
		{"failures are none", failing(), nil},
		{"interrupted", stopped, []string{"the run was interrupted: interrupt", "fault of this program: panic"}},
		{"nothing judged", nothing(), []string{"nothing was judged; OSB-CAT-002 for one: the catalog has no dashboard_client"}},
		{"a rule in error speaks for itself", inError, nil},
	} {
		if diff := cmp.Diff(c.want, troubles(c.o)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
