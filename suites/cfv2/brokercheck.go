package cfv2

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/onsi/gomega"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func brokerRefusals() List {
	return refusals(Brokers, []refusal[BrokersRun]{
		{"CFV2-BROKER-002", func(r *BrokersRun) record.Step { return r.NoName }, 400, "MessageParseError", 1001, true},
		{"CFV2-BROKER-003", func(r *BrokersRun) record.Step { return r.NoURL }, 400, "MessageParseError", 1001, false},
		{"CFV2-BROKER-004", func(r *BrokersRun) record.Step { return r.NoUsername }, 400, "MessageParseError", 1001, false},
		{"CFV2-BROKER-005", func(r *BrokersRun) record.Step { return r.NoPassword }, 400, "MessageParseError", 1001, false},
		{"CFV2-BROKER-008", func(r *BrokersRun) record.Step { return r.UnknownSpace }, 404, "ResourceNotFound", 10010, false},
		{"CFV2-BROKER-016", func(r *BrokersRun) record.Step { return r.NameTaken }, 400, "ServiceBrokerNameTaken", 270002, true},
		{"CFV2-BROKER-018", func(r *BrokersRun) record.Step { return r.OtherScheme }, 400, "ServiceBrokerUrlInvalid", 270011, false},
		{"CFV2-BROKER-019", func(r *BrokersRun) record.Step { return r.URLCredentials }, 400, "ServiceBrokerUrlBasicAuthNotSupported", 270016, false},
		{"CFV2-BROKER-020", func(r *BrokersRun) record.Step { return r.BlankUsername }, 400, "ServiceBrokerInvalid", 270001, false},
		{"CFV2-BROKER-054", func(r *BrokersRun) record.Step { return r.GetUnknown }, 404, "ServiceBrokerNotFound", 270004, false},
		// Which code is upstream's own affair: 10000 and 270004 are equally clear.
		{"CFV2-BROKER-055", func(r *BrokersRun) record.Step { return r.UpdateUnknown }, 404, "", 0, false},
		{"CFV2-BROKER-055", func(r *BrokersRun) record.Step { return r.DeleteUnknown }, 404, "", 0, false},
		{"CFV2-BROKER-071", func(r *BrokersRun) record.Step { return r.RenameTaken }, 400, "ServiceBrokerNameTaken", 270002, false},
	})
}

func brokerChecks() List {
	return List{
		On("CFV2-BROKER-001", Brokers, func(c *Case, run *BrokersRun) { c.Expect(run.Create).To(HaveStatus(http.StatusCreated)) }),
		On("CFV2-BROKER-015", Brokers, func(c *Case, run *BrokersRun) { c.Expect(run.Create).To(HaveStatus(http.StatusCreated)) }),
		On("CFV2-BROKER-014", Brokers, func(c *Case, run *BrokersRun) { c.Expect(second(c, run)).To(HaveStatus(http.StatusCreated)) }),
		On("CFV2-BROKER-017", Brokers, func(c *Case, run *BrokersRun) {
			c.Expect(run.CreateForm).NotTo(HaveMember("/error_code", "CF-ServiceBrokerUrlTaken"))
		}),
		On("CFV2-BROKER-006", Brokers, func(c *Case, run *BrokersRun) {
			c.Expect(run.Create).To(HaveMember("/entity/space_guid", Kind("null")))
		}),
		On("CFV2-BROKER-010", Brokers, func(c *Case, run *BrokersRun) {
			body := sentBody(c.Use(run.Create))
			for _, member := range []string{"name", "broker_url", "auth_username"} {
				c.Expect(run.Create).To(HaveMember("/entity/"+member, body[member]))
			}
		}),
		On("CFV2-BROKER-011", Brokers, func(c *Case, run *BrokersRun) { password(c, run) }),
		On("CFV2-BROKER-012", Brokers, func(c *Case, run *BrokersRun) { located(c, run.Create, "/v2/service_brokers/") }),
		On("CFV2-BROKER-053", Brokers, func(c *Case, run *BrokersRun) {
			x := c.Use(run.Get)
			c.Expect(x).To(HaveStatus(http.StatusOK))
			c.Expect(x).To(HaveMember("/entity", value(c.Use(run.Create), "/entity")))
		}),
		On("CFV2-BROKER-021", Brokers, func(c *Case, run *BrokersRun) {
			x := c.Use(run.BlankName)
			if x.Status() < 400 || x.Status() >= 500 {
				c.Fail(x, Want("a 4xx"))
			}
			unnamed(c, c.Use(run.ListBlank), sentBody(x)["broker_url"])
		}),
		On("CFV2-ERR-017", Brokers, func(c *Case, run *BrokersRun) {
			again(c, run.UnknownMember)
			ignored(c, run.UnknownMember)
		}),
		On("CFV2-BROKER-066", Brokers, func(c *Case, run *BrokersRun) { c.Expect(run.Update).To(HaveStatus(http.StatusOK)) }),
		On("CFV2-BROKER-067", Brokers, func(c *Case, run *BrokersRun) {
			for _, member := range []string{"name", "broker_url"} {
				c.Expect(run.Update).To(HaveMember("/entity/"+member, value(c.Use(run.Create), "/entity/"+member)))
			}
		}),
		On("CFV2-BROKER-068", Brokers, func(c *Case, run *BrokersRun) { request(c, run, run.Update, "broker-catalog") }),
		On("CFV2-BROKER-069", Brokers, func(c *Case, run *BrokersRun) { quiet(c, run, c.Use(run.Rename)) }),
		On("CFV2-BROKER-075", Brokers, func(c *Case, run *BrokersRun) {
			c.Expect(run.Delete).To(HaveStatus(http.StatusNoContent))
			c.Expect(run.OfferingsAfter).To(HaveMember("/resources", BeEmptyList()))
		}),
		On("CFV2-BROKER-077", Brokers, func(c *Case, run *BrokersRun) { c.Expect(run.Delete).To(HaveStatus(http.StatusNoContent)) }),
		On("CFV2-BROKER-082", Brokers, func(c *Case, run *BrokersRun) {
			c.Expect(run.Publish).To(HaveStatus(http.StatusCreated))
			c.Expect(run.Publish).To(HaveMember("/entity/public", true))
		}),
	}
}

