package reports

import (
	"context"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"conformance/suites/verdict"
)

// chromium returns where the browser is, or leaves the test out, unless CONFORMANCE_REQUIRE says that it has to run.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if slices.Contains(strings.Split(os.Getenv("CONFORMANCE_REQUIRE"), ","), "chromium") {
		t.Fatal("Chromium is missing, and CONFORMANCE_REQUIRE says that its tests have to run")
	}
	t.Skip("LEFT OUT: the tests of the HTML report in a browser, because Chromium is missing")
	return ""
}

// browser is a tab that remembers what went wrong in the page.
type browser struct {
	t       *testing.T
	context context.Context
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	allocator, stop := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(chromium(t)), chromedp.UserDataDir(t.TempDir()),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	t.Cleanup(stop)
	tab, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	b := &browser{t: t, context: tab}
	b.do(chromedp.Navigate("about:blank"))
	limited, cancelLimit := context.WithTimeout(tab, time.Minute)
	t.Cleanup(cancelLimit)
	b.context = limited
	return b
}

// open shows the report of an outcome as a reader does, from a file.
func (b *browser) open(o *verdict.Outcome, width int64) {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), "report.html")
	if err := os.WriteFile(file, render(b.t, func(w io.Writer) error { return HTML(w, o) }), 0o644); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(width, 800), chromedp.Navigate("file://"+file))
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.context, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// keys types as a keyboard does: a key whose press is handled brings no character.
func (b *browser) keys(keys string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, key := range keys {
			events := kb.Encode(key)
			down, up := events[0], events[len(events)-1]
			if len(events) == 3 {
				down.Text = events[1].Text
			}
			for _, event := range []*input.DispatchKeyEventParams{down, up} {
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *event); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

func (b *browser) click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

// want evaluates an expression in the page and compares the result.
func want[T comparable](b *browser, what, expression string, want T) {
	b.t.Helper()
	got, err := chromedp.Run(b.context, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	if got != want {
		b.t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// errors returns what the page has written to the console as an error so far; a policy that stops something does so too.
func (b *browser) errors(messages iter.Seq2[chromedp.ConsoleMessage, error]) []string {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void]("console.info('the end')"))
	var all []string
	for m, err := range messages {
		if err != nil || m.Text == "the end" {
			break
		}
		if m.Type == chromedp.ConsoleError || m.IsException() {
			all = append(all, m.Text)
		}
	}
	return all
}

// watch fails the test when the page has written an error to the console by its end.
func (b *browser) watch() {
	messages := chromedp.Console(b.context)
	b.t.Cleanup(func() {
		if all := b.errors(messages); len(all) > 0 {
			b.t.Errorf("the page wrote to the console: %q", all)
		}
	})
}

// computed is how long the page has computed since it was opened.
func (b *browser) computed() time.Duration {
	b.t.Helper()
	var took time.Duration
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		result, err := cdp.Call(ctx, t, performance.GetMetrics, cdp.Empty{})
		for _, m := range result.Metrics {
			if m.Name == "TaskDuration" {
				took = time.Duration(m.Value * float64(time.Second))
			}
		}
		return err
	}))
	if took == 0 {
		b.t.Fatal("the browser does not say how long the page has computed")
	}
	return took
}
