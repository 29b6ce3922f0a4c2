package cfv2

import (
	"net/url"
	"strings"

	"conformance/mocks"
)

// brokersFilters returns faults: a controller that answers other lists than those asked for.
func brokersFilters() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "broker-filter-ignored", Title: "the filter of the broker list is ignored", Breaks: ids{"CFV2-BROKER-057"},
			Rules: rules{mocks.On("list-brokers").When(filters("name:")).SetQuery("q", "")}},
		{ID: "visibility-list-empty", Title: "the list of visibilities is empty", Breaks: ids{"CFV2-BROKER-091"},
			Rules: rules{mocks.On("list-visibilities").Set("/resources", []any{})}},
		{ID: "marketplace-empty", Title: "who has no token sees no plans", Breaks: ids{"CFV2-BROKER-093"},
			Rules: rules{mocks.On("list-plans").Without("Authorization").Set("/resources", []any{})}},
		{ID: "in-is-one-value", Title: "plans are filtered by IN as by one value", Breaks: ids{"CFV2-BROKER-059"},
			Rules: rules{mocks.On("list-plans").At("queries").When(filtersBy(" IN ")).Set("/resources", []any{})}},
		{ID: "in-is-one-name", Title: "brokers are filtered by IN as by one value", Breaks: ids{"CFV2-BROKER-059"},
			Rules: rules{mocks.On("list-brokers").When(filtersBy(" IN ")).Set("/resources", []any{})}},
		{ID: "last-filter-counts", Title: "of several filters only the last one counts", Breaks: ids{"CFV2-BROKER-060"},
			Rules: rules{mocks.On("list-plans").At("queries").Before(func(s *mocks.Seen) {
				if filters := s.Query["q"]; len(filters) > 1 {
					s.Query["q"] = filters[len(filters)-1:]
				}
			})}},
		{ID: "first-filter-counts", Title: "of several filters only the first one counts", Breaks: ids{"CFV2-BROKER-060"},
			Rules: rules{mocks.On("list-plans").At("queries").Before(func(s *mocks.Seen) {
				if filters := s.Query["q"]; len(filters) > 1 {
					s.Query["q"] = filters[:1]
				}
			})}},
		{ID: "joined-filters-cut", Title: "of filters that are joined only the first one counts", Breaks: ids{"CFV2-BROKER-060"},
			Rules: rules{mocks.On("list-plans").At("queries").When(filtersBy(";")).Before(func(s *mocks.Seen) {
				first, _, _ := strings.Cut(s.Query.Get("q"), ";")
				s.Query.Set("q", first)
			})}},
		{ID: "inactive-plans-active", Title: "the list of inactive plans has active ones", Breaks: ids{"CFV2-BROKER-092"},
			Rules: rules{mocks.On("list-plans").At("queries").When(filters("active:")).SetQuery("q", "")}},
	}
}

