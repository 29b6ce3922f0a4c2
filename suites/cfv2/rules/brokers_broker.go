package rules

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/onsi/gomega"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

func brokersBrokerChecks() List {
	return List{
		// "Registering a broker answers 201"
		On("CFV2-BROKER-001", flows.Brokers, func(c *Case, run *flows.BrokersRun) { c.Expect(run.Create).To(HaveStatus(http.StatusCreated)) }),
		// "Space scope is optional"
		On("CFV2-BROKER-006", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			c.Expect(run.Create).To(HaveMember("/entity/space_guid", Kind("null")))
		}),
		// "Broker entity has four fields"
		On("CFV2-BROKER-010", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			body := sentBody(c.Use(run.Create))
			for _, member := range []string{"name", "broker_url", "auth_username"} {
				c.Expect(run.Create).To(HaveMember("/entity/"+member, body[member]))
			}
		}),
		// "Broker password is never returned"
		On("CFV2-BROKER-011", flows.Brokers, func(c *Case, run *flows.BrokersRun) { password(c, run) }),
		// "Broker url and Location agree"
		On("CFV2-BROKER-012", flows.Brokers, func(c *Case, run *flows.BrokersRun) { located(c, run.Create, "/v2/service_brokers/") }),
		// "JSON body accepted under form content type"
		On("CFV2-BROKER-014", flows.Brokers, func(c *Case, run *flows.BrokersRun) { c.Expect(second(c, run)).To(HaveStatus(http.StatusCreated)) }),
		// "JSON content type accepted"
		On("CFV2-BROKER-015", flows.Brokers, func(c *Case, run *flows.BrokersRun) { c.Expect(run.Create).To(HaveStatus(http.StatusCreated)) }),
		// "Same broker URL may register twice"
		On("CFV2-BROKER-017", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			c.Expect(run.CreateForm).NotTo(HaveMember("/error_code", "CF-ServiceBrokerUrlTaken"))
		}),
		// "Blank broker name refused"
		On("CFV2-BROKER-021", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			x := c.Use(run.BlankName)
			if x.Status() < 400 || x.Status() >= 500 {
				c.Fail(x, Want("a 4xx"))
			}
			unnamed(c, c.Use(run.ListBlank), sentBody(x)["broker_url"])
		}),
		// "Get broker answers 200"
		On("CFV2-BROKER-053", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			x := c.Use(run.Get)
			c.Expect(x).To(HaveStatus(http.StatusOK))
			c.Expect(x).To(HaveMember("/entity", flows.Value(c.Use(run.Create), "/entity")))
		}),
		// "Updating a broker answers 200"
		On("CFV2-BROKER-066", flows.Brokers, func(c *Case, run *flows.BrokersRun) { c.Expect(run.Update).To(HaveStatus(http.StatusOK)) }),
		// "Broker update is partial"
		On("CFV2-BROKER-067", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			for _, member := range []string{"name", "broker_url"} {
				c.Expect(run.Update).To(HaveMember("/entity/"+member, flows.Value(c.Use(run.Create), "/entity/"+member)))
			}
		}),
		// "Broker update fetches catalog again"
		On("CFV2-BROKER-068", flows.Brokers, func(c *Case, run *flows.BrokersRun) { request(c, run.Update, "broker-catalog") }),
		// "Renaming a broker skips the catalog"
		On("CFV2-BROKER-069", flows.Brokers, func(c *Case, run *flows.BrokersRun) { quiet(c, c.Use(run.Rename)) }),
		// "Deleting a broker answers 204"
		On("CFV2-BROKER-075", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			c.Expect(run.Delete).To(HaveStatus(http.StatusNoContent))
			c.Expect(run.OfferingsAfter).To(HaveMember("/resources", BeEmptyList()))
		}),
		// "Broker delete ignores async flag"
		On("CFV2-BROKER-077", flows.Brokers, func(c *Case, run *flows.BrokersRun) { c.Expect(run.Delete).To(HaveStatus(http.StatusNoContent)) }),
		// "Making a plan public answers 201"
		On("CFV2-BROKER-082", flows.Brokers, func(c *Case, run *flows.BrokersRun) {
			c.Expect(run.Publish).To(HaveStatus(http.StatusCreated))
			c.Expect(run.Publish).To(HaveMember("/entity/public", true))
		}),
	}
}

