package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

// document is a page read back: its elements, and the text of those that hold no markup.
type document struct {
	tags    []string
	texts   []string
	style   string
	scripts []*html.Node
	policy  string
}

func (d *document) read(t testing.TB, n *html.Node) {
	switch n.Type {
	case html.CommentNode:
		t.Errorf("the page holds the comment %q", n.Data)
	case html.TextNode:
		if n.Parent.Data != "script" && n.Parent.Data != "style" {
			d.texts = append(d.texts, n.Data)
		}
	case html.ElementNode:
		d.element(t, n)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		d.read(t, child)
	}
}

func (d *document) element(t testing.TB, n *html.Node) {
	tag := n.Data
	for _, a := range n.Attr {
		tag += " " + a.Key
		d.texts = append(d.texts, a.Val)
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" || a.Key == "srcset" || a.Key == "action" {
			t.Errorf("%s has the attribute %s", n.Data, a.Key)
		}
		if strings.HasSuffix(a.Key, "href") && !strings.HasPrefix(a.Val, "#") {
			t.Errorf("%s leads to %q, outside of the page", n.Data, a.Val)
		}
		if a.Key == "content" && strings.HasPrefix(a.Val, "default-src") {
			d.policy = a.Val
		}
	}
	d.tags = append(d.tags, tag)
	switch n.Data {
	case "script":
		d.scripts = append(d.scripts, n)
	case "style":
		d.style = n.FirstChild.Data
	case "link", "img", "iframe", "object", "embed", "base", "form", "audio", "video":
		t.Errorf("the page holds an element %s", n.Data)
	}
}

// wantHTML reads the page back and holds it to what is true of all: our script and style alone run, nothing leads
// outside, every text is printable, every rule stands there once, and the data has every exchange.
func wantHTML(t testing.TB, o *verdict.Outcome) (document, webRecording) {
	t.Helper()
	text := render(t, func(w io.Writer) error { return HTML(w, o) })
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var d document
	d.read(t, root)
	if len(d.scripts) != 2 || d.scripts[1].FirstChild.Data != pageScript || d.style != pageStyle {
		t.Fatalf("the page has %d scripts, or not our own script and style", len(d.scripts))
	}
	for name, code := range map[string]string{"script-src": pageScript, "style-src": pageStyle} {
		sum := sha256.Sum256([]byte(code))
		if want := fmt.Sprintf("%s 'sha256-%s';", name, base64.StdEncoding.EncodeToString(sum[:])); !strings.Contains(d.policy, want) {
			t.Errorf("the policy is %q, want %q in it", d.policy, want)
		}
	}
	for _, each := range d.texts {
		wantPrintable(t, each)
	}
	rules := 0
	for _, tag := range d.tags {
		if tag == "li class data-level data-chapter" {
			rules++
		}
	}
	if rules != len(o.Results) {
		t.Errorf("the page has %d rules, want %d", rules, len(o.Results))
	}
	return d, wantRecording(t, d.scripts[0].FirstChild.Data, o)
}

func wantRecording(t testing.TB, data string, o *verdict.Outcome) webRecording {
	t.Helper()
	var back webRecording
	if err := json.Unmarshal([]byte(data), &back); err != nil {
		t.Fatal(err)
	}
	if len(back.Exchanges) != len(o.Recording.Exchanges) {
		t.Errorf("the page has %d exchanges, want %d", len(back.Exchanges), len(o.Recording.Exchanges))
	}
	wantPrintable(t, strings.Join(back.Bodies, "\n"))
	for _, x := range back.Exchanges {
		wantPrintable(t, strings.Join(append(x.Notes, x.Request, x.Got, x.Place, x.Time, x.Curl), "\n"))
		messages := []webMessage{x.Sent}
		if x.Received != nil {
			messages = append(messages, *x.Received)
		}
		for _, m := range messages {
			wantPrintable(t, m.Line+m.Header+m.About)
			if m.Body >= len(back.Bodies) {
				t.Errorf("exchange %d has body %d of %d", x.Number, m.Body, len(back.Bodies))
			}
		}
	}
	return back
}

func wantPrintable(t testing.TB, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("the page holds %q in %q", r, text)
			return
		}
	}
}

func TestHTMLIsSafe(t *testing.T) {
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) { wantHTML(t, s.outcome()) })
	}
}

