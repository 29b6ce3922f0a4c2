package cfv2

import (
	"net/url"
	"strings"

	"conformance/mocks"
)

// catalogErrorMutants say less than they should of a catalog that cannot be read or is invalid, or take what they must not.
func catalogErrorMutants() []mocks.Mutant {
	create := mocks.On("create-broker")
	return []mocks.Mutant{
		fault("first-defect-only", "an invalid catalog is refused for its first defect alone", create.AnsweredWith(code(270012)).Map("/description", func(old any) any {
			text, _ := old.(string)
			lines := strings.SplitN(text, "\n", 3)
			return strings.Join(lines[:min(2, len(lines))], "\n")
		}), "CFV2-BROKER-046"),
		fault("gone-broker-answers-504", "a broker that refuses connections is answered with 504", create.During("absence").AnsweredWith(named("ServiceBrokerApiUnreachable")).Status(504),
			"CFV2-BROKER-024"),
		fault("silent-broker-hangs", "a registration hangs as long as the broker", create.AnsweredWith(named("HttpClientTimeout")).Hang(), "CFV2-BROKER-029"),
		fault("nameless-broker-stays", "a broker is listed without a name", mocks.On("list-brokers").During("brokers").Query("order-direction", "desc").Set("/resources/0/entity/name", ""),
			"CFV2-BROKER-021"),
		fault("unknown-member-refused", "a registration with an unknown member is refused", create.Sends(unknown, nil).Status(400).
			Body(`{"description":"the request has an unknown member","error_code":"CF-MessageParseError","code":1001}`), "CFV2-ERR-017"),
		fault("unknown-member-echoed", "the unknown member of a registration is echoed", create.Sends(unknown, nil).Set("/entity/"+unknown, 1), "CFV2-ERR-017"),
	}
}

// unknown is the member that the suite adds where nobody expects one.
const unknown = "conformance_unknown"

// queryMutants answer other lists than those asked for.
func queryMutants() []mocks.Mutant {
	offerings, plans := mocks.On("list-services").During("queries"), mocks.On("list-plans").During("queries")
	several := func(s *mocks.Seen) bool { return len(s.Query["q"]) > 1 }
	joined := func(s *mocks.Seen) bool { return strings.Contains(s.Query.Get("q"), ";") }
	in := func(s *mocks.Seen) bool { return strings.Contains(s.Query.Get("q"), " IN ") }
	paged := plans.Query("results-per-page", "2")
	page := func(n string) mocks.Rule {
		return paged.When(func(s *mocks.Seen) bool { return s.Query.Get("page") == n })
	}
	all := []mocks.Mutant{
		also(fault("in-is-one-value", "plans are filtered by IN as by one value", plans.When(in).Set("/resources", []any{}), "CFV2-BROKER-059"), "CFV2-BROKER-092"),
		fault("in-is-one-name", "brokers are filtered by IN as by one value", mocks.On("list-brokers").When(in).Set("/resources", []any{}), "CFV2-BROKER-059"),
		fault("last-filter-counts", "of several filters only the last one counts", plans.When(several).Before(func(s *mocks.Seen) {
			s.Query["q"] = s.Query["q"][len(s.Query["q"])-1:]
		}), "CFV2-BROKER-060"),
		fault("first-filter-counts", "of several filters only the first one counts", plans.When(several).Before(func(s *mocks.Seen) {
			s.Query["q"] = s.Query["q"][:1]
		}), "CFV2-BROKER-060"),
		fault("joined-filters-cut", "of filters that are joined only the first one counts", plans.When(joined).Before(func(s *mocks.Seen) {
			first, _, _ := strings.Cut(s.Query.Get("q"), ";")
			s.Query.Set("q", first)
		}), "CFV2-BROKER-060"),
		fault("link-loses-filter", "the link to the next page lacks the filter", page("").Map("/next_url", less("q")), "CFV2-BROKER-063"),
		fault("link-loses-size", "the link to the page before lacks the page size", page("3").Map("/prev_url", less("results-per-page")), "CFV2-BROKER-063"),
		fault("link-loses-direction", "the link to the next page lacks the direction", page("2").Map("/next_url", less("order-direction")), "CFV2-BROKER-063"),
		fault("link-is-absolute", "the link to the next page is a whole URL", page("").Map("/next_url", func(old any) any {
			path, _ := old.(string)
			return "https://elsewhere.example.com" + path
		}), "CFV2-BROKER-063"),
		fault("last-page-has-next", "the last page has a next one", page("3").Map("/next_url", func(any) any { return "/v2/service_plans?page=4" }), "CFV2-BROKER-063"),
		fault("first-page-has-one-before", "the first page has one before it", page("").Map("/prev_url", func(any) any { return "/v2/service_plans?page=0" }), "CFV2-BROKER-063"),
		fault("next-page-repeats", "the next page is the first one again", page("2").SetQuery("page", ""), "CFV2-BROKER-063"),
		fault("order-ignored", "an order by no column is ignored", mocks.On("list-instances").Query("order-by", "conformance").SetQuery("order-by", ""), "CFV2-ERR-040"),
		fault("broker-order-ignored", "an order of brokers by no column is ignored", mocks.On("list-brokers").Query("order-by", "conformance").SetQuery("order-by", ""), "CFV2-ERR-040"),
		fault("inactive-plans-active", "the list of inactive plans has active ones", plans.When(filters("active:")).SetQuery("q", ""), "CFV2-BROKER-092"),
	}
	for _, key := range []string{"label", "unique_id", "service_broker_guid", "active"} {
		all = append(all, fault("offerings-any-"+strings.ReplaceAll(key, "_", "-"), "the filter "+key+" of the offerings is ignored", offerings.When(filters(key+":")).SetQuery("q", ""), "CFV2-BROKER-092"))
	}
	for _, key := range []string{"service_guid", "unique_id"} {
		all = append(all, fault("plans-any-"+strings.ReplaceAll(key, "_", "-"), "the filter "+key+" of the plans is ignored",
			plans.When(filters(key+":")).When(not(joined)).When(not(several)).SetQuery("q", ""), "CFV2-BROKER-092"))
	}
	for id, path := range map[string]string{"post-offering": "/v2/services", "post-plan": "/v2/service_plans", "put-offering": "/v2/services/"} {
		all = append(all, fault(id+"-answers-405", "a request that would edit a catalog is answered with 405 ("+id+")", mocks.On().When(func(s *mocks.Seen) bool {
			return s.Operation == "" && strings.HasPrefix(s.Path, path) && strings.Count(s.Path, "/") == strings.Count(path, "/")
		}).Status(405), "CFV2-BROKER-094"))
	}
	return all
}