// brokersPages returns faults: a controller that links pages wrongly.
func brokersPages() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "link-loses-filter", Title: "the link to the next page lacks the filter", Breaks: ids{"CFV2-BROKER-063"},
			Rules: rules{mocks.On("list-plans").At("queries").Query("results-per-page", "2").Query("page", "").Map("/next_url", less("q"))}},
		{ID: "link-loses-size", Title: "the link to the page before lacks the page size", Breaks: ids{"CFV2-BROKER-063"},
			Rules: rules{mocks.On("list-plans").At("queries").Query("results-per-page", "2").Query("page", "3").Map("/prev_url", less("results-per-page"))}},
		{ID: "link-loses-direction", Title: "the link to the next page lacks the direction", Breaks: ids{"CFV2-BROKER-063"},
			Rules: rules{mocks.On("list-plans").At("queries").Query("results-per-page", "2").Query("page", "2").Map("/next_url", less("order-direction"))}},
		{ID: "link-is-absolute", Title: "the link to the next page is a whole URL", Breaks: ids{"CFV2-BROKER-063"},
			Rules: rules{mocks.On("list-plans").At("queries").Query("results-per-page", "2").Query("page", "").Map("/next_url", func(old any) any {
				path, _ := old.(string)
				return "https://elsewhere.example.com" + path
			})}},
		{ID: "last-page-has-next", Title: "the last page has a next one", Breaks: ids{"CFV2-BROKER-063"},
			Rules: rules{mocks.On("list-plans").At("queries").Query("results-per-page", "2").Query("page", "3").
				Map("/next_url", func(any) any { return "/v2/service_plans?page=4" })}},
		{ID: "first-page-has-one-before", Title: "the first page has one before it", Breaks: ids{"CFV2-BROKER-063"},
			Rules: rules{mocks.On("list-plans").At("queries").Query("results-per-page", "2").Query("page", "").
				Map("/prev_url", func(any) any { return "/v2/service_plans?page=0" })}},
		{ID: "next-page-repeats", Title: "the next page is the first one again", Breaks: ids{"CFV2-BROKER-063"},
			Rules: rules{mocks.On("list-plans").At("queries").Query("results-per-page", "2").Query("page", "2").SetQuery("page", "")}},
		{ID: "page-size-ignored", Title: "the page size of the broker list is ignored", Breaks: ids{"CFV2-BROKER-062"},
			Rules: rules{mocks.On("list-brokers").Query("results-per-page", "1").SetQuery("results-per-page", "")}},
	}
}

// brokersFiltersIgnored returns faults: a controller that ignores one filter each, and edits catalogs that nobody may edit.
func brokersFiltersIgnored() []mocks.Mutant {
	offering := func(key string) mocks.Rule {
		return mocks.On("list-services").At("queries").When(filters(key+":")).SetQuery("q", "")
	}
	plan := func(key string) mocks.Rule {
		return mocks.On("list-plans").At("queries").When(filters(key+":")).When(mocks.Not(filtersBy(";"))).
			When(func(s *mocks.Seen) bool { return len(s.Query["q"]) == 1 }).SetQuery("q", "")
	}
	answers405 := func(path string) mocks.Rule {
		return mocks.On().When(func(s *mocks.Seen) bool {
			return s.Operation == "" && strings.HasPrefix(s.Path, path) && strings.Count(s.Path, "/") == strings.Count(path, "/")
		}).Status(405)
	}
	var all []mocks.Mutant
	for _, row := range []struct {
		id, title, breaks string
		rule              mocks.Rule
	}{
		{"offerings-any-label", "the filter label of the offerings is ignored", "CFV2-BROKER-092", offering("label")},
		{"offerings-any-unique-id", "the filter unique_id of the offerings is ignored", "CFV2-BROKER-092", offering("unique_id")},
		{"offerings-any-service-broker-guid", "the filter service_broker_guid of the offerings is ignored", "CFV2-BROKER-092", offering("service_broker_guid")},
		{"offerings-any-active", "the filter active of the offerings is ignored", "CFV2-BROKER-092", offering("active")},
		{"plans-any-service-guid", "the filter service_guid of the plans is ignored", "CFV2-BROKER-092", plan("service_guid")},
		{"plans-any-unique-id", "the filter unique_id of the plans is ignored", "CFV2-BROKER-092", plan("unique_id")},
		{"post-offering-answers-405", "a request that would edit a catalog is answered with 405 (post-offering)", "CFV2-BROKER-094", answers405("/v2/services")},
		{"post-plan-answers-405", "a request that would edit a catalog is answered with 405 (post-plan)", "CFV2-BROKER-094", answers405("/v2/service_plans")},
		{"put-offering-answers-405", "a request that would edit a catalog is answered with 405 (put-offering)", "CFV2-BROKER-094", answers405("/v2/services/")},
	} {
		all = append(all, mocks.Mutant{ID: row.id, Title: row.title, Breaks: ids{row.breaks}, Rules: rules{row.rule}})
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
