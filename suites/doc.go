// Package suites holds what judges: a kernel that knows no API, and a suite for each API with two rooms, flows (what is sent,
// one file a scenario) and rules (how it is judged, one file a chapter of the rows). It has no code of its own.
//
// The words that all of them use, each in one meaning:
//
//   - requirement, or rule: one normative row of specs, with an id that is never used again.
//   - target: what is under test. A fault is always the target's; what goes wrong with us is our own trouble.
//   - scenario: one flow against the target. Its run is a struct of steps, and what is recorded under a step is what checks
//     read from it; steps that belong together are a group, steps that are derived a series.
//   - exchange: one request with what came back. A recording is the flat list of them.
//   - check: a pure function that judges one rule by a recording. What it looked at is its evidence, what departs from the
//     rule a finding, the exchange that it compared with the control.
//   - verdict: what came of a rule. Blocked names the step that was never reached, not applicable what rules it out.
//   - mutant: the reference with one fault; equivalent: the reference with an oddity that is legal.
//   - offering, plan, instance, binding, last operation, orphan mitigation: as the specifications say them. A service is an
//     offering in Open Service Broker documents, and what is created in the API called services.
//   - subject: the offering and plan that the planner chose for a scenario. Site: what is known of the target.
//   - fixture: what only the target's owner knows, from --fixture.
package suites
