package selftest

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"conformance/mocks"
	mocksosb "conformance/mocks/osb"
	"conformance/reference/broker"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/osb"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/verdict"
)

var (
	hostileSeed = flag.Uint64("hostile-seed", 0, "the seed of TestHostile, to see a failure again (0: another each time)")
	hostileRuns = flag.Int("hostile-runs", 300, "how many hostile targets TestHostile runs against")
)

// The limits of a hostile run are small, so that many of its targets reach them.
const (
	hostileTimeout = 20 * time.Second
	hostilePolling = time.Minute
	hostileBody    = 64 << 10
)

// TestHostile runs the suite against targets that send whatever comes to them, over connections as they are in life.
// Whatever that is, the run ends in time, without a crash, without trouble of ours, with nothing left that is not
// listed, and with reports that can be read.
func TestHostile(t *testing.T) {
	seed := *hostileSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("to see this again: go test ./suites/selftest -run TestHostile -hostile-seed %d", seed)
	api, err := specs.Load("osb")
	if err != nil {
		t.Fatal(err)
	}
	schema := reportSchema(t)
	log.SetOutput(io.Discard) // Go's HTTP client tells there what it did not ask for
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	for i := range *hostileRuns {
		t.Run(fmt.Sprintf("%03d", i), func(t *testing.T) {
			t.Parallel()
			defer func() {
				if t.Failed() {
					t.Logf("to see this again: -run '%s$' -hostile-seed %d", t.Name(), seed)
				}
			}()
			chance := rand.New(rand.NewPCG(seed, uint64(i)))
			version := api.Versions[chance.IntN(len(api.Versions))]
			synctest.Test(t, func(t *testing.T) {
				outcome := newHostile(t, chance, version).run(t)
				if outcome != nil {
					presentable(t, outcome, schema)
				}
			})
		})
	}
}

// hostile is the reference behind a network that spoils what it says.
type hostile struct {
	*pipes
	version specs.Version
	// server is the reference, armed the same with faults in front of it; both keep their records in store.
	server, armed http.Handler
	store         broker.Store
	faulty        bool
	parallel      int
	// busy waits for requests that are still being answered.
	busy sync.WaitGroup

	mu sync.Mutex
	// seed and rate decide which answers to the requests of a scenario are spoiled; kinds are the ways in which.
	seed  uint64
	rate  float64
	kinds []spoiler
	// early says what may happen to the preflight: nothing, another catalog, or anything.
	early  int
	chance map[string]*rand.Rand
	// asked counts the requests by method and path; spoiled are those whose answers were.
	asked   map[string]int
	spoiled map[string]bool
}

func newHostile(t *testing.T, chance *rand.Rand, version specs.Version) *hostile {
	t.Helper()
	h := &hostile{
		pipes: newPipes(), version: version, store: broker.NewMemory(),
		seed: chance.Uint64(), rate: []float64{0.02, 0.1, 0.3, 0.8}[chance.IntN(4)], early: chance.IntN(6),
		kinds: slices.Clone(spoilers), parallel: 1 + 3*chance.IntN(2),
		chance: map[string]*rand.Rand{}, asked: map[string]int{}, spoiled: map[string]bool{},
	}
	server, err := broker.New(broker.Config{Version: version, Username: "suite", Password: "secret", AsyncDelay: time.Second, Store: h.store})
	if err != nil {
		t.Fatal(err)
	}
	var rules []mocks.Rule
	if h.faulty = chance.IntN(2) == 0; h.faulty {
		for range 1 + chance.IntN(4) {
			rules = append(rules, mocksosb.Faults()[chance.IntN(len(mocksosb.Faults()))].Rules...)
		}
	}
	if chance.IntN(3) == 0 { // one way only, so that runs come further
		only := chance.IntN(len(h.kinds))
		h.kinds = h.kinds[only : only+1]
	}
	h.server, h.armed = server, arm(t, "osb", version, rules, server)
	return h
}

// ServeHTTP lets the reference answer, and spoils the answer, or not.
func (h *hostile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.busy.Add(1)
	defer h.busy.Done()
	// What is read is out of the way: the server notices that a client is gone only then.
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	spoil, chance := h.choose(r)
	if spoil == nil {
		h.armed.ServeHTTP(w, r)
		return
	}
	spoil(h.armed, w, r, chance)
}

