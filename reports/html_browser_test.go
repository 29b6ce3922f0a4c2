package reports

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"conformance/specs"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

const (
	inSight = `[...document.querySelectorAll('.rule')].filter((r) => r.offsetParent).map((r) => r.firstElementChild.id).join(' ')`
	focused = `document.activeElement.closest('details')?.id ?? ''`
)

func TestBrowserShowsEveryWidth(t *testing.T) {
	b := newBrowser(t)
	b.watch()
	outcomes := map[string]*verdict.Outcome{"long words": planted(strings.Repeat("W", 2000))}
	for _, s := range samples {
		outcomes[s.name] = s.outcome()
	}
	const openAll = `document.querySelectorAll('details').forEach((d) => { d.open = true; })`
	for _, width := range []int64{320, 800, 1400} {
		for name, o := range outcomes {
			name := fmt.Sprintf("%s at %d", name, width)
			b.open(o, width)
			b.do(chromedp.Evaluate[chromedp.Void](openAll),
				chromedp.Poll[chromedp.Void](`[...document.querySelectorAll('.exchanges')].every((e) => e.dataset.filled)`),
				chromedp.Evaluate[chromedp.Void](openAll),
				chromedp.Poll[chromedp.Void](`[...document.querySelectorAll('.exchange')].every((e) => e.querySelector('.inside'))`))
			want(b, name+": columns beyond the window", `Math.max(0, document.documentElement.scrollWidth - innerWidth)`, 0)
			want(b, name+": elements beyond the window",
				`[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.className).join()`, "")
		}
	}
}

func TestBrowserFilters(t *testing.T) {
	b := newBrowser(t)
	b.watch()
	b.open(everything(), 1400)
	all := "OSB-PROV-024 OSB-PROV-025 OSB-ERR-001 OSB-BIND-001 OSB-BIND-002 OSB-BIND-003 OSB-CAT-004 OSB-BIND-004 OSB-PROV-026 OSB-CAT-003 OSB-CAT-002 OSB-CAT-001"
	want(b, "at first", inSight, all)
	b.click(`.chip[data-key=blocked]`)
	b.click(`.chip[data-key=pass]`)
	want(b, "two outcomes", inSight, "OSB-BIND-001 OSB-BIND-002 OSB-BIND-003 OSB-CAT-001")
	want(b, "the count", `document.getElementById('shown').textContent`, "4 of 12 rules")
	b.do(chromedp.SetValue(chromedp.CSS("#level"), "MUST NOT"), chromedp.Evaluate[chromedp.Void](`document.getElementById('level').dispatchEvent(new Event('input'))`))
	want(b, "and a level", inSight, "OSB-BIND-003")
	b.click("#clear")
	want(b, "all again", inSight, all)
	b.click("#chapter")
	b.keys("E" + kb.Enter)
	want(b, "a chapter by keyboard", inSight, "OSB-ERR-001")
	b.click("#clear")

	b.keys("/")
	b.keys("PLAN costs")
	want(b, "two words", inSight, "OSB-CAT-004")
	b.keys(" nowhere")
	want(b, "no rule", inSight, "")
	want(b, "says so", `document.getElementById('none').offsetParent !== null`, true)
	b.keys(kb.Escape)
	want(b, "all after Escape", inSight, all)
}

func TestBrowserKeyboard(t *testing.T) {
	b := newBrowser(t)
	b.watch()
	b.open(everything(), 800)
	want(b, "failures are open", `document.getElementById('OSB-PROV-024').open`, true)
	want(b, "passes are not", `document.getElementById('OSB-CAT-001').open`, false)
	for _, step := range []struct{ key, id string }{
		{"j", "OSB-PROV-024"}, {"j", "OSB-PROV-025"}, {kb.ArrowDown, "OSB-ERR-001"}, {kb.ArrowUp, "OSB-PROV-025"}, {"k", "OSB-PROV-024"}, {"k", "OSB-PROV-024"},
	} {
		b.keys(step.key)
		want(b, "the rule after "+step.key, focused, step.id)
	}
	want(b, "the focus is visible", `getComputedStyle(document.activeElement).outlineStyle`, "solid")
	b.keys(kb.Enter)
	want(b, "closed by Enter", `document.getElementById('OSB-PROV-024').open`, false)
	b.keys("/")
	b.keys("catalog" + kb.Enter)
	want(b, "the first that is found", focused, "OSB-CAT-004")
	want(b, "and is not opened", `document.getElementById('OSB-CAT-004').open`, false)
	b.keys(kb.Enter)
	want(b, "opened by Enter", `document.getElementById('OSB-CAT-004').open`, true)
	b.keys("jjjj")
	want(b, "the last that is found", focused, "OSB-CAT-001")
	b.keys(kb.Escape)
	b.click(".help > summary")
	b.click("#letters")
	b.keys("/")
	want(b, "without letters", `document.activeElement.id`, "letters")
}

