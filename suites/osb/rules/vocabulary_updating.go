package rules

import (
	"net/http"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// observation is an update with what was fetched before and after.
type observation struct {
	update, before, after *record.Exchange
}

// observations are in order. Where nothing can be fetched the judgement ends.
func observations(c *Case, run *flows.UpdatingRun) []observation {
	before := c.Use(run.Fetch)
	var all []observation
	for _, pair := range []struct{ update, after record.Step }{
		{run.Partial, run.FetchPartial}, {run.Parameters, run.FetchParameters}, {run.Full, run.FetchFull}, {run.Context, run.FetchContext},
		{run.Unfit, run.FetchUnfit}, {run.Change, run.FetchChange}, {run.Moved, run.FetchMoved}, {run.Undeclared, run.FetchUndeclared},
	} {
		if !pair.update.Present() || !pair.after.Present() {
			continue
		}
		after := pair.after.Exchange()
		if before.Is(http.StatusOK) && after.Is(http.StatusOK) {
			all = append(all, observation{pair.update.Exchange(), before, after})
		}
		before = after
	}
	return all
}
