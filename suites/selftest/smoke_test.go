package selftest

import (
	"context"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"conformance/mocks"
	"conformance/reference/broker"
	"conformance/suites/engine"
	"conformance/suites/osb"
	"conformance/suites/scenario"
)

func TestSmoke(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, err := broker.New(broker.Config{Username: "u", Password: "secret-pass", AsyncDelay: time.Second, Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		run, err := engine.Prepare(context.Background(), engine.Config{Suite: osb.Suite(), Target: "http://broker", Transport: mocks.Transport(b), Credentials: scenario.Credentials{Username: "u", Password: "secret-pass"}, Parallel: 4})
		if err != nil {
			t.Fatal(err)
		}
		rec := run.Record(context.Background())
		out, err := engine.Judge(osb.Suite(), rec, "test")
		if err != nil {
			t.Fatal(err)
		}
		t.Log(time.Since(start))
		for _, r := range out.Results {
			if r.Verdict != "pass" {
				t.Log(r.ID, r.Verdict, r.Reason, r.Findings)
			}
		}
		t.Log(out.Coverage, out.Code(), rec.Faults, rec.Left)
		f, _ := os.Create("/tmp/rec.json")
		rec.Write(f)
		f.Close()
	})
}
