package rules

import (
	"net/http"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// refusesBroken judges requests whose parameters break one keyword of a schema. What was accepted may be found out later.
func refusesBroken(c *Case, broken, drains record.Step) {
	for _, x := range c.UseAll(broken) {
		if last := drained(x, drains); x.Is(http.StatusAccepted) && last.Object()["state"] == "failed" {
			c.Look(last)
			continue
		}
		if x.Status() < 400 || x.Status() > 499 {
			c.Fail(x, Want("it refused (400), as %s", x.Invalid))
		}
	}
}

// drained is the last poll of what a request began, or nil.
func drained(x *record.Exchange, drains record.Step) *record.Exchange {
	path, _, _ := strings.Cut(x.Request.Path(), "?")
	for _, poll := range slices.Backward(drains.Exchanges) {
		if of, _, _ := strings.Cut(poll.Request.Path(), "?"); of == path+"/last_operation" && poll.Number > x.Number {
			return poll
		}
	}
	return nil
}

// ownDashboards judges that no two instances have one dashboard.
func ownDashboards(c *Case, steps ...record.Step) {
	shown := map[any]*record.Exchange{}
	all := seen(c, steps...)
	for _, x := range all {
		dashboard, _ := x.Object()["dashboard_url"].(string)
		if !flows.Worked(x) || dashboard == "" {
			continue
		}
		if other := shown[dashboard]; other != nil {
			c.Fail(x, Want("one of its own").Got("the dashboard_url of another instance (exchange %d)", other.Number))
		}
		shown[dashboard] = x
	}
	if len(shown) < 2 {
		c.NotApplicable(all[0], "no two instances have a dashboard to compare")
	}
}
