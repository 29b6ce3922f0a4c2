package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// Run is a run whose target has answered the preflight.
type Run struct {
	// Site is what the preflight found.
	Site *scenario.Site
	// Plan is what will be recorded.
	Plan *Plan

	config    Config
	setup     scenario.Setup
	preflight record.Scenario
	// troubles are those of the preflight.
	troubles []string
}

// ErrNothingSelected is returned when the selection holds no rule that could be judged.
var ErrNothingSelected = errors.New("the selection holds no rule that is in force and has a check")

// Prepare contacts the target and plans the run. It returns a *Refusal when there is nothing to test.
func Prepare(ctx context.Context, config Config) (*Run, error) {
	config.complete()
	api, err := specs.Load(config.Suite.API)
	if err != nil {
		return nil, err
	}
	version, err := api.Version(string(config.Version))
	if err != nil {
		return nil, err
	}
	document, err := api.Document(version)
	if err != nil {
		return nil, err
	}
	for key := range config.Fixtures {
		if !slices.ContainsFunc(config.Suite.Fixtures, func(f scenario.Fixture) bool { return f.Key == key }) {
			return nil, fmt.Errorf("fixture %q: api %s has no such key", key, api.Name)
		}
	}
	r := &Run{config: config, Site: &scenario.Site{
		API: api, Version: version, Document: document, Fixtures: config.Fixtures,
		Parameters: config.Parameters, BindParameters: config.BindParameters, Plans: config.Plans,
		VersionChosen: config.Version != "", Probing: config.Prober != nil,
	}}
	r.setup = r.newSetup()
	if err := r.contact(ctx); err != nil {
		return nil, err
	}
	if panicked := capture(func() { r.Plan = plan(&r.config, r.Site) }); panicked != "" {
		return nil, errors.New(r.presentable("plan the scenarios: " + panicked))
	}
	if len(r.Plan.Requirements) == 0 {
		return nil, fmt.Errorf("%w in version %s; see --label-filter and --requirement", ErrNothingSelected, r.Site.Version)
	}
	return r, nil
}

func (r *Run) newSetup() scenario.Setup {
	c := &r.config
	return scenario.Setup{
		Site: r.Site,
		Client: &scenario.Client{
			Target: strings.TrimRight(c.Target, "/"), Run: c.Run, Tool: c.Tool, Transport: c.Transport,
			Timeout: c.Timeout, MaxBody: c.MaxBody, Credentials: c.Credentials, Refresh: c.Refresh,
		},
		Recorder: record.NewRecorder(c.Now),
		Ledger:   c.Ledger,
		Header: func(site *scenario.Site) http.Header {
			if c.Suite.Header == nil {
				return nil
			}
			return c.Suite.Header(site, c.NewID)
		},
		NewID: c.NewID, Now: c.Now, Sleep: c.Sleep,
		PollLimit: c.PollLimit, Settle: c.Settle, Counterpart: c.Counterpart, Prober: c.Prober,
		Progress: func(e scenario.Event) { r.progress(Event{Event: e}) },
	}
}

func (r *Run) progress(e Event) {
	if r.config.Progress != nil {
		r.config.Progress(e)
	}
}

// contact sends the preflight. Until it has succeeded nobody waits longer than ten seconds.
func (r *Run) contact(ctx context.Context) error {
	s := r.setup.Start(ctx, r.config.Suite.Preflight, nil)
	limit := r.setup.Client.Timeout
	r.setup.Client.Timeout = min(limit, 10*time.Second)
	var err error
	panicked := capture(func() { err = r.config.Suite.Contact(s) })
	r.setup.Client.Timeout = limit
	absent, troubles, _ := s.Close()
	r.preflight, r.troubles = record.Scenario{Name: r.config.Suite.Preflight.Name, Absent: absent}, troubles
	if panicked != "" {
		return errors.New(r.presentable("preflight: " + panicked))
	}
	if ctx.Err() != nil {
		return fmt.Errorf("the run was interrupted: %w", context.Cause(ctx))
	}
	if refusal := (*Refusal)(nil); errors.As(err, &refusal) {
		return &Refusal{r.presentable(refusal.Sentence)}
	}
	if misfit := (*Misfit)(nil); errors.As(err, &misfit) {
		return &Misfit{r.presentable(misfit.Sentence)}
	}
	return err
}

