package osb

import (
	"conformance/mocks"
)

// schemas returns faults: brokers that publish schemas that are wrong, or of no use.
func schemas() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "schema-refers-outside", Title: "a schema refers to another file", Breaks: ids{"OSB-SCHEMA-009"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).
				Set(firstPlan+"/schemas/service_instance/create/parameters/properties/size", map[string]any{"$ref": "https://schemas.example.com/size.json"})}},
		{ID: "schema-refers-beside", Title: "a schema refers to a file beside it, from a property named like a keyword", Breaks: ids{"OSB-SCHEMA-009"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).
				Set(firstPlan+"/schemas/service_instance/create/parameters/properties/default", map[string]any{"$ref": "size.json"})}},
		{ID: "schema-of-no-type", Title: "a schema has a type that is a number", Breaks: ids{"OSB-SCHEMA-005"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/schemas/service_instance/create/parameters/properties/size/type", 5)}},
		{ID: "schema-requires-by-flag", Title: "a schema says of a property that it is required as no draft since 04 does", Breaks: ids{"OSB-SCHEMA-005"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/schemas/service_instance/create/parameters/properties/size/required", true)}},
		{ID: "schema-too-large", Title: "a schema has more than 64 kB", Breaks: ids{"OSB-SCHEMA-010"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(200).Set(firstPlan+"/schemas/service_instance/create/parameters/title", long(1<<16))}},
	}
}

// schemaShapes returns faults of form: schemas whose members have a wrong form.
func schemaShapes() []mocks.Mutant {
	const s = firstPlan + "/schemas"
	catalog := of("catalog", 200)
	return append([]mocks.Mutant{refusingValid("provision"), refusingValid("update"), refusingValid("bind")}, shapes(
		catalog("OSB-SCHEMA-001", s+"/service_instance", "none"),
		catalog("OSB-SCHEMA-002", s+"/service_binding", "none"),
		catalog("OSB-SCHEMA-003", s+"/service_instance/create", "none"),
		catalog("OSB-SCHEMA-004", s+"/service_binding/create", "none"),
		catalog("OSB-SCHEMA-005", s+"/service_instance/create/parameters", "none"),
		catalog("OSB-SCHEMA-008", s+"/service_instance/create/parameters/$schema", missing{}),
	)...)
}
