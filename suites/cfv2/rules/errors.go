package rules

import (
	"net/http"
	"strings"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func errorsChecks() List {
	return List{
		// "Broker failures carry generic code"
		On("CFV2-ERR-003", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			x := c.Use(run.Provision500)
			c.Expect(x).To(HaveMember("/code", number(10001)))
			c.Expect(x).To(HaveMember("/http/method", http.MethodPut))
			c.Expect(x).To(HaveMember("/http/status", number(500)))
		}),
		// "Content type is JSON with charset"
		Each("CFV2-ERR-004", func(c *Case, x *record.Exchange) {
			if len(x.Body()) == 0 {
				return
			}
			header := x.Header("Content-Type")
			if strings.ToLower(strings.ReplaceAll(header, " ", "")) != "application/json;charset=utf-8" {
				c.Fail(x, Want("\"application/json;charset=utf-8\"").Got("header Content-Type %q", header))
			}
			c.Look(x)
		}),
		// "Request id header is present"
		On("CFV2-ERR-005", flows.Brokers, func(c *Case, _ *flows.BrokersRun) {
			seen := map[string]bool{}
			for _, x := range c.Trail() {
				if x.Side != record.Target || x.Response == nil {
					continue
				}
				id := x.Header("X-Vcap-Request-Id")
				if c.Look(x); id != "" && seen[id] {
					c.Fail(x, Want("one that no other answer has").Got("header X-VCAP-Request-ID %q", id))
				}
				seen[id] = true
			}
		}),
		// "Given request id is kept"
		On("CFV2-ERR-006", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			x := c.Use(run.ListWithID)
			given := x.Request.Header.Get("X-Vcap-Request-Id")
			if got := x.Header("X-Vcap-Request-Id"); x.Response == nil {
				c.Fail(x, Want("an answer with header X-VCAP-Request-ID"))
			} else if !strings.HasPrefix(got, given+"::") {
				c.Fail(x, Want("one that begins with %q", given+"::").Got("header X-VCAP-Request-ID %q", got))
			}
		}),
		// "Content length matches the body"
		Each("CFV2-ERR-008", func(c *Case, x *record.Exchange) {
			if x.Is(http.StatusNoContent) {
				c.Look(x)
				if len(x.Body()) > 0 {
					c.Fail(x, Want("none").Got("204 with a body of %d bytes", len(x.Body())))
				}
			}
		}),
		// "Bearer tokens authenticate requests"
		On("CFV2-ERR-009", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			for _, step := range []record.Step{run.ListOne, run.ListLower, run.ListUpper} {
				x := c.Use(step)
				if x.Request.Header.Get("Authorization") == "" {
					c.NotApplicable(x, "the run has no token")
				}
				c.Expect(x).To(HaveStatus(http.StatusOK))
			}
		}),
		// "Missing scope answers 403"
		On("CFV2-ERR-013", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			for _, step := range []record.Step{run.ListNoScope, run.CreateNoScope} {
				x := c.Use(step)
				if flows.Stale(x) {
					c.NeedsFixture(x, flows.ScopelessToken, "the target does not take that token")
				}
				refused(c, x, http.StatusForbidden, "InsufficientScope", 10007)
			}
		}),
		// "Unknown request fields are ignored"
		On("CFV2-ERR-017", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			again(c, run.UnknownMember)
			ignored(c, run.UnknownMember)
		}),
		// "Concurrency on update answers 502"
		On("CFV2-ERR-023", flows.Failures, func(c *Case, run *flows.FailuresRun) { c.Expect(run.UpdateBusy).To(HaveStatus(502, 422)) }),
		// "Unreachable broker call answers 502"
		On("CFV2-ERR-033", flows.Absence, func(c *Case, run *flows.AbsenceRun) {
			for _, step := range []record.Step{run.Provision, run.Bind, run.Update, run.Delete} {
				refused(c, c.Use(step), http.StatusBadGateway, notReached, 10001)
			}
		}),
		// "Broker description is passed on"
		On("CFV2-ERR-034", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			c.Expect(run.Provision500).To(HaveMember("/description", Containing(flows.Broken)))
		}),
		// "Deprovision errors name the instance"
		On("CFV2-ERR-035", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			c.Expect(run.Delete500).To(HaveMember("/description", Containing(flows.Text(c.Use(run.AfterDelete), "/entity/name"))))
		}),
		// "Oversized broker text is cut"
		On("CFV2-ERR-036", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			x := c.Use(run.ProvisionLong)
			if len(x.Body()) > flows.LongText/2 {
				c.Fail(x, Want("far less than the %d that the broker said", flows.LongText).Got("%d bytes", len(x.Body())))
			}
		}),
		// "Secrets stay out of errors"
		On("CFV2-ERR-037", flows.Failures, func(c *Case, run *flows.FailuresRun) {
			known := secrets(c.Use(run.Broker))
			Texts(flows.Value(c.Use(run.Bind), "/entity/credentials"), func(text string) { known[text] = "the credentials of a binding" })
			silent(c, c.Trail(), known)
		}),
		// "Secrets stay out of errors"
		On("CFV2-ERR-037", flows.Catalogs, func(c *Case, _ *flows.CatalogsRun) {
			for _, x := range c.Trail() {
				if x.Side == record.Target {
					silent(c, []*record.Exchange{x}, secrets(x))
				}
			}
		}),
		// "Unsupported order-by is an error"
		On("CFV2-ERR-040", flows.Queries, func(c *Case, run *flows.QueriesRun) {
			for _, step := range []record.Step{run.NoSuchColumn, run.NoSuchColumnInstances} {
				x := c.Use(step)
				if x.Status() < 400 {
					c.Fail(x, Want("an error"))
					continue
				}
				c.Expect(x).To(HaveMember("/error_code", Kind("string")))
				c.Expect(x).To(HaveMember("/code", Kind("number")))
			}
		}),
	}
}

// shortestSecret is the length in bytes below which a secret may occur in innocent text by chance.
const shortestSecret = 8

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
			if len(secret) >= shortestSecret && strings.Contains(string(x.Body()), secret) {
				c.Fail(x, Want("none that does").Got("an error that tells %s", name))
			}
		}
	}
}
