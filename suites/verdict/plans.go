package verdict

import (
	"fmt"
	"regexp"
	"strings"

	"conformance/suites/record"
)

// named is how many plans a sentence names.
const named = 3

// Group tells once what is equal for several plans, with the plans that it concerns: findings and causes at exchanges of
// scenarios that were recorded on more than one. What was recorded otherwise stays as it is.
func (r Result) Group(recording *record.Recording) Result {
	g := grouping{recording: recording, index: map[string]int{}}
	for _, f := range r.Findings {
		g.add(f.Message, f.Exchange)
	}
	r.Findings = g.findings()
	if r.CausedBy == nil {
		return r
	}
	g = grouping{recording: recording, index: map[string]int{}}
	for _, c := range append([]Cause{*r.CausedBy}, r.AlsoCausedBy...) {
		g.add(c.Message, c.Exchange)
	}
	r.AlsoCausedBy = nil
	for i, f := range g.findings() {
		cause := Cause{Message: f.Message, Exchange: f.Exchange}
		if i == 0 {
			r.CausedBy, r.Reason = &cause, f.Message
		} else {
			r.AlsoCausedBy = append(r.AlsoCausedBy, cause)
		}
	}
	return r
}

// grouping collects findings; index finds one by what makes it equal to another.
type grouping struct {
	recording *record.Recording
	index     map[string]int
	groups    []group
}

type group struct {
	Finding
	scenario string
}

func (g *grouping) add(message string, exchange int) {
	x := g.recording.Exchange(exchange)
	var run *record.Scenario
	if x != nil {
		run = g.recording.Scenario(x.Scenario)
	}
	if run == nil || run.Of == "" {
		g.groups = append(g.groups, group{Finding: Finding{Message: message, Exchange: exchange}})
		return
	}
	key := strings.Join([]string{run.Of, x.Step, mask(message, run)}, "\x00")
	i, known := g.index[key]
	if !known {
		i = len(g.groups)
		g.index[key] = i
		g.groups = append(g.groups, group{Finding{Message: message, Exchange: exchange}, run.Of})
	}
	if plans := g.groups[i].Plans; len(plans) == 0 || plans[len(plans)-1] != run.On() {
		g.groups[i].Plans = append(plans, run.On())
	}
}

func (g *grouping) findings() []Finding {
	var all []Finding
	for _, group := range g.groups {
		if group.scenario != "" {
			group.Message = g.where(group) + ": " + group.Message
		}
		all = append(all, group.Finding)
	}
	return all
}

// where says which plans a group concerns, of those on which the scenario was recorded.
func (g *grouping) where(of group) string {
	recorded := 0
	for _, run := range g.recording.Runs(of.scenario) {
		if run.NotApplicable == "" {
			recorded++
		}
	}
	n := len(of.Plans)
	switch {
	case n == recorded && n > 1:
		return fmt.Sprintf("in all %d plans", n)
	case n <= named:
		return fmt.Sprintf("in %d of %d plans (%s)", n, recorded, strings.Join(of.Plans, ", "))
	}
	return fmt.Sprintf("in %d of %d plans (%s and %d more)", n, recorded, strings.Join(of.Plans[:named], ", "), n-named)
}

// fresh is what differs from run to run though it means the same: generated ids, and what stands for a secret.
var fresh = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|redacted-[0-9a-f]+`)

// mask takes out of a message what names the subject.
func mask(message string, run *record.Scenario) string {
	var pairs []string
	for _, key := range []string{"service_id", "plan_id"} {
		if id := run.Subject[key]; len(id) > 8 { // a shorter one may be part of other words
			pairs = append(pairs, id, key)
		}
	}
	return fresh.ReplaceAllString(strings.NewReplacer(pairs...).Replace(message), "id")
}
