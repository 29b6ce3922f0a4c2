package record

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"conformance/specs"
)

var asWritten = cmp.Options{cmpopts.IgnoreUnexported(Exchange{}, Response{}, Absence{}), cmpopts.EquateEmpty()}

func whole() *Recording {
	return &Recording{
		Format: Format, Run: "run", API: "osb", Version: "2.17", VersionNote: "assumed", Target: "http://h", Started: time.Unix(1700000000, 5).UTC(),
		Duration: time.Second, Selection: []string{"OSB-PROV-024"}, Interrupted: "signal", Left: []Left{{Kind: "instance", ID: "1", Why: "it was answered 500", Late: true}}, Troubles: []string{"panic"},
		Scenarios: []Scenario{
			{Name: "preflight"},
			{Name: "s", Subject: map[string]string{"plan_id": "p"}, Absent: map[string]Absence{"later": {Class: Blocked, Reason: Reason{Text: "why"}, Exchange: 1}}},
			{Name: "n", NotApplicable: &Reason{Text: "no plan", Fixtures: []string{"plan_id"}}},
		},
		Exchanges: []*Exchange{
			{Number: 1, Scenario: "s", Step: "a", Operation: "bind", Side: Target, Invalid: "no plan_id", Start: 5, Duration: 7,
				Request:  Request{Method: "PUT", URL: "http://h/v2/x?a=b%2Fc", Header: http.Header{"A": {"1", "2"}}, Body: Body(`{"<&>":1}`)},
				Response: &Response{Status: 201, Header: http.Header{"B": {""}}, Body: Body("\x1f\x8b\x00\xff binary")}},
			{Number: 2, Scenario: "s", Step: "a", Side: Broker, Failure: "closed", Limit: true, Slip: "ours", Request: Request{Method: "GET", URL: "http://h/"}},
		},
	}
}

func TestRoundTrip(t *testing.T) {
	var out bytes.Buffer
	if err := whole().Write(&out); err != nil {
		t.Fatal(err)
	}
	got, err := Read(&out)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole(), got, asWritten); diff != "" {
		t.Errorf("-written +read:\n%s", diff)
	}
}