// unnamed demands that no broker of that address goes without a name.
func unnamed(c *Case, list *record.Exchange, address any) {
	c.Expect(list).To(HaveStatus(http.StatusOK))
	for _, broker := range resources(list) {
		if of, _ := At(broker, "/entity/broker_url"); of == address && member(broker, "/entity/name") == "" {
			c.Fail(list, Want("it not stored").Got("a broker without a name"))
		}
	}
}

// ignored demands that a creation succeeded whose body has a member that nobody knows, and that the answer lacks it.
func ignored(c *Case, step record.Step) {
	x := c.Use(step)
	if !x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted) {
		c.Fail(x, Want("it to succeed").Got("%s to a request with an unknown member", x.Got()))
	}
	if _, echoed := At(any(x.Object()), "/entity/"+unknownMember); echoed {
		c.Fail(x, Want("it ignored").Got("the unknown member back"))
	}
}

// second is the registration of another broker with the same URL, which old controllers refuse.
func second(c *Case, run *BrokersRun) *record.Exchange { return again(c, run.CreateForm) }

// again is an attempt to register a URL that is registered already, which old controllers refuse.
func again(c *Case, step record.Step) *record.Exchange {
	x := c.Use(step)
	if text(x, "/error_code") == "CF-ServiceBrokerUrlTaken" {
		c.NotApplicable(x, "the target takes each broker URL once")
	}
	return x
}

// password looks for the broker's password in everything that the target answered.
func password(c *Case, run *BrokersRun) {
	secret, _ := sentBody(c.Use(run.Create))["auth_password"].(string)
	quoted, _ := json.Marshal(secret) // a string always encodes
	for _, x := range trail(run) {
		if x.Side != record.Target || x.Response == nil || secret == "" {
			continue
		}
		c.Look(x)
		if bytes.Contains(x.Response.Body, []byte(secret)) || bytes.Contains(x.Response.Body, bytes.Trim(quoted, `"`)) {
			c.Fail(x, Note("the answer shows the password of the broker"))
		}
	}
}

// located demands that the answer's url is the path of the resource, and that Location says the same.
func located(c *Case, step record.Step, path string) {
	x := c.Use(step)
	want := path + guidOf(x)
	c.Expect(x).To(HaveMember("/metadata/url", want))
	c.Expect(x).To(HaveHeader("Location", want))
}