// less takes a parameter out of a link.
func less(name string) func(any) any {
	return func(old any) any {
		link, _ := old.(string)
		path, raw, _ := strings.Cut(link, "?")
		query, err := url.ParseQuery(raw)
		if err != nil || link == "" {
			return old
		}
		query.Del(name)
		return path + "?" + query.Encode()
	}
}

// queryEquivalents are what older controllers do with brokers.
func queryEquivalents() []mocks.Equivalent {
	once := mocks.On("create-broker").When(registered).Answered(201).Change(func(s *mocks.Seen, a *mocks.Answer) {
		guid, _ := at(a.Body, "metadata.guid").(string)
		s.Send("delete-broker", map[string]string{"guid": guid}, nil, nil)
	}).Status(400).Header("Location", "").Body(`{"description":"the URL is taken","error_code":"CF-ServiceBrokerUrlTaken","code":270003}`)
	older := mocks.On("create-broker").AnsweredWith(named("HttpClientTimeout")).Set("/error_code", "CF-ServiceBrokerApiTimeout")
	return []mocks.Equivalent{
		{
			Fault:  mocks.Fault{ID: "url-is-taken", Title: "a broker URL can be registered once", Rules: []mocks.Rule{once}},
			Allows: "CFV2-BROKER-017: older controllers take each URL once",
			Also:   []string{"CFV2-BROKER-079", "CFV2-ERR-017"},
		},
		{
			Fault:  mocks.Fault{ID: "older-timeout", Title: "a broker that gives no answer is an error of an older name", Rules: []mocks.Rule{older}},
			Allows: "CFV2-BROKER-029: older controllers name it so",
		},
	}
}

// registered tells requests of some scenarios that would register a URL again.
func registered(s *mocks.Seen) bool {
	address, _ := s.Object()["broker_url"].(string)
	if !strings.HasSuffix(address, "/queries") && !strings.HasSuffix(address, "/scoped") && s.Object()[unknown] == nil {
		return false
	}
	for _, broker := range listed(s.Send("list-brokers", nil, url.Values{"results-per-page": {"100"}}, nil).Body) {
		if entity, _ := broker.(map[string]any)["entity"].(map[string]any); entity["broker_url"] == address {
			return true
		}
	}
	return false
}
