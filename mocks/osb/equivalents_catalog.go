package osb

import (
	"bytes"
	"slices"
	"strings"
	"sync/atomic"

	"conformance/mocks"
)

// oddCatalogs returns equivalents: brokers that have odd catalogs.
func oddCatalogs() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "no-tags", Title: "an offering has an empty list of tags", Allows: "lists may be empty",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/tags", []any{}).Set(offering+"/requires", []any{})}},
		{ID: "upper-case-ids", Title: "ids are GUIDs in upper case", Allows: "the case of a GUID is free",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Change(func(_ *mocks.Seen, a *mocks.Answer) {
				for _, id := range []string{documents, syncPlan} {
					a.Body = bytes.ReplaceAll(a.Body, []byte(id), []byte(strings.ToUpper(id)))
				}
			})}},
		{ID: "plan-names-shared", Title: "plans of different offerings have one name", Allows: "plan names are unique within an offering",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set("/services/1/plans/0/name", "sync")}},
		{ID: "schema-refers-inside", Title: "a schema refers to a part of itself", Allows: "references within a schema are free",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).
				Set(firstPlan+"/schemas/service_instance/create/parameters/properties/next", map[string]any{"$ref": "#/properties/size"})}},
		{ID: "vendor-metadata", Title: "metadata has members of its own", Allows: "metadata is open",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/metadata/vendor.rating", 5)}},
		{ID: "mixed-case-names", Title: "names have upper case", Allows: "names are free of case rules",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/name", "Documents")}},
		{ID: "schema-of-signs", Title: "a schema has many signs that some encoders escape", Allows: "64 kB are meant as they are sent",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/schemas/service_instance/create/parameters/title", strings.Repeat("<", 40_000))}},
		{ID: "schema-names-itself", Title: "a schema refers to itself by a part of its address", Allows: "references within a schema are free",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).
				Set(firstPlan+"/schemas/service_instance/create/parameters/id", "https://schemas.example.com/documents.json").
				Set(firstPlan+"/schemas/service_instance/create/parameters/properties/next", map[string]any{"$ref": "documents.json#/properties/size"})}},
		{ID: "costs-nothing", Title: "a cost has no price in any currency", Allows: "how many currencies there are is not said",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/metadata/costs/0/amount", map[string]any{})}},
		{ID: "costs-object-2.13", Title: "costs are an object", Version: "2.13", Allows: "2.13 says object and array",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/metadata/costs", map[string]any{"usd": 5})}},
	}
}

// oddNames returns equivalents: brokers that have odd names, and members of their own.
func oddNames() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "names-differ-by-case", Title: "two plans of an offering have names that differ by case", Allows: "names compare case-sensitively",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/name", "Async")}},
		{ID: "names-of-any-script", Title: "names have letters that are not English", Allows: "what a letter is, is not said",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/name", "Bücher").Set(firstPlan+"/name", "малый")}},
		{ID: "names-of-any-script-2.14", Title: "names have letters that are not English", Version: "2.14", Allows: "what a letter is, is not said",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/name", "Bücher").Set(firstPlan+"/name", "малый")}},
		{ID: "names-underscored-2.12", Title: "names have underscores and dots", Version: "2.12", Allows: "before 2.13 names have to be in lower case and without spaces",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/name", "all_documents").Set(firstPlan+"/name", "v1.sync")}},
		{ID: "offerings-shuffled", Title: "offerings and plans come in another order each time", Allows: "a list of offerings has no order",
			Rules: rules{mocks.On("catalog").Answered(200).Change(turned())}},
		{ID: "plan-flags-override", Title: "the offering is not bindable, but its plans are", Allows: "a plan's flag overrides that of its offering",
			Rules: rules{mocks.On("catalog").Answered(200).Set(offering+"/bindable", false).Map(offering+"/plans/*", bindable)}},
		{ID: "large-schema", Title: "a schema has nearly 65536 bytes", Allows: "the unit of 64 kB is not said",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/schemas/service_instance/create/parameters/title", long(64500))}},
		{ID: "bare-metadata", Title: "metadata has a member without prefix", Allows: "metadata is open",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/metadata/region", "eu").Set(firstPlan+"/metadata/region", "eu")}},
		{ID: "camel-prefix", Title: "a member of the vendor's own has its prefix in camel case", Allows: "the form of a prefix is not said",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/acmeRegion", "eu").Set(firstPlan+"/acme.com/region", "eu")}},
		{ID: "rotatable-offering", Title: "an offering has binding_rotatable", Allows: "it is a member of plans, and is shown on offerings too",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/binding_rotatable", true)}},
		{ID: "early-members", Title: "a catalog of 2.14 has members that came later", Version: "2.14", Allows: "unknown members are ignored",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/allow_context_updates", true).Set(firstPlan+"/maximum_polling_duration", 60)}},
		{ID: "dashboard-without-id-2.14", Title: "a dashboard client has an address only", Version: "2.14", Allows: "id and secret are optional before 2.15",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).
				Set(offering+"/dashboard_client", map[string]any{"redirect_uri": "https://dashboard.example.com/"})}},
		{ID: "names-of-any-script-2.13", Title: "names have letters that are not English", Version: "2.13", Allows: "what a letter is, is not said",
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(offering+"/name", "bücher").Set(firstPlan+"/name", "малый")}},
	}
}

// oddVersions returns equivalents: brokers that tell each version of the API something else.
func oddVersions() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "oldest-version-refused", Title: "the oldest version is refused with 412", Allows: "a broker may need a newer version",
			Rules: rules{mocks.On("catalog").At("catalog").When(speaks("2.11")).InsteadWith(refuse(412))}},
		{ID: "updateable-by-plan", Title: "newer platforms are told plan by plan what can be updated", Allows: "a plan's flag overrides that of its offering",
			Rules: rules{mocks.On("catalog").At("catalog").When(speaks("2.17")).Answered(200).Remove(offering+"/plan_updateable").
				Set(offering+"/plans/*/plan_updateable", true)}},
		{ID: "oldest-version-decorated", Title: "the catalog for the oldest version has other metadata and empty lists", Allows: "metadata is open",
			Rules: rules{mocks.On("catalog").At("catalog").When(speaks("2.11")).Answered(200).Set(offering+"/metadata/theme", "grey").
				Set("/services/1/requires", []any{})}},
	}
}

// turned reverses offerings and plans in every second answer.
func turned() func(*mocks.Seen, *mocks.Answer) {
	var asked atomic.Int64
	return func(_ *mocks.Seen, a *mocks.Answer) {
		if asked.Add(1)%2 == 1 {
			return
		}
		offerings, _ := a.At("/services").([]any)
		slices.Reverse(offerings)
		for _, value := range offerings {
			offering, _ := value.(map[string]any)
			plans, _ := offering["plans"].([]any)
			slices.Reverse(plans)
		}
		a.Set("/services", offerings)
	}
}

// bindable says of a plan what its offering said of it.
func bindable(value any) any {
	if plan, _ := value.(map[string]any); plan != nil && plan["bindable"] == nil {
		plan["bindable"] = true
	}
	return value
}
