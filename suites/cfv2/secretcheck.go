package cfv2

import (
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
)

// shortestSecret is the length in bytes below which a secret may occur in innocent text by chance.
const shortestSecret = 8

// secretChecks judge what errors say: no more of a broker's words than is bearable, and nothing that opens a door.
func secretChecks() List {
	return List{
		On("CFV2-ERR-036", Failures, func(c *Case, run *FailuresRun) {
			x := c.Use(run.ProvisionLong)
			if x.Response != nil && len(x.Response.Body) > longText/2 {
				c.Fail(x, Want("far less than the %d that the broker said", longText).Got("%d bytes", len(x.Response.Body)))
			}
		}),
		On("CFV2-ERR-037", Failures, func(c *Case, run *FailuresRun) {
			known := secrets(c.Use(run.Broker))
			Texts(value(c.Use(run.Bind), "/entity/credentials"), func(text string) { known[text] = "the credentials of a binding" })
			silent(c, trail(run), known)
		}),
		On("CFV2-ERR-037", Catalogs, func(c *Case, run *CatalogsRun) {
			for _, x := range trail(run) {
				if x.Side == record.Target {
					silent(c, []*record.Exchange{x}, secrets(x))
				}
			}
		}),
	}
}

// secrets are what a request holds that opens doors: the caller's token, and a password for a broker.
func secrets(x *record.Exchange) map[string]string {
	_, token, _ := strings.Cut(x.Request.Header.Get("Authorization"), " ")
	password, _ := sentBody(x)["auth_password"].(string)
	return map[string]string{token: "the token of the caller", password: "the password of the broker"}
}

// silent demands that no error says any of what is known; what it is, is named instead.
func silent(c *Case, all []*record.Exchange, known map[string]string) {
	for _, x := range all {
		if x.Side != record.Target || x.Status() < 400 {
			continue
		}
		c.Look(x)
		for secret, name := range InOrder(known) {
			if len(secret) >= shortestSecret && strings.Contains(string(x.Response.Body), secret) {
				c.Fail(x, Want("none that does").Got("an error that tells %s", name))
			}
		}
	}
}
