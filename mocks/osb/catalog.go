package osb

import (
	"bytes"
	"cmp"
	"net/http"

	"conformance/mocks"
)

// catalog returns faults about the catalog as a whole, and what its texts may be.
func catalog() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "catalog-not-found", Title: "the catalog is there once and then no more", Breaks: ids{"OSB-CAT-001", "OSB-CAT-002", "OSB-HDR-037"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Status(http.StatusNotFound)}},
		{ID: "catalog-answers-203", Title: "the catalog is answered with 203", Breaks: ids{"OSB-CAT-002", "OSB-ERR-002", "OSB-HDR-037"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Status(http.StatusNonAuthoritativeInfo)}},
		{ID: "catalog-ids-change", Title: "the id of a plan is another in every catalog", Breaks: ids{"OSB-CAT-006"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Change(func(s *mocks.Seen, a *mocks.Answer) {
				a.Body = bytes.ReplaceAll(a.Body, []byte(syncPlan), []byte(cmp.Or(s.Header.Get(identity), syncPlan)))
			})}},
		{ID: "catalog-name-hyphen", Title: "the name of an offering is a hyphen", Breaks: ids{"OSB-CAT-013"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/name", "-")}},
		{ID: "catalog-offering-name-twice", Title: "two offerings have one name", Breaks: ids{"OSB-CAT-016"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set("/services/1/name", "documents")}},
		{ID: "catalog-offering-id-twice", Title: "two offerings have one id", Breaks: ids{"OSB-CAT-023"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set("/services/1/id", "296022e7-bb65-427b-957b-888fa1b71306")}},
		{ID: "catalog-offering-id-plain", Title: "the id of an offering is a word", Breaks: ids{"OSB-CAT-024"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/id", "documents")}},
		{ID: "catalog-plan-name-twice", Title: "two plans of an offering have one name", Breaks: ids{"OSB-CAT-041"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/name", "async")}},
		{ID: "catalog-plan-id-twice", Title: "two plans of different offerings have one id", Breaks: ids{"OSB-CAT-048"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set("/services/1/plans/0/id", syncPlan)}},
		{ID: "catalog-plan-id-plain", Title: "the id of a plan is a word", Breaks: ids{"OSB-CAT-049"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/id", "sync")}},
		{ID: "catalog-metadata-odd", Title: "display_name stands where displayName is usual", Breaks: ids{"OSB-CAT-059"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/metadata/display_name", "Documents")}},
		{ID: "metadata-price-missing", Title: "a cost has a unit and no amount", Breaks: ids{"OSB-CAT-069"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Remove(firstPlan + "/metadata/costs/0/amount")}},
		{ID: "metadata-costs-word-2.13", Title: "costs are neither an array nor an object", Version: "2.13", Breaks: ids{"OSB-CAT-067"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/metadata/costs", "much")}},
		{ID: "catalog-name-underscore", Title: "the name of a plan has an underscore", Breaks: ids{"OSB-CAT-012", "OSB-CAT-042"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/name", "in_sync")}},
		{ID: "catalog-name-space", Title: "the name of an offering has a space", Breaks: ids{"OSB-CAT-012", "OSB-CAT-017"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/name", "All documents")}},
		{ID: "catalog-offering-name-upper-2.13", Title: "the name of an offering has upper case", Version: "2.13", Breaks: ids{"OSB-CAT-019"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/name", "Documents")}},
		{ID: "catalog-offering-name-upper-2.12", Title: "the name of an offering has upper case", Version: "2.12", Breaks: ids{"OSB-CAT-020"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/name", "Documents")}},
		{ID: "catalog-plan-name-upper-2.13", Title: "the name of a plan has upper case", Version: "2.13", Breaks: ids{"OSB-CAT-044"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/name", "Sync")}},
		{ID: "catalog-plan-name-upper-2.12", Title: "the name of a plan has upper case", Version: "2.12", Breaks: ids{"OSB-CAT-045"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/name", "Sync")}},
	}
}

// catalogUnbindable returns faults: brokers that bind what is not bindable.
func catalogUnbindable() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "unbindable-bound", Title: "a plan that is not bindable is bound", Breaks: ids{"OSB-CAT-075"},
			Rules: rules{mocks.On("bind").At("unbindable").InsteadWith(reply(201, map[string]any{"credentials": map[string]any{"user": "outsider"}}))}},
		{ID: "unbindable-fetched", Title: "a plan that is not bindable is bound, as a fetch shows", Breaks: ids{"OSB-CAT-075"},
			Rules: rules{mocks.On("bind").At("unbindable").InsteadWith(reply(201, map[string]any{})),
				mocks.On("fetch-binding").At("unbindable").InsteadWith(reply(200, map[string]any{"credentials": map[string]any{"user": "outsider"}}))}},
	}
}
