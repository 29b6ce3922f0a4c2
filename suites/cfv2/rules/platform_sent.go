package rules

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
)

// sentChecks judge the headers of whatever the target sent to the scripted broker.
func sentChecks() List {
	labelled := regexp.MustCompile(`^application/json`)
	return List{
		// "Broker calls use basic auth"
		EachSent("CFV2-PLAT-001", func(c *Case, x *record.Exchange) {
			header := x.Request.Header.Get("Authorization")
			switch {
			case !strings.HasPrefix(header, "Basic "):
				c.Fail(x, Want("the registered user and password").Got("no basic authentication"))
			// The scripted broker compares them; the recording no longer holds them.
			case x.Is(http.StatusUnauthorized) && flows.Value(x, "/description") != flows.Broken:
				c.Fail(x, Note("sent other credentials than those that the broker was registered with"))
			default:
				c.Look(x)
			}
		}),
		// "Broker calls carry API version"
		sentHeader("CFV2-PLAT-003", "X-Broker-Api-Version", `^2\.\d+$`),
		// "Request identity is fresh per call"
		sentHeader("CFV2-PLAT-006", "X-Broker-Api-Request-Identity", `^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`),
		// "Info location is announced"
		sentHeader("CFV2-PLAT-008", "X-Api-Info-Location", `/v2/info$`, "broker-catalog", "broker-provision"),
		// "Broker calls ask for JSON"
		sentHeader("CFV2-PLAT-010", "Accept", `application/json`),
		// "Broker calls ask for JSON"
		EachSent("CFV2-PLAT-010", func(c *Case, x *record.Exchange) {
			if slices.Contains([]string{http.MethodPut, http.MethodPatch}, x.Request.Method) {
				matching(c, x, "Content-Type", labelled)
			}
		}),
		// "Originating identity names the user"
		EachSent("CFV2-PLAT-004", func(c *Case, x *record.Exchange) {
			header := x.Request.Header.Get("X-Broker-Api-Originating-Identity")
			asked := slices.Contains([]string{"broker-catalog", "broker-provision", "broker-bind", "broker-update"}, x.Operation)
			if header != "" || asked {
				identified(c, x, header)
			}
		}),
		// "Request id is forwarded"
		On("CFV2-PLAT-007", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
			created := c.Use(run.Create)
			if created.Response == nil {
				c.NotApplicable(created, "the client got %s, so there is no id to compare", created.Got())
			}
			id := created.Header("X-Vcap-Request-Id")
			if x := request(c, run.Create, "broker-provision"); x != nil && x.Request.Header.Get("X-Vcap-Request-Id") != id {
				c.Fail(x, Want("%q, as in the answer to the client", id).Got("header X-VCAP-Request-ID %q", x.Request.Header.Get("X-Vcap-Request-Id")))
			}
		}),
	}
}

// sentHeader demands a header of every request of those operations; of all, when there are none.
func sentHeader(id, name, pattern string, operations ...string) Check {
	expression := regexp.MustCompile(pattern)
	return EachSent(id, func(c *Case, x *record.Exchange) {
		if len(operations) == 0 || slices.Contains(operations, x.Operation) {
			matching(c, x, name, expression)
		}
	})
}

func matching(c *Case, x *record.Exchange, name string, pattern *regexp.Regexp) {
	c.Look(x)
	if header := x.Request.Header.Get(name); !pattern.MatchString(header) {
		c.Fail(x, Want("one that matches %s", pattern).Got("header %s %q", name, header))
	}
}

// identified demands that the header is the platform's name and, in base64, an object that names the user.
func identified(c *Case, x *record.Exchange, header string) {
	c.Look(x)
	platform, encoded, _ := strings.Cut(header, " ")
	var identity map[string]any
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || json.Unmarshal(data, &identity) != nil || platform != "cloudfoundry" || identity["user_id"] == nil {
		c.Fail(x, Want("cloudfoundry and an object with user_id in base64").Got("header X-Broker-Api-Originating-Identity %q", header))
	}
}