func TestBodies(t *testing.T) {
	for _, body := range []string{"", "text", `{"a":"<&>\u2028"}`, "ü€🔑", "\x00", "\xff", "a\xc3", "line\r\n"} {
		data, err := Body(body).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var back Body
		if err := back.UnmarshalJSON(data); err != nil || string(back) != body {
			t.Errorf("%q came back as %q from %s: %v", body, back, data, err)
		}
	}
	for _, data := range []string{`1`, `{}`, `{"base64":null}`, `{"base64":"%"}`, `{"base64":"","more":1}`, `[]`} {
		if new(Body).UnmarshalJSON([]byte(data)) == nil {
			t.Errorf("%s was accepted", data)
		}
	}
	for body, want := range map[string]string{
		"": "the body is empty", "{": "the body is no JSON", "{} x": "the body has more after its JSON value", "{}{}": "the body has more",
		"<html>": "the body is no JSON", strings.Repeat("[", 20000): "the body is no JSON", `{"a":1,}`: "the body is no JSON",
	} {
		if _, err := Body(body).JSON(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.20q: %v, want %q", body, err, want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Recording)
		want   string
	}{
		"another format":        {func(r *Recording) { r.Format = 3 }, "it is of format 3, and this program reads format 2"},
		"numbers with gaps":     {func(r *Recording) { r.Exchanges[1].Number = 3 }, "exchange 2 does not carry its number"},
		"no exchange":           {func(r *Recording) { r.Exchanges[1] = nil }, "exchange 2 does not carry its number"},
		"unlisted scenario":     {func(r *Recording) { r.Exchanges[0].Scenario = "x" }, `exchange 1 belongs to scenario "x", which is not listed`},
		"scenario twice":        {func(r *Recording) { r.Scenarios[2].Name = "s" }, `scenario "s" is listed twice`},
		"side":                  {func(r *Recording) { r.Exchanges[0].Side = "" }, `exchange 1 has side "", expected target, broker or probe`},
		"opening of the target": {func(r *Recording) { r.Exchanges[0].Opening = &Opening{Outcome: Opened} }, `exchange 1 has side "target" and an opening`},
		"odd outcome": {func(r *Recording) {
			r.Exchanges[0].Side, r.Exchanges[0].Opening = Probed, &Opening{Outcome: "ajar"}
		}, `an opening that came to "ajar", expected side probe and one of`},
		"silence":                {func(r *Recording) { r.Exchanges[1].Failure = "" }, "exchange 2 has neither a response nor a failure"},
		"class of absence":       {func(r *Recording) { r.Scenarios[1].Absent["later"] = Absence{Class: "late"} }, `step "later" is absent with class "late"`},
		"absent without showing": {func(r *Recording) { r.Scenarios[1].Absent["later"] = Absence{Class: Blocked, Exchange: 9} }, "because of exchange 9, of which there is none"},
	} {
		t.Run(name, func(t *testing.T) {
			r := whole()
			c.change(r)
			var out bytes.Buffer
			if err := r.Write(&out); err != nil {
				t.Fatal(err)
			}
			_, err := Read(&out)
			if err == nil || !strings.Contains(err.Error(), "read recording: ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	const before = `{"format":1,"faults":["panic"],"scenarios":[{"name":"s","not_applicable":"no plan"}],"exchanges":[]}`
	if _, err := Read(strings.NewReader(before)); err == nil || err.Error() != "read recording: it is of format 1, and this program reads format 2: the run has to be recorded again" {
		t.Errorf("a recording of before: %v", err)
	}
	for name, text := range map[string]string{
		"nothing": "", "no JSON": "x", "a list": "[]", "cut": `{"format":2`, "unknown member": `{"format":2,"colour":2}`, "more": `{"format":2}{}`, "null": "null",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read(strings.NewReader(text)); err == nil {
				t.Error("it was accepted")
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	var out bytes.Buffer
	if err := whole().Write(&out); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Add([]byte(`{"format":2,"scenarios":[],"exchanges":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var first, second bytes.Buffer
		if err := r.Write(&first); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := Read(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if err := again.Write(&second); err != nil || first.String() != second.String() {
			t.Fatalf("it changes on its way: %v", err)
		}
	})
}

// clock ticks a second with each look.
func clock() func() time.Time {
	n := 0
	return func() time.Time { n++; return time.Unix(int64(n), 0) }
}

func TestRecorder(t *testing.T) {
	recorder := NewRecorder(clock())
	late := &Exchange{Scenario: "two", Step: "first to begin", Side: Target}
	early := &Exchange{Scenario: "one", Step: "a", Side: Target}
	open := &Exchange{Scenario: "one", Step: "b", Side: Target}
	silent := &Exchange{Scenario: "two", Step: "silent", Side: Target}
	for _, x := range []*Exchange{late, early, open, silent} {
		recorder.Begin(x)
	}
	recorder.End(early, &Response{Status: 200}, "")
	recorder.End(late, nil, "closed")
	recorder.End(silent, nil, "")
	r := &Recording{Format: Format, Scenarios: []Scenario{
		{Name: "one", Absent: map[string]Absence{"c": Because(Blocked, late, Text("it failed")), "d": Because(NotExercised, nil, Text("none"))}}, {Name: "two"},
	}}
	recorder.Finish(r)
	recorder.End(open, &Response{Status: 200}, "")
	recorder.Begin(&Exchange{Scenario: "one"})

	var got []string
	for _, x := range r.Exchanges {
		got = append(got, fmt.Sprint(x.Number, " ", x.Step, " ", x.Got()))
	}
	want := []string{"1 a 200", "2 b no response (the run ended before an answer came)", "3 first to begin no response (closed)", "4 silent no response (no answer came)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if absent := r.Scenarios[0].Absent; absent["c"].Exchange != 3 || absent["d"].Exchange != 0 {
		t.Errorf("absences: %+v", absent)
	}
	if late.Start != time.Second || late.Duration <= 0 || r.Duration <= late.Start+late.Duration {
		t.Errorf("start %s, duration %s of %s", late.Start, late.Duration, r.Duration)
	}
}

func TestSteps(t *testing.T) {
	r := whole()
	if s := r.Steps("s", []string{"a"})[0]; len(s.Exchanges) != 2 || s.Exchange().Number != 2 || len(s.Last().Exchanges) != 1 || s.Absence != nil || !s.Present() {
		t.Errorf("step a: %+v", s)
	}
	if s := r.Steps("s", []string{"later"})[0]; s.Present() || s.Exchange() != nil || s.Absence.Text != "why" {
		t.Errorf("step later: %+v", s.Absence)
	}
	if s := r.Steps("elsewhere", []string{"x"})[0]; s.Absence == nil || s.Absence.Class != NotExercised {
		t.Errorf("unknown step: %+v", s.Absence)
	}
	for _, number := range []int{-1, 0, 3} {
		if r.Exchange(number) != nil {
			t.Errorf("there is an exchange %d", number)
		}
	}
	var none *Exchange
	if none.Status() != 0 || none.Object() != nil || none.Is(200) || !none.Is(0) {
		t.Error("an exchange that is not there has an answer")
	}
	x := r.Exchanges[0]
	if x.String() != "PUT /v2/x?a=b%2Fc" || x.Request.Query().Get("a") != "b/c" || x.Got() != "201" {
		t.Errorf("%s, %v, %s", x, x.Request.Query(), x.Got())
	}
	odd := Request{URL: "http://h/%zz"}
	if odd.Path() != odd.URL || len(odd.Query()) != 0 {
		t.Errorf("an odd URL: %q", odd.Path())
	}
}

func TestRuns(t *testing.T) {
	r := &Recording{Scenarios: []Scenario{{Name: "flow a/b", Of: "flow"}, {Name: "flow"}, {Name: "flow c/d", Of: "flow"}, {Name: "other"}}}
	var got []string
	for _, name := range []string{"flow", "other", "flow a/b", "none"} {
		for _, s := range r.Runs(name) {
			got = append(got, name+": "+s.Name+" on "+s.On())
		}
	}
	if text := strings.Join(got, "; "); text != "flow: flow a/b on a/b; flow: flow on ; flow: flow c/d on c/d; other: other on " {
		t.Error(text)
	}
}

// TestRedactNames: what the target calls a plan may be a secret of the run, and stands in names.
func TestRedactNames(t *testing.T) {
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	document, err := api.Document("2.17")
	if err != nil {
		t.Fatal(err)
	}
	r := &Recording{Scenarios: []Scenario{{Name: "flow my-s3cret/one", Of: "flow"}, {Name: "flow my-s3cret/two", Of: "flow"}},
		Exchanges: []*Exchange{{Number: 1, Scenario: "flow my-s3cret/two", Step: "s", Side: Target, Failure: "none"}}}
	Redact(r, document, []byte("key"), "my-s3cret")
	if r.Scenarios[0].Name == r.Scenarios[1].Name || strings.Contains(r.Scenarios[0].Name, "s3cret") || r.Exchanges[0].Scenario != r.Scenarios[1].Name {
		t.Errorf("%q, %q, exchange of %q", r.Scenarios[0].Name, r.Scenarios[1].Name, r.Exchanges[0].Scenario)
	}
	if err := r.validate(); err != nil {
		t.Error(err)
	}
}
