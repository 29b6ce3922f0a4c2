package osb

import (
	"net/http"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func parameterChecks() List {
	return List{
		On("OSB-PROV-022", Parameters, func(c *Case, run *ParametersRun) { refusesBroken(c, run.ProvisionBroken, run.Drains) }),
		On("OSB-UPD-014", Parameters, func(c *Case, run *ParametersRun) { refusesBroken(c, run.UpdateBroken, run.Drains) }),
		On("OSB-UPD-014", Parameters, readsScripts),
		On("OSB-BIND-048", Parameters, func(c *Case, run *ParametersRun) { refusesBroken(c, run.BindBroken, run.Drains) }),
		On("OSB-SCHEMA-011", Parameters, keepsSchema),
		On("OSB-PROV-046", Parameters, func(c *Case, run *ParametersRun) {
			ownDashboards(c, run.Valid, run.Provision, run.ProvisionBroken, run.Other, run.OtherPlain)
		}),
		On("OSB-UPD-047", Parameters, func(c *Case, run *ParametersRun) { ownDashboards(c, run.Update, run.UpdateOther) }),
		On("OSB-CTX-007", Parameters, func(c *Case, run *ParametersRun) { anyPlatform(c, run.OtherPlain, run.Other) }),
	}
}

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

// readsScripts judges that a text is served or refused in whatever script it is written.
func readsScripts(c *Case, run *ParametersRun) {
	plain, x := c.Use(run.Update), c.Use(run.UpdateText)
	if plain.Status() >= 500 {
		c.NotApplicable(plain, "the same update without parameters is answered %s", plain.Got())
	}
	if x.Status() < 200 || x.Status() >= 500 {
		c.Fail(x, Want("them served, or refused (400)").Got("%s for parameters with the text %q", x.Got(), manyScripts))
	}
}

// keepsSchema judges both ways: what a schema admits is served, and what it forbids is refused.
func keepsSchema(c *Case, run *ParametersRun) {
	found := false
	for _, place := range []struct{ valid, plain, broken record.Step }{
		{run.Valid, run.Provision, run.ProvisionBroken}, {run.UpdateValid, run.Update, run.UpdateBroken}, {run.BindValid, run.Bind, run.BindBroken},
	} {
		if place.broken.Present() {
			found = true
			refusesBroken(c, place.broken, run.Drains)
		}
		if !place.valid.Present() || !place.plain.Present() && !worked(place.valid.Exchange()) {
			continue
		}
		// That the parameters are the reason is known when the same request is served without them. Another status than
		// 400 may have another reason.
		x := c.Use(place.valid)
		found = true
		if x.Is(http.StatusBadRequest) && worked(c.Use(place.plain)) {
			c.Fail(x, Want("them accepted").Got("%s for parameters that keep the schema", x.Got()))
		}
	}
	if !found {
		c.Use(run.ProvisionBroken)
	}
}

// ownDashboards judges that no two instances have one dashboard.
func ownDashboards(c *Case, steps ...record.Step) {
	shown := map[any]*record.Exchange{}
	all := seen(c, steps...)
	for _, x := range all {
		dashboard, _ := x.Object()["dashboard_url"].(string)
		if !worked(x) || dashboard == "" {
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