// TestNobodyAddsMarkup plants texts that would become markup or code: the elements of the page stay the same.
func TestNobodyAddsMarkup(t *testing.T) {
	want, _ := wantHTML(t, planted("x"))
	for _, text := range []string{
		evil, "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<!--<script>", "-->", "]]>", "</style><style>*{}",
		"\" onclick=\"alert(1)\" x=\"", "' autofocus onfocus='alert(1)", "</li></ul></details>", "</template>", "&lt;b&gt;&#0;", "{{.}}", "${alert(1)}",
		"</title><img src=x onerror=alert(1)>", "javascript:alert(1)", "a\u2028b\u2029c", "\u202eback\u2066x", "\x00\x1b[31m\x7f", "<svg/onload=alert(1)>", "\xff\xfe",
	} {
		got, data := wantHTML(t, planted(text))
		if diff := cmp.Diff(want.tags, got.tags); diff != "" {
			t.Errorf("%q changes the elements (-want +got):\n%s", text, diff)
		}
		if body := data.Bodies[data.Exchanges[0].Sent.Body]; body != block(text) {
			t.Errorf("%q: the page shows the body %q", text, body)
		}
	}
}

func TestHTMLGolden(t *testing.T) {
	page := string(render(t, func(w io.Writer) error { return HTML(w, everything()) }))
	page = strings.Replace(page, pageStyle, "/* style */", 1)
	page = strings.Replace(page, pageScript, "/* script */", 1)
	page = strings.Replace(page, string(policy()), "<!-- policy -->", 1)
	golden(t, "everything.html", []byte(page))
}

func TestGroupsComeInOrder(t *testing.T) {
	want := []string{
		"fail: OSB-PROV-024 (open) OSB-PROV-025 (open)", "error: OSB-ERR-001 (open)", "blocked: OSB-BIND-001 OSB-BIND-002 OSB-BIND-003",
		"warn: OSB-CAT-004", "known: OSB-BIND-004 OSB-PROV-026", "not-exercised: OSB-CAT-003", "not-applicable: OSB-CAT-002", "pass: OSB-CAT-001",
	}
	var got []string
	for _, g := range webGroups(everything()) {
		text := string(g.Key) + ":"
		for _, r := range g.Rules {
			text += " " + r.ID
			if r.Open {
				text += " (open)"
			}
		}
		got = append(got, text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("groups differ (-want +got):\n%s", diff)
	}
}

func TestFindingInParts(t *testing.T) {
	o := everything()
	sent := sample("lifecycle", "provision", "PUT", "/v2/x", "", 200, "")
	sent.Side, sent.Number = record.Broker, 7
	o.Recording.Exchanges = append(o.Recording.Exchanges, sent)
	for _, c := range []struct {
		finding  verdict.Finding
		sentence string
		want     webFinding
	}{
		{verdict.Finding{Exchange: 1, Want: "200 or 201"}, "GET /v2/catalog: got 200, want 200 or 201", webFinding{Message: "GET /v2/catalog", Verb: "got", Got: "200", Want: "200 or 201"}},
		{verdict.Finding{Exchange: 1, Place: "/label", Got: `"a"`, Want: "b\nc", Control: 2}, "GET /v2/catalog: got /label \"a\", want b\nc (exchange 2)",
			webFinding{Message: "GET /v2/catalog", Verb: "got", Got: `/label "a"`, Want: "b\nc", Control: 2}},
		{verdict.Finding{Exchange: 7, Place: "header X", Got: "y", Want: "z"}, "PUT /v2/x: sent header X y, want z", webFinding{Message: "PUT /v2/x", Verb: "sent", Got: "header X y", Want: "z"}},
		{verdict.Finding{Exchange: 7, Want: "no request"}, "PUT /v2/x: got 200, want no request", webFinding{Message: "PUT /v2/x", Verb: "got", Got: "200", Want: "no request"}},
		{verdict.Finding{Exchange: 1, Note: "the body differs"}, "GET /v2/catalog: the body differs", webFinding{Message: "GET /v2/catalog: the body differs"}},
		{verdict.Finding{Exchange: 1, Note: "is odd", Place: "/label", Plans: []string{"a"}, Recorded: 2}, "in 1 of 2 plans (a): GET /v2/catalog: /label: is odd",
			webFinding{Message: "in 1 of 2 plans (a): GET /v2/catalog: /label: is odd"}},
		{verdict.Finding{Exchange: 1, Want: "x", Plans: []string{"a", "b", "c", "d", "e"}, Recorded: 5}, "in all 5 plans: GET /v2/catalog: got 200, want x",
			webFinding{Message: "in all 5 plans: GET /v2/catalog", Verb: "got", Got: "200", Want: "x"}},
		{verdict.Finding{Exchange: 1, Note: "x", Plans: []string{"a", "b", "c", "d", "e"}, Recorded: 6}, "in 5 of 6 plans (a, b, c and 2 more): GET /v2/catalog: x",
			webFinding{Message: "in 5 of 6 plans (a, b, c and 2 more): GET /v2/catalog: x"}},
		{verdict.Finding{Note: "nothing came", Control: 99}, "nothing came (exchange 99)", webFinding{Message: "nothing came (exchange 99)"}},
		{verdict.Finding{Got: "x", Want: "y"}, "got x, want y", webFinding{Message: "", Verb: "got", Got: "x", Want: "y"}},
	} {
		if got := Sentence(o, c.finding); got != c.sentence {
			t.Errorf("%+v: got %q, want %q", c.finding, got, c.sentence)
		}
		if diff := cmp.Diff(c.want, newFinding(o, c.finding)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.finding, diff)
		}
	}
}

