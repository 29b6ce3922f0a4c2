package selftest

import (
	"bytes"
	"context"
	"net/http"
	"testing"
	"time"

	"conformance/mocks"
	"conformance/reference/broker"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/osb"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

// sound records a run against the reference, and returns it as one recording for each scenario.
func sound(f *testing.F) []*record.Recording {
	f.Helper()
	server, err := broker.New(broker.Config{Username: "suite", Password: "secret", AsyncDelay: 20 * time.Millisecond})
	if err != nil {
		f.Fatal(err)
	}
	prepared, err := engine.Prepare(context.Background(), engine.Config{
		Suite: osb.Suite(), Target: "http://target.example.com", Tool: "test", Transport: mocks.Transport(server),
		Credentials: scenario.Credentials{Username: "suite", Password: "secret"}, Parallel: 8, Settle: time.Millisecond,
	})
	if err != nil {
		f.Fatal(err)
	}
	whole := prepared.Record(context.Background())
	var parts []*record.Recording
	for _, s := range whole.Scenarios {
		part := *whole
		part.Scenarios, part.Exchanges = []record.Scenario{{Name: s.Name, Subject: s.Subject}}, nil
		for _, x := range whole.Exchanges {
			if x.Scenario == s.Name {
				x.Number = len(part.Exchanges) + 1
				part.Exchanges = append(part.Exchanges, x)
			}
		}
		parts = append(parts, &part)
	}
	return parts
}

func saved(t testing.TB, recording *record.Recording) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := recording.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func read(t testing.TB, file []byte) *record.Recording {
	t.Helper()
	recording, err := record.Read(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return recording
}

// FuzzResponse puts a foreign answer into a run: it is redacted, judged, saved, and judged again, and is never our own
// trouble.
func FuzzResponse(f *testing.F) {
	api, err := specs.Load("osb")
	if err != nil {
		f.Fatal(err)
	}
	document, err := api.Document(api.Latest())
	if err != nil {
		f.Fatal(err)
	}
	var files [][]byte
	for i, part := range sound(f) {
		files = append(files, saved(f, part))
		for n, x := range part.Exchanges {
			if n%4 == 0 && x.Response != nil && len(x.Response.Body) < 2000 {
				f.Add(uint8(i), uint8(n), x.Response.Status, x.Response.Header.Get("Content-Type"), "", []byte(x.Response.Body))
			}
		}
	}
	for i, value := range oddities {
		f.Add(uint8(i), uint8(i), 200, "text/html", "9", []byte(`{"services":`+value+`,"state":`+value+`,"operation":`+value+`}`))
	}
	f.Fuzz(func(t *testing.T, which, exchange uint8, status int, kind, retry string, body []byte) {
		changed := read(t, files[int(which)%len(files)])
		if len(changed.Exchanges) == 0 {
			return
		}
		x := changed.Exchanges[int(exchange)%len(changed.Exchanges)]
		x.Response = &record.Response{Status: status, Header: http.Header{"Content-Type": {kind}, "Retry-After": {retry}}, Body: body}
		x.Failure = ""
		record.Redact(changed, document, []byte("key"), "secret")
		first := sanely(t, osb.Suite(), changed)
		for i, r := range sanely(t, osb.Suite(), read(t, saved(t, changed))).Results {
			if was := first.Results[i]; r.Verdict != was.Verdict {
				t.Errorf("%s: %s, and %s when it was saved", r.Rule.ID, was.Verdict, r.Verdict)
			}
		}
	})
}

// FuzzRecording judges foreign recordings.
func FuzzRecording(f *testing.F) {
	for _, part := range sound(f) {
		part.Exchanges = part.Exchanges[:min(len(part.Exchanges), 4)]
		for _, x := range part.Exchanges {
			if x.Response != nil && len(x.Response.Body) > 2000 {
				x.Response = &record.Response{Status: 200, Header: http.Header{}, Body: []byte(`{"services":[]}`)}
			}
		}
		f.Add(saved(f, part))
	}
	suites := map[string]engine.Suite{}
	for name, s := range subjects() {
		suites[name] = s.suite
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		foreign, err := record.Read(bytes.NewReader(file))
		if err != nil {
			return
		}
		suite, known := suites[foreign.API]
		if !known {
			return
		}
		if _, err := engine.Judge(suite, foreign, "test"); err == nil { // else another version, say
			sanely(t, suite, foreign)
		}
	})
}

// sanely judges, and demands that no check stumbles.
func sanely(t *testing.T, suite engine.Suite, recording *record.Recording) *verdict.Outcome {
	t.Helper()
	outcome, err := engine.Judge(suite, recording, "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range outcome.Results {
		shown := recording.Exchange(r.Reason().Exchange)
		ours := shown != nil && shown.Slip != ""
		for _, x := range recording.Exchanges {
			ours = ours || x.Limit // what a recording says of limits is its own affair
		}
		if r.Verdict == verdict.Error && !ours {
			t.Errorf("%s: %s: %s", r.Rule.ID, r.Verdict, r.Reason().Text)
		}
	}
	return outcome
}