func (h *hostile) choose(r *http.Request) (spoiler, *rand.Rand) {
	h.mu.Lock()
	defer h.mu.Unlock()
	sender, _ := record.ReadSender(r.UserAgent())
	name := sender.Scenario
	chance := h.chance[name]
	if chance == nil {
		var sum uint64
		for _, c := range []byte(name) {
			sum = sum*31 + uint64(c)
		}
		chance = rand.New(rand.NewPCG(h.seed, sum))
		h.chance[name] = chance
	}
	key := r.Method + " " + r.URL.EscapedPath()
	h.asked[key]++
	early := strings.HasPrefix(name, "preflight")
	switch {
	case early && h.early == 0:
		return h.kinds[chance.IntN(len(h.kinds))], chance
	case early && h.early == 1:
		return otherValues, chance
	case early || chance.Float64() >= h.rate:
		return nil, nil
	}
	h.spoiled[fmt.Sprint(key, h.asked[key])] = true
	return h.kinds[chance.IntN(len(h.kinds))], chance
}

// run records and judges. It returns nil when the preflight found nothing to test, which is all right when that was
// spoiled.
func (h *hostile) run(t *testing.T) *verdict.Outcome {
	server := http.Server{Handler: h, ErrorLog: log.New(io.Discard, "", 0)}
	var served sync.WaitGroup
	served.Go(func() { _ = server.Serve(h.pipes) }) // it ends with the test
	transport := &http.Transport{DialContext: h.Dial, MaxIdleConnsPerHost: h.parallel, IdleConnTimeout: 30 * time.Second}
	defer func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		served.Wait()
		h.busy.Wait()
	}()
	var book bytes.Buffer
	ledger, err := scenario.NewLedger(&book, scenario.LedgerHead{Run: "hostile", API: "osb", Version: h.version})
	if err != nil {
		t.Fatal(err)
	}
	config := engine.Config{
		Suite: osb.Suite(), Target: "http://target.example.com", Version: h.version, Tool: "test", Transport: transport,
		Credentials: scenario.Credentials{Username: "suite", Password: "secret"}, Ledger: ledger,
		Fixtures: map[string]string{"gives_credentials": "true"}, Parallel: h.parallel,
		Timeout: hostileTimeout, PollLimit: hostilePolling, CleanUp: hostilePolling, MaxBody: hostileBody,
	}
	prepared, err := engine.Prepare(context.Background(), config)
	if err != nil {
		var refusal *engine.Refusal
		if !errors.As(err, &refusal) || h.early > 1 && !h.faulty {
			t.Errorf("prepare: %v", err)
		}
		return nil
	}
	recording := prepared.Record(context.Background())
	outcome, err := engine.Judge(config.Suite, recording, "test")
	if err != nil {
		t.Fatal(err)
	}
	inTime(t, recording)
	ours(t, outcome)
	_, held, err := scenario.ReadLedger(&book)
	if err != nil {
		t.Fatal(err)
	}
	h.listed(t, recording, held)
	return outcome
}

// inTime demands that no request took longer than a request may.
func inTime(t *testing.T, recording *record.Recording) {
	for _, x := range recording.Exchanges {
		if x.Duration > hostileTimeout {
			t.Errorf("exchange %d, %s, took %s: %s", x.Number, x, x.Duration, x.Got())
		}
	}
	// Each of at most ten scenarios, a few of which run side by side, waits for some operations, and cleans up.
	if recording.Duration > 12*time.Hour {
		t.Errorf("the run took %s", recording.Duration)
	}
}

// beyond reports whether a verdict of error comes of a target that sent more than we take.
func beyond(o *verdict.Outcome, r verdict.Result) bool {
	x := o.Recording.Exchange(r.Reason().Exchange)
	return x != nil && x.Limit
}

// ours demands that the run had no trouble of its own.
func ours(t *testing.T, outcome *verdict.Outcome) {
	for _, fault := range outcome.Recording.Troubles {
		t.Errorf("trouble of ours: %s", fault)
	}
	for _, r := range outcome.Results {
		if r.Verdict == verdict.Error && !beyond(outcome, r) {
			t.Errorf("%s: %s: %s", r.Rule.ID, r.Verdict, r.Reason().Text)
		}
	}
}