func brokerRefusals() List {
	return refusals(flows.Brokers, []refusal[flows.BrokersRun]{
		// "Broker name is required"
		{"CFV2-BROKER-002", func(r *flows.BrokersRun) record.Step { return r.NoName }, 400, "MessageParseError", 1001, true},
		// "Broker URL is required"
		{"CFV2-BROKER-003", func(r *flows.BrokersRun) record.Step { return r.NoURL }, 400, "MessageParseError", 1001, false},
		// "Broker user name is required"
		{"CFV2-BROKER-004", func(r *flows.BrokersRun) record.Step { return r.NoUsername }, 400, "MessageParseError", 1001, false},
		// "Broker password is required"
		{"CFV2-BROKER-005", func(r *flows.BrokersRun) record.Step { return r.NoPassword }, 400, "MessageParseError", 1001, false},
		// "Unknown space for broker answers 404"
		{"CFV2-BROKER-008", func(r *flows.BrokersRun) record.Step { return r.UnknownSpace }, 404, "ResourceNotFound", 10010, false},
		// "Taken broker name answers 400"
		{"CFV2-BROKER-016", func(r *flows.BrokersRun) record.Step { return r.NameTaken }, 400, "ServiceBrokerNameTaken", 270002, true},
		// "Non-HTTP broker URL answers 400"
		{"CFV2-BROKER-018", func(r *flows.BrokersRun) record.Step { return r.OtherScheme }, 400, "ServiceBrokerUrlInvalid", 270011, false},
		// "Credentials inside broker URL refused"
		{"CFV2-BROKER-019", func(r *flows.BrokersRun) record.Step { return r.URLCredentials }, 400, "ServiceBrokerUrlBasicAuthNotSupported", 270016, false},
		// "Blank broker credentials refused"
		{"CFV2-BROKER-020", func(r *flows.BrokersRun) record.Step { return r.BlankUsername }, 400, "ServiceBrokerInvalid", 270001, false},
		// "Unknown broker on GET answers 404"
		{"CFV2-BROKER-054", func(r *flows.BrokersRun) record.Step { return r.GetUnknown }, 404, "ServiceBrokerNotFound", 270004, false},
		// Which code is upstream's own affair: 10000 and 270004 are equally clear.
		// "Unknown broker on PUT or DELETE answers 404"
		{"CFV2-BROKER-055", func(r *flows.BrokersRun) record.Step { return r.UpdateUnknown }, 404, "", 0, false},
		// "Unknown broker on PUT or DELETE answers 404"
		{"CFV2-BROKER-055", func(r *flows.BrokersRun) record.Step { return r.DeleteUnknown }, 404, "", 0, false},
		// "Taken name on broker update answers 400"
		{"CFV2-BROKER-071", func(r *flows.BrokersRun) record.Step { return r.RenameTaken }, 400, "ServiceBrokerNameTaken", 270002, false},
	})
}

// unnamed demands that no broker of that address goes without a name.
func unnamed(c *Case, list *record.Exchange, address any) {
	c.Expect(list).To(HaveStatus(http.StatusOK))
	for _, broker := range flows.Resources(list) {
		if of, _ := At(broker, "/entity/broker_url"); of == address && flows.Member(broker, "/entity/name") == "" {
			c.Fail(list, Want("it not stored").Got("a broker without a name"))
		}
	}
}

// second is the registration of another broker with the same URL, which old controllers refuse.
func second(c *Case, run *flows.BrokersRun) *record.Exchange { return again(c, run.CreateForm) }

// password looks for the broker's password in everything that the target answered.
func password(c *Case, run *flows.BrokersRun) {
	secret, _ := sentBody(c.Use(run.Create))["auth_password"].(string)
	quoted, _ := json.Marshal(secret) // a string always encodes
	for _, x := range c.Trail() {
		if x.Side != record.Target || x.Response == nil || secret == "" {
			continue
		}
		c.Look(x)
		if bytes.Contains(x.Body(), []byte(secret)) || bytes.Contains(x.Body(), bytes.Trim(quoted, `"`)) {
			c.Fail(x, Note("the answer shows the password of the broker"))
		}
	}
}