func TestRanges(t *testing.T) {
	for want, numbers := range map[string][]int{"": nil, "4": {4}, "6 1-3 9": {6, 1, 2, 3, 9}, "1-2 4-5": {1, 2, 4, 5}, "3 2 1": {3, 2, 1}} {
		if got := ranges(numbers); got != want {
			t.Errorf("%v: got %q, want %q", numbers, got, want)
		}
	}
}

func TestLayOut(t *testing.T) {
	deep := strings.Repeat("[", deepestShown+1) + strings.Repeat("]", deepestShown+1)
	for _, c := range []struct{ name, body, want, about string }{
		{"JSON", `{"a":[1e400,2],"a":"\u202e"}`, "{\n  \"a\": [\n    1e400,\n    2\n  ],\n  \"a\": \"\\u202e\"\n}", "28 bytes of JSON, indented"},
		{"no JSON", "<p>\r\n\tx</p>\n", "<p>\n\\tx</p>", "12 bytes"},
		{"binary", "\xff\x00", `\xff\x00`, "2 bytes"},
		{"deep JSON", deep, deep, "130 bytes"},
		{"brackets in a string", `["` + strings.Repeat("[", 99) + `\"]"]`, "[\n  \"" + strings.Repeat("[", 99) + "\\\"]\"\n]", "106 bytes of JSON, indented"},
		{"long", strings.Repeat("x", longestShown+1), strings.Repeat("x", longestShown), "65537 bytes, the first 65536 are shown; the JSON report has all"},
	} {
		text, about := layOut(record.Body(c.body))
		if text != c.want || about != c.about {
			t.Errorf("%s: got %q (%s), want %q (%s)", c.name, text, about, c.want, c.about)
		}
	}
}

// TestBodiesAreStoredOnce has one catalog in many exchanges, and more different bodies than the page takes.
func TestBodiesAreStoredOnce(t *testing.T) {
	var all []*record.Exchange
	for range 50 {
		all = append(all, sample("catalog", "catalog", http.MethodGet, "/v2/catalog", "", 200, `{"services":[]}`))
	}
	for i := range mostShown/longestShown + 10 {
		all = append(all, sample("catalog", "catalog", http.MethodGet, "/v2/catalog", "", 200, fmt.Sprint(i)+strings.Repeat("x", longestShown)))
	}
	data := newRecording(outcome(nil, all...).Recording)
	if data.Exchanges[0].Received.Body != data.Exchanges[49].Received.Body {
		t.Error("equal bodies are stored twice")
	}
	last := data.Exchanges[len(data.Exchanges)-1].Received
	if last.Body != -1 || !strings.Contains(last.About, "left out") {
		t.Errorf("the body beyond the limit is %d, %q", last.Body, last.About)
	}
}

// TestManyFindingsStayFew has a rule that every exchange breaks.
func TestManyFindingsStayFew(t *testing.T) {
	r := rule("OSB-ERR-001", specs.Must, "Errors", "Bodies are objects", verdict.Fail)
	var all []*record.Exchange
	for i := range 300 {
		all = append(all, sample("catalog", "catalog", http.MethodGet, "/v2/catalog", "", 200, "[]"))
		r.Evidence = append(r.Evidence, i+1)
		r.Findings = append(r.Findings, verdict.Finding{Got: "an array", Want: "an object", Exchange: i + 1})
	}
	got := newRule(outcome([]verdict.Result{r}, all...), r)
	if len(got.Findings) != shownFindings || got.More != "and 280 more findings; the JSON report has all" || got.Cited != "1-20" || got.Others != "21-300" {
		t.Errorf("got %d findings, %q, exchanges %q and %q", len(got.Findings), got.More, got.Cited, got.Others)
	}
}

// TestHugeTextsStaySmallOnThePage lets a target answer with megabytes.
func TestHugeTextsStaySmallOnThePage(t *testing.T) {
	o := planted(strings.Repeat("huge ", 1<<17))
	if size := len(render(t, func(w io.Writer) error { return HTML(w, o) })); size > 256<<10 {
		t.Errorf("got %d bytes", size)
	}
}