func TestBrowserExchanges(t *testing.T) {
	b := newBrowser(t)
	b.watch()
	b.open(everything(), 1400)
	b.click("#OSB-PROV-024 .jump")
	const exchange = `document.querySelector('#OSB-PROV-024 .exchange[open]')`
	b.do(chromedp.Poll[chromedp.Void](exchange + `?.querySelector('.message')`))
	want(b, "the exchange", exchange+`.dataset.number`, "3")
	want(b, "its bodies", `[...`+exchange+`.querySelectorAll('.content')].map((e) => e.textContent).join(' ')`,
		"{\n  \"service_id\": \"s-1\",\n  \"plan_id\": \"it's\"\n} {\n  \"dashboard_url\": null\n}")
	want(b, "its lines", `[...`+exchange+`.querySelectorAll('.line')].map((e) => e.textContent).join()`, "PUT "+base+instance+",201 Created")
	b.click("#OSB-PROV-024 .copy")
	b.do(chromedp.Poll[chromedp.Void](`document.querySelector('#OSB-PROV-024 .copy').textContent === 'Copied'`))

	b.click(".cause > summary")
	b.click(".links > a")
	b.do(chromedp.Poll[chromedp.Void](`document.getElementById('OSB-BIND-001').open`))
	want(b, "the rule of a link", focused, "OSB-BIND-001")
	b.open(nasty(), 800)
	want(b, "foreign code", `typeof own`, "undefined")
}

// huge is a run of 700 rules and 2,000 exchanges, one rule in ten broken; some rules look at every exchange.
func huge() *verdict.Outcome {
	var exchanges []*record.Exchange
	every := make([]int, 2000)
	for i := range every {
		every[i] = i + 1
		body := fmt.Sprintf(`{"service_id":"s-%d","plan_id":"p","parameters":{"list":[%s1]}}`, i, strings.Repeat("1,", 200))
		exchanges = append(exchanges, sample("lifecycle", fmt.Sprintf("provision-%d", i), http.MethodPut, fmt.Sprintf("%s-%d", instance, i), body, 201, body))
	}
	var results []verdict.Result
	for i := range 700 {
		r := rule(fmt.Sprintf("OSB-X-%03d", i), specs.Must, fmt.Sprintf("Chapter %d", i/50), "A rule that somebody may break", verdict.Pass, every[i:i+4]...)
		if i%10 == 0 {
			r.Verdict, r.Evidence = verdict.Fail, every
			for _, n := range every[i : i+30] {
				r.Findings = append(r.Findings, verdict.Finding{Want: "200", Exchange: n})
			}
		}
		results = append(results, r)
	}
	return outcome(results, exchanges...)
}

// TestBrowserIsQuick counts the computing time of the page and not the time of day: other tests share the machine.
func TestBrowserIsQuick(t *testing.T) {
	b := newBrowser(t)
	b.watch()
	o := huge()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
		return err
	}))
	b.open(o, 800)
	b.do(chromedp.Evaluate[chromedp.Void](`new Promise((done) => requestAnimationFrame(() => setTimeout(done)))`, chromedp.EvalAwaitPromise))
	shown := b.computed()
	b.do(chromedp.Evaluate[chromedp.Void](`document.getElementById('text').focus()`))
	b.keys("x-07")
	want(b, "found", `document.getElementById('shown').textContent`, "10 of 700 rules")
	filtered := b.computed() - shown
	t.Logf("%d rules and %d exchanges are shown in %s, and filtered by four keys in %s", len(o.Results), len(o.Recording.Exchanges), shown, filtered)
	if shown > time.Second || filtered > time.Second/2 {
		t.Errorf("the page takes %s to be shown and %s to be filtered, want a second and half of one at most", shown, filtered)
	}
}

// TestBrowserRunsNothingElse plants code where no text of a target could stand: the policy stops even that.
func TestBrowserRunsNothingElse(t *testing.T) {
	b := newBrowser(t)
	messages := chromedp.Console(b.context)
	b.open(conformant(), 800)
	b.do(chromedp.Evaluate[chromedp.Void](`
		const script = document.createElement('script');
		script.textContent = 'window.own = true';
		document.body.append(script);
		const image = document.createElement('img');
		image.setAttribute('onerror', 'window.own = true');
		image.src = 'http://127.0.0.1:9/';
		document.body.append(image);`))
	want(b, "foreign code", `typeof own`, "undefined")
	if all := b.errors(messages); len(all) < 3 || !strings.Contains(strings.Join(all, " "), "Content Security Policy") {
		t.Errorf("the console says %q, want that the policy stops a script, a handler and an image", all)
	}
}
