package osb

import (
	"conformance/mocks"
)

// Where the catalog of the reference has its first offering and plan.
const offering, firstPlan = "/services/0", "/services/0/plans/0"

// catalogOfferingShapes returns faults of form: offerings whose members have a wrong form.
func catalogOfferingShapes() []mocks.Mutant {
	const o, metadata, client = offering, offering + "/metadata", offering + "/dashboard_client"
	catalog := of("catalog", 200)
	return shapes(
		catalog("OSB-CAT-009", "/services", missing{}),
		catalog("OSB-CAT-014", o+"/name", missing{}),
		catalog("OSB-CAT-015", o+"/name", ""),
		catalog("OSB-CAT-017", o+"/name", "two words", "OSB-CAT-012"),
		catalog("OSB-CAT-018", o+"/name", "two words", "OSB-CAT-012").in("2.14"),
		catalog("OSB-CAT-021", o+"/id", missing{}),
		catalog("OSB-CAT-022", o+"/id", ""),
		catalog("OSB-CAT-025", o+"/description", missing{}),
		catalog("OSB-CAT-026", o+"/description", ""),
		catalog("OSB-CAT-027", o+"/tags", "documents"),
		catalog("OSB-CAT-028", o+"/requires", "volume_mount"),
		catalog("OSB-CAT-029", o+"/requires", []any{"money"}),
		catalog("OSB-CAT-030", o+"/bindable", "yes"),
		catalog("OSB-CAT-031", o+"/instances_retrievable", "yes"),
		catalog("OSB-CAT-032", o+"/bindings_retrievable", "yes"),
		catalog("OSB-CAT-033", o+"/allow_context_updates", "yes"),
		catalog("OSB-CAT-034", metadata, "none"),
		catalog("OSB-CAT-035", client, "none"),
		catalog("OSB-CAT-036", o+"/plan_updateable", "yes"),
		catalog("OSB-CAT-037", o+"/plans", missing{}),
		catalog("OSB-CAT-038", o+"/plans", []any{}),
		catalog("OSB-CAT-060", metadata+"/displayName", 5),
		catalog("OSB-CAT-061", metadata+"/imageUrl", "documents.png"),
		catalog("OSB-CAT-062", metadata+"/longDescription", 5),
		catalog("OSB-CAT-063", metadata+"/providerDisplayName", 5),
		catalog("OSB-CAT-064", metadata+"/documentationUrl", "see above"),
		catalog("OSB-CAT-065", metadata+"/supportUrl", "call us"),
		catalog("OSB-CAT-072", metadata+"/shareable", "yes"),
		catalog("OSB-CAT-076", client+"/id", missing{}),
		catalog("OSB-CAT-077", client+"/secret", missing{}),
		catalog("OSB-CAT-078", client+"/id", ""),
		catalog("OSB-CAT-079", client+"/secret", ""),
		catalog("OSB-CAT-080", client+"/redirect_uri", 5),
	)
}

// catalogPlanShapes returns faults of form: plans whose members have a wrong form.
func catalogPlanShapes() []mocks.Mutant {
	const p, metadata = firstPlan, firstPlan + "/metadata"
	catalog := of("catalog", 200)
	return shapes(
		catalog("OSB-CAT-039", p+"/name", missing{}),
		catalog("OSB-CAT-040", p+"/name", ""),
		catalog("OSB-CAT-042", p+"/name", "two words", "OSB-CAT-012"),
		catalog("OSB-CAT-043", p+"/name", "two words", "OSB-CAT-012").in("2.14"),
		catalog("OSB-CAT-046", p+"/id", missing{}),
		catalog("OSB-CAT-047", p+"/id", ""),
		catalog("OSB-CAT-050", p+"/description", missing{}),
		catalog("OSB-CAT-051", p+"/description", ""),
		catalog("OSB-CAT-052", metadata, "none"),
		catalog("OSB-CAT-053", p+"/free", "yes"),
		catalog("OSB-CAT-054", p+"/bindable", "yes"),
		catalog("OSB-CAT-055", p+"/binding_rotatable", "yes"),
		catalog("OSB-CAT-056", p+"/plan_updateable", "yes"),
		catalog("OSB-CAT-057", p+"/schemas", "none"),
		catalog("OSB-CAT-058", p+"/maximum_polling_duration", "ten minutes"),
		catalog("OSB-CAT-066", metadata+"/bullets", "many"),
		catalog("OSB-CAT-067", metadata+"/costs", "much"),
		catalog("OSB-CAT-068", metadata+"/displayName", 5),
		catalog("OSB-CAT-069", metadata+"/costs/0/amount", map[string]any{"usd": "99.0"}),
		catalog("OSB-CAT-070", metadata+"/costs/0/unit", missing{}),
	)
}