func catalogChecks() List {
	invalid := func(id string, step func(*flows.CatalogsRun) record.Step) refusal[flows.CatalogsRun] {
		return refusal[flows.CatalogsRun]{id, step, http.StatusBadGateway, "ServiceBrokerCatalogInvalid", 270012, false}
	}
	bad := func(r *flows.CatalogsRun) record.Step { return r.Failing }
	return append(refusals(flows.Catalogs, []refusal[flows.CatalogsRun]{
		// "Refused broker credentials answer 502"
		{"CFV2-BROKER-025", func(r *flows.CatalogsRun) record.Step { return r.Unauthorized }, 502, "ServiceBrokerApiAuthenticationFailed", 10001, false},
		// "Non-JSON catalog answers 502"
		{"CFV2-BROKER-026", func(r *flows.CatalogsRun) record.Step { return r.NoJSON }, 502, "ServiceBrokerRequestMalformed", 270021, false},
		// "Rejected catalog request answers 502"
		{"CFV2-BROKER-027", func(r *flows.CatalogsRun) record.Step { return r.NotFound }, 502, "ServiceBrokerRequestRejected", 270020, false},
		// "Broken catalog request answers 502"
		{"CFV2-BROKER-028", bad, 502, "ServiceBrokerBadResponse", 10001, false},
		// "Broken catalog request answers 502"
		{"CFV2-BROKER-028", func(r *flows.CatalogsRun) record.Step { return r.Created }, 502, "ServiceBrokerBadResponse", 10001, false},
		// "Unreachable broker answers 502"
		{"CFV2-BROKER-024", func(r *flows.CatalogsRun) record.Step { return r.Nowhere }, 502, "ServiceBrokerApiUnreachable", 10001, false},
		// "Slow catalog answers 504"
		{"CFV2-BROKER-029", func(r *flows.CatalogsRun) record.Step { return r.Silent }, 504, "", 0, false},
		// "Invalid catalog answers 502"
		invalid("CFV2-BROKER-023", func(r *flows.CatalogsRun) record.Step { return r.PlanID }),
		// "Catalog without services refused"
		invalid("CFV2-BROKER-030", func(r *flows.CatalogsRun) record.Step { return r.Empty }),
		// "Service id must be a string"
		invalid("CFV2-BROKER-031", func(r *flows.CatalogsRun) record.Step { return r.ServiceID }),
		// "Service name must be a string"
		invalid("CFV2-BROKER-032", func(r *flows.CatalogsRun) record.Step { return r.ServiceName }),
		// "Service description required and bounded"
		invalid("CFV2-BROKER-033", func(r *flows.CatalogsRun) record.Step { return r.Description }),
		// "Service bindable flag is required"
		invalid("CFV2-BROKER-034", func(r *flows.CatalogsRun) record.Step { return r.Bindable }),
		// "Service needs at least one plan"
		invalid("CFV2-BROKER-035", func(r *flows.CatalogsRun) record.Step { return r.NoPlans }),
		// "Plan id name and description required"
		invalid("CFV2-BROKER-036", func(r *flows.CatalogsRun) record.Step { return r.PlanName }),
		// "Service ids and names are unique"
		invalid("CFV2-BROKER-037", func(r *flows.CatalogsRun) record.Step { return r.SameServiceName }),
		// "Plan ids are unique per catalog"
		invalid("CFV2-BROKER-038", func(r *flows.CatalogsRun) record.Step { return r.SamePlanID }),
		// "Plan names are unique per service"
		invalid("CFV2-BROKER-039", func(r *flows.CatalogsRun) record.Step { return r.SamePlanName }),
		// "Unsupported requires value refused"
		invalid("CFV2-BROKER-040", func(r *flows.CatalogsRun) record.Step { return r.Requires }),
		// "Catalog tags are bounded strings"
		invalid("CFV2-BROKER-041", func(r *flows.CatalogsRun) record.Step { return r.Tags }),
		// "Catalog flags and metadata are typed"
		invalid("CFV2-BROKER-042", func(r *flows.CatalogsRun) record.Step { return r.Flags }),
		// "Dashboard client must be complete"
		invalid("CFV2-BROKER-043", func(r *flows.CatalogsRun) record.Step { return r.DashboardClient }),
		// "Plan maintenance info is checked"
		invalid("CFV2-BROKER-044", func(r *flows.CatalogsRun) record.Step { return r.Maintenance }),
		// "Plan schemas are checked"
		invalid("CFV2-BROKER-045", func(r *flows.CatalogsRun) record.Step { return r.Schemas }),
	}),
		// "Unreachable broker answers 502"
		On("CFV2-BROKER-024", flows.Absence, func(c *Case, run *flows.AbsenceRun) {
			refused(c, again(c, run.Register), http.StatusBadGateway, "ServiceBrokerApiUnreachable", 10001)
		}),
		// "Slow catalog answers 504"
		On("CFV2-BROKER-029", flows.Catalogs, func(c *Case, run *flows.CatalogsRun) {
			// Older controllers have the second name.
			c.Expect(run.Silent).To(HaveMember("/error_code", gomega.BeElementOf("CF-HttpClientTimeout", "CF-ServiceBrokerApiTimeout")))
		}),
		// "All catalog problems reported together"
		On("CFV2-BROKER-046", flows.Catalogs, func(c *Case, run *flows.CatalogsRun) {
			x, catalog := c.Use(run.Several), request(c, run.Several, "broker-catalog")
			for _, pointer := range []string{"/services/0", "/services/0/plans/1", "/services/1"} {
				if catalog == nil {
					return
				}
				id, name := flows.Text(catalog, pointer+"/id"), flows.Text(catalog, pointer+"/name")
				if said := flows.Text(x, "/description"); !strings.Contains(said, id) && !strings.Contains(said, name) {
					c.Fail(x, Want("all that is wrong with the catalog").Got("a description that mentions neither %s nor %s", flows.Quote(name), flows.Quote(id)))
				}
			}
		}),
		// "Failed registration leaves no broker"
		On("CFV2-BROKER-022", flows.Catalogs, func(c *Case, run *flows.CatalogsRun) {
			c.Expect(run.ListAfter).To(HaveMember("/resources", BeEmptyList()))
		}),
	)
}
