package osb

import (
	"bytes"
	"cmp"
	"net/http"

	"conformance/mocks"
)

func catalogMutants() []mutant {
	browse := mocks.On("catalog").When(browsing).Answered(200)
	return []mutant{
		fault("catalog-not-found", "the catalog is there once and then no more", browse.Status(http.StatusNotFound)).
			breaks("OSB-CAT-001", "OSB-CAT-002", "OSB-HDR-037").also("OSB-CAT-006", "OSB-META-004"),
		fault("catalog-answers-203", "the catalog is answered with 203", browse.Status(http.StatusNonAuthoritativeInfo)).
			breaks("OSB-CAT-002", "OSB-ERR-002", "OSB-HDR-037").also("OSB-CAT-006", "OSB-META-004"),
		fault("catalog-ids-change", "the id of a plan is another in every catalog", browse.Change(func(s *mocks.Seen, a *mocks.Answer) {
			a.Body = bytes.ReplaceAll(a.Body, []byte(syncPlan), []byte(cmp.Or(s.Header.Get(identity), syncPlan)))
		})).breaks("OSB-CAT-006"),
		fault("catalog-name-hyphen", "the name of an offering is a hyphen", browse.Set(offering+"/name", "-")).breaks("OSB-CAT-013"),
		fault("catalog-offering-name-twice", "two offerings have one name", browse.Set("/services/1/name", "documents")).breaks("OSB-CAT-016"),
		fault("catalog-offering-id-twice", "two offerings have one id", browse.Set("/services/1/id", "296022e7-bb65-427b-957b-888fa1b71306")).breaks("OSB-CAT-023"),
		fault("catalog-offering-id-plain", "the id of an offering is a word", browse.Set(offering+"/id", "documents")).breaks("OSB-CAT-024"),
		fault("catalog-plan-name-twice", "two plans of an offering have one name", browse.Set(firstPlan+"/name", "async")).breaks("OSB-CAT-041"),
		fault("catalog-plan-id-twice", "two plans of different offerings have one id", browse.Set("/services/1/plans/0/id", syncPlan)).breaks("OSB-CAT-048"),
		fault("catalog-plan-id-plain", "the id of a plan is a word", browse.Set(firstPlan+"/id", "sync")).breaks("OSB-CAT-049"),
		fault("catalog-metadata-odd", "display_name stands where displayName is usual", browse.Set(offering+"/metadata/display_name", "Documents")).breaks("OSB-CAT-059"),
		fault("schema-refers-outside", "a schema refers to another file", browse.Set(firstPlan+"/schemas/service_instance/create/parameters/properties/size",
			map[string]any{"$ref": "https://schemas.example.com/size.json"})).breaks("OSB-SCHEMA-009"),
		fault("schema-refers-beside", "a schema refers to a file beside it, from a property named like a keyword",
			browse.Set(firstPlan+"/schemas/service_instance/create/parameters/properties/default", map[string]any{"$ref": "size.json"})).breaks("OSB-SCHEMA-009"),
		fault("schema-of-no-type", "a schema has a type that is a number", browse.Set(firstPlan+"/schemas/service_instance/create/parameters/properties/size/type", 5)).
			breaks("OSB-SCHEMA-005"),
		fault("schema-requires-by-flag", "a schema says of a property that it is required as no draft since 04 does",
			browse.Set(firstPlan+"/schemas/service_instance/create/parameters/properties/size/required", true)).breaks("OSB-SCHEMA-005"),
		fault("metadata-price-missing", "a cost has a unit and no amount", browse.Remove(firstPlan+"/metadata/costs/0/amount")).breaks("OSB-CAT-069"),
		fault("metadata-costs-word-2.13", "costs are neither an array nor an object", browse.Set(firstPlan+"/metadata/costs", "much")).in("2.13").breaks("OSB-CAT-067"),
		fault("schema-too-large", "a schema has more than 64 kB", browse.Set(firstPlan+"/schemas/service_instance/create/parameters/title", long(1<<16))).breaks("OSB-SCHEMA-010"),
		fault("catalog-name-underscore", "the name of a plan has an underscore", browse.Set(firstPlan+"/name", "in_sync")).breaks("OSB-CAT-012", "OSB-CAT-042"),
		fault("catalog-name-space", "the name of an offering has a space", browse.Set(offering+"/name", "All documents")).breaks("OSB-CAT-012", "OSB-CAT-017"),
		fault("catalog-offering-name-upper-2.13", "the name of an offering has upper case", browse.Set(offering+"/name", "Documents")).
			in("2.13").breaks("OSB-CAT-019"),
		fault("catalog-offering-name-upper-2.12", "the name of an offering has upper case", browse.Set(offering+"/name", "Documents")).
			in("2.12").breaks("OSB-CAT-020"),
		fault("catalog-plan-name-upper-2.13", "the name of a plan has upper case", browse.Set(firstPlan+"/name", "Sync")).
			in("2.13").breaks("OSB-CAT-044"),
		fault("catalog-plan-name-upper-2.12", "the name of a plan has upper case", browse.Set(firstPlan+"/name", "Sync")).
			in("2.12").breaks("OSB-CAT-045"),
	}
}
