package verdict

import (
	"conformance/suites/record"
)

// Group tells once what is equal for several plans, with the plans that it concerns: findings, and reasons of what is
// blocked, at exchanges of scenarios that were recorded on more than one. What was recorded otherwise stays as it is.
func (r Result) Group(recording *record.Recording) Result {
	r.Findings = grouped(recording, r.Findings, func(f *Finding) remark {
		whole := f.Want != "" && f.Got == ""
		return remark{f.Exchange, whole, []string{f.Place, f.Got, f.Want, f.Note}, &f.Plans, &f.Recorded}
	})
	if r.Verdict == Blocked {
		r.Reasons = grouped(recording, r.Reasons, func(why *Reason) remark {
			return remark{why.Exchange, false, []string{why.String()}, &why.Plans, &why.Recorded}
		})
	}
	return r
}

// remark is a finding or a reason: what it says of an exchange, whether its answer as a whole is part of that, and where
// the plans stand.
type remark struct {
	exchange int
	whole    bool
	texts    []string
	plans    *[]string
	recorded *int
}

// place is what remarks that are equal for several plans have in common.
type place struct{ scenario, step, answer, said string }

func grouped[T any](recording *record.Recording, all []T, of func(*T) remark) []T {
	var groups []T
	index := map[place]int{}
	for _, one := range all {
		said := of(&one)
		x := recording.Exchange(said.exchange)
		var run *record.Scenario
		if x != nil {
			run = recording.Scenario(x.Scenario)
		}
		if run == nil || run.Of == "" {
			groups = append(groups, one)
			continue
		}
		at := place{scenario: run.Of, step: x.Step, said: valuesOf(x, run).masked(append(said.texts, x.String())...)}
		if said.whole {
			at.answer = x.Got()
		}
		i, known := index[at]
		if !known {
			i = len(groups)
			index[at] = i
			groups = append(groups, one)
		}
		group := of(&groups[i])
		if plans := *group.plans; len(plans) == 0 || plans[len(plans)-1] != run.On() {
			*group.plans = append(plans, run.On())
		}
		*group.recorded = recordedOn(recording, run.Of)
	}
	return groups
}

// recordedOn is on how many plans a scenario was recorded.
func recordedOn(recording *record.Recording, scenario string) int {
	n := 0
	for _, run := range recording.Runs(scenario) {
		if run.NotApplicable == nil {
			n++
		}
	}
	return n
}
