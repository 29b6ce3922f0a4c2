package engine

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"

	"conformance/specs"
	"conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/verdict"
)

// Judge gives the verdict on every requirement that the recording was made for. It is pure: the same recording has the
// same outcome, live or saved.
func Judge(suite Suite, recording *record.Recording, tool string) (*verdict.Outcome, error) {
	api, err := specs.Load(suite.API)
	if err != nil {
		return nil, err
	}
	if recording.API != api.Name {
		return nil, fmt.Errorf("the recording is of api %s, not %s", recording.API, api.Name)
	}
	if !slices.Contains(api.Versions, recording.Version) {
		return nil, fmt.Errorf("the recording is of version %q, expected one of %q", recording.Version, api.Versions)
	}
	document, err := api.Document(recording.Version)
	if err != nil {
		return nil, err
	}
	var choose func(*specs.Requirement) bool
	if len(recording.Selection) > 0 {
		choose = func(r *specs.Requirement) bool { return slices.Contains(recording.Selection, r.ID) }
	}
	reading := check.Read(document, recording)
	parts := map[string][]verdict.Result{}
	for _, k := range selected(api, document, suite.Checks, choose) {
		row := api.Requirements.Find(k.ID)
		result := k.Judge(row, reading)
		if k.Scenario == "" && result.Verdict == verdict.NotExercised {
			result.Reasons[0].Text += unrecorded(suite, row, recording)
		}
		parts[k.ID] = append(parts[k.ID], result)
	}
	outcome := &verdict.Outcome{Tool: tool, Title: api.Title, Recording: recording}
	for _, judged := range parts {
		outcome.Results = append(outcome.Results, verdict.Fold(judged).Group(recording))
	}
	sort.Slice(outcome.Results, func(i, j int) bool { return outcome.Results[i].Rule.ID < outcome.Results[j].Rule.ID })
	outcome.Coverage = coverage(api, document, suite.Checks, outcome)
	outcome.Advice = append(advice(api, outcome), omitted(recording)...)
	return outcome, nil
}

// unrecorded names the scenarios that might have shown a rule, and why they were not recorded.
func unrecorded(suite Suite, row *specs.Requirement, recording *record.Recording) string {
	var reasons []string
	names := map[string][]string{}
	for _, s := range suite.Scenarios {
		if came := recording.Scenario(s.Name); came != nil && came.NotApplicable != nil && calls(s, row) {
			why := came.NotApplicable.String()
			if names[why] == nil {
				reasons = append(reasons, why)
			}
			names[why] = append(names[why], s.Name)
		}
	}
	text := ""
	for _, reason := range reasons {
		text += fmt.Sprintf("; not recorded: %s, because %s", strings.Join(names[reason], ", "), reason)
	}
	return text
}

func coverage(api *specs.API, document *specs.Document, checks check.List, outcome *verdict.Outcome) verdict.Coverage {
	var c verdict.Coverage
	results := map[string]verdict.Verdict{}
	for _, r := range outcome.Results {
		results[r.Rule.ID] = r.Verdict
	}
	checked := map[string]bool{}
	for _, k := range append(slices.Clone(checks), check.Shapes(document)...) {
		checked[k.ID] = true
	}
	for _, r := range api.Requirements {
		if !api.Judges(r, document.Version) {
			continue
		}
		c.InForce++
		switch v, judged := results[r.ID]; {
		case judged:
			c.Add(v)
		case checked[r.ID]:
			c.Unselected++
		case !r.Visible():
			c.Unobservable++
		default:
			c.Pending++
		}
	}
	return c
}

// oldestAdvised is the oldest version that advice names: brokers that speak an older one are rare, and a broker that
// breaks rules as old as those is more likely to be broken.
const oldestAdvised = specs.Version("2.14")

// advice tells a reader whose failures are all of rules newer than some version that the version may be the reason.
func advice(api *specs.API, outcome *verdict.Outcome) []string {
	if outcome.Recording.VersionNote == "" {
		return nil
	}
	oldest := specs.Version("")
	for _, r := range outcome.Results {
		if r.Verdict != verdict.Fail {
			continue
		}
		since := r.Rule.Since
		if since == "" || since == api.Versions[0] {
			return nil
		}
		if oldest == "" || since.Before(oldest) {
			oldest = since
		}
	}
	for i, v := range api.Versions {
		if v == oldest && i > 0 && !api.Versions[i-1].Before(oldestAdvised) {
			return []string{fmt.Sprintf("every failed rule is newer than %[1]s; if the target speaks %[1]s, say so with --version %[1]s", api.Versions[i-1])}
		}
	}
	return nil
}

// omitted says of which subjects nothing is known, because a scenario that has several was not recorded on all.
func omitted(recording *record.Recording) []string {
	var all []string
	told := map[string]bool{}
	for _, s := range recording.Scenarios {
		if s.Of == "" || told[s.Of] {
			continue
		}
		told[s.Of] = true
		left, reason, runs := 0, "", recording.Runs(s.Of)
		for _, run := range runs {
			if run.NotApplicable != nil {
				left++
				reason = cmp.Or(reason, run.NotApplicable.String())
			}
		}
		if left > 0 {
			all = append(all, fmt.Sprintf("%s was not recorded on %d of %d plans, of which nothing is known: %s", s.Of, left, len(runs), reason))
		}
	}
	return all
}