func catalogChecks() List {
	invalid := func(id string, step func(*CatalogsRun) record.Step) refusal[CatalogsRun] {
		return refusal[CatalogsRun]{id, step, http.StatusBadGateway, "ServiceBrokerCatalogInvalid", 270012, false}
	}
	bad := func(r *CatalogsRun) record.Step { return r.Failing }
	return append(refusals(Catalogs, []refusal[CatalogsRun]{
		{"CFV2-BROKER-025", func(r *CatalogsRun) record.Step { return r.Unauthorized }, 502, "ServiceBrokerApiAuthenticationFailed", 10001, false},
		{"CFV2-BROKER-026", func(r *CatalogsRun) record.Step { return r.NoJSON }, 502, "ServiceBrokerRequestMalformed", 270021, false},
		{"CFV2-BROKER-027", func(r *CatalogsRun) record.Step { return r.NotFound }, 502, "ServiceBrokerRequestRejected", 270020, false},
		{"CFV2-BROKER-028", bad, 502, "ServiceBrokerBadResponse", 10001, false},
		{"CFV2-BROKER-028", func(r *CatalogsRun) record.Step { return r.Created }, 502, "ServiceBrokerBadResponse", 10001, false},
		{"CFV2-BROKER-024", func(r *CatalogsRun) record.Step { return r.Nowhere }, 502, "ServiceBrokerApiUnreachable", 10001, false},
		{"CFV2-BROKER-029", func(r *CatalogsRun) record.Step { return r.Silent }, 504, "", 0, false},
		invalid("CFV2-BROKER-023", func(r *CatalogsRun) record.Step { return r.PlanID }),
		invalid("CFV2-BROKER-030", func(r *CatalogsRun) record.Step { return r.Empty }),
		invalid("CFV2-BROKER-031", func(r *CatalogsRun) record.Step { return r.ServiceID }),
		invalid("CFV2-BROKER-032", func(r *CatalogsRun) record.Step { return r.ServiceName }),
		invalid("CFV2-BROKER-033", func(r *CatalogsRun) record.Step { return r.Description }),
		invalid("CFV2-BROKER-034", func(r *CatalogsRun) record.Step { return r.Bindable }),
		invalid("CFV2-BROKER-035", func(r *CatalogsRun) record.Step { return r.NoPlans }),
		invalid("CFV2-BROKER-036", func(r *CatalogsRun) record.Step { return r.PlanName }),
		invalid("CFV2-BROKER-037", func(r *CatalogsRun) record.Step { return r.SameServiceName }),
		invalid("CFV2-BROKER-038", func(r *CatalogsRun) record.Step { return r.SamePlanID }),
		invalid("CFV2-BROKER-039", func(r *CatalogsRun) record.Step { return r.SamePlanName }),
		invalid("CFV2-BROKER-040", func(r *CatalogsRun) record.Step { return r.Requires }),
		invalid("CFV2-BROKER-041", func(r *CatalogsRun) record.Step { return r.Tags }),
		invalid("CFV2-BROKER-042", func(r *CatalogsRun) record.Step { return r.Flags }),
		invalid("CFV2-BROKER-043", func(r *CatalogsRun) record.Step { return r.DashboardClient }),
		invalid("CFV2-BROKER-044", func(r *CatalogsRun) record.Step { return r.Maintenance }),
		invalid("CFV2-BROKER-045", func(r *CatalogsRun) record.Step { return r.Schemas }),
	}),
		On("CFV2-BROKER-024", Absence, func(c *Case, run *AbsenceRun) {
			refused(c, again(c, run.Register), http.StatusBadGateway, "ServiceBrokerApiUnreachable", 10001)
		}),
		On("CFV2-BROKER-029", Catalogs, func(c *Case, run *CatalogsRun) {
			// Older controllers have the second name.
			c.Expect(run.Silent).To(HaveMember("/error_code", gomega.BeElementOf("CF-HttpClientTimeout", "CF-ServiceBrokerApiTimeout")))
		}),
		On("CFV2-BROKER-046", Catalogs, func(c *Case, run *CatalogsRun) {
			x, catalog := c.Use(run.Several), request(c, run, run.Several, "broker-catalog")
			for _, pointer := range []string{"/services/0", "/services/0/plans/1", "/services/1"} {
				if catalog == nil {
					return
				}
				id, name := text(catalog, pointer+"/id"), text(catalog, pointer+"/name")
				if said := text(x, "/description"); !strings.Contains(said, id) && !strings.Contains(said, name) {
					c.Fail(x, Want("all that is wrong with the catalog").Got("a description that mentions neither %s nor %s", quote(name), quote(id)))
				}
			}
		}),
		On("CFV2-BROKER-022", Catalogs, func(c *Case, run *CatalogsRun) { c.Expect(run.ListAfter).To(HaveMember("/resources", BeEmptyList())) }),
	)
}
