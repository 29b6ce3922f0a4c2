package cfv2

import (
	"strings"

	"conformance/mocks"
)

// brokersCatalogsRefused returns faults about invalid catalogs that are refused.
func brokersCatalogsRefused() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "refused-broker-stays", Title: "a broker is stored although its catalog was refused", Breaks: ids{"CFV2-BROKER-022"},
			Rules: rules{mocks.On("create-broker").At("catalogs", "catalog with a schema that is none").Answered(201).Status(502).
				Body(`{"description":"the catalog is invalid","error_code":"CF-ServiceBrokerCatalogInvalid","code":270012}`)},
			Sent: rules{badSchema().rule()}},
		{ID: "accepts-broker-030", Title: "a catalog without services is accepted", Breaks: ids{"CFV2-BROKER-030"},
			Sent: rules{mocks.On("catalog").AnsweredWith(func(a *mocks.Answer) bool {
				return a.Status == 200 && string(a.Body) == "{}"
			}).Body(`{"services":[{"id":"good-id","name":"good","description":"Good","bindable":true,"plans":[{"id":"good-plan","name":"good","description":"Good"}]}]}`)}},
		{ID: "first-defect-only", Title: "an invalid catalog is refused for its first defect alone", Breaks: ids{"CFV2-BROKER-046"},
			Rules: rules{mocks.On("create-broker").AnsweredWith(code(270012)).Map("/description", func(old any) any {
				text, _ := old.(string)
				lines := strings.SplitN(text, "\n", 3)
				return strings.Join(lines[:min(2, len(lines))], "\n")
			})}},
	}
}

// repair makes a spoilt catalog good before the controller sees it, which then takes it: as if it did not look.
type repair struct {
	breaks string
	// fix changes the catalog and reports whether it was spoilt in this way.
	fix  func(services []any) bool
	also []string
}

// brokersCatalogs returns faults: a controller that takes invalid catalogs.
func brokersCatalogs() []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range repairs() {
		all = append(all, mocks.Mutant{
			ID: "accepts-" + strings.ToLower(strings.TrimPrefix(row.breaks, "CFV2-")), Title: "a catalog that breaks " + row.breaks + " is accepted",
			Breaks: ids{row.breaks}, Also: row.also, Sent: rules{row.rule()},
		})
	}
	return all
}

func (r repair) rule() mocks.Rule {
	return mocks.On("catalog").AnsweredWith(func(a *mocks.Answer) bool { return r.fix(services(a)) }).Change(func(_ *mocks.Seen, a *mocks.Answer) {
		fixed := services(a)
		r.fix(fixed)
		a.Set("", map[string]any{"services": fixed})
	})
}

// catalogRules are the other rules that a catalog has to keep, each of which is refused as the first is.
func catalogRules() ids {
	all := ids{"CFV2-BROKER-030"}
	for _, row := range repairs()[1:] {
		all = append(all, row.breaks)
	}
	return all
}