// presentable takes secrets and what a terminal obeys out of a text that quotes a target and never comes into a recording.
func (r *Run) presentable(text string) string {
	quoting := &record.Recording{Target: r.setup.Client.Target, Troubles: []string{text}}
	r.redact(quoting)
	return strings.Map(func(c rune) rune {
		if c == '\n' || strconv.IsPrint(c) {
			return c
		}
		return '\uFFFD'
	}, quoting.Troubles[0])
}

// Record runs the planned scenarios, cleans up after each, and returns the recording, redacted. When the context ends
// early the recording says so and holds what was seen until then.
func (r *Run) Record(ctx context.Context) *record.Recording {
	recording := &record.Recording{
		Format: record.Format, Run: r.config.Run, API: r.Site.API.Name, Version: r.Site.Version,
		VersionNote: r.Site.VersionNote, Target: r.setup.Client.Target,
		Scenarios: make([]record.Scenario, len(r.Plan.Scenarios)+1),
	}
	if r.config.Select != nil {
		recording.Selection = r.Plan.Requirements
	}
	recording.Scenarios[0] = r.preflight
	ends := make([]end, len(r.Plan.Scenarios))
	var group sync.WaitGroup
	slots := make(chan struct{}, r.config.Parallel)
	for i, planned := range r.Plan.Scenarios {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			recording.Scenarios[i+1], ends[i] = r.scenario(ctx, planned)
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		recording.Interrupted = context.Cause(ctx).Error()
	}
	r.setup.Recorder.Finish(recording)
	recording.Troubles = slices.Clone(r.troubles)
	for _, e := range ends {
		recording.Troubles, recording.Left = append(recording.Troubles, e.troubles...), append(recording.Left, e.left...)
	}
	if r.config.Unredacted != nil {
		r.config.Unredacted(recording)
	}
	r.redact(recording)
	return recording
}

// end is what a scenario leaves besides its exchanges: our own troubles, and what could not be removed.
type end struct {
	troubles []string
	left     []record.Left
}

func (r *Run) redact(recording *record.Recording) {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	secrets := r.setup.Client.Secrets()
	for name, value := range r.config.Fixtures {
		if record.Secret(name) {
			secrets = append(secrets, value)
		}
	}
	record.Redact(recording, r.Site.Document, key, secrets...)
}

func (r *Run) scenario(ctx context.Context, planned Planned) (record.Scenario, end) {
	result := record.Scenario{Name: planned.Name, Of: planned.Of, Subject: maps.Clone(planned.Subject)}
	if planned.NotApplicable != nil {
		why := *planned.NotApplicable // which redaction changes
		result.NotApplicable = &why
		r.progress(Event{Event: scenario.Event{Scenario: planned.Name}, Done: true, Note: r.presentable("not applicable: " + planned.NotApplicable.String())})
		return result, end{}
	}
	start := r.config.Now()
	s := r.setup.Start(ctx, planned.Scenario, planned.Subject)
	panicked := capture(func() { planned.Record(s) })
	absent, troubles, held := s.Close()
	result.Absent = absent
	if panicked != "" {
		troubles = append(troubles, fmt.Sprintf("scenario %s: %s", planned.Name, panicked))
	}
	left, more := r.cleanUp(ctx, planned, held)
	r.progress(Event{Event: scenario.Event{Scenario: planned.Name, Held: len(left)}, Done: true, Took: r.config.Now().Sub(start)})
	return result, end{troubles: append(troubles, more...), left: left}
}

func capture(f func()) (panicked string) {
	defer func() {
		if recovered := recover(); recovered != nil {
			panicked = fmt.Sprintf("panic: %v\n%s", recovered, check.Trim(debug.Stack()))
		}
	}()
	f()
	return ""
}
