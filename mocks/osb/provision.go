package osb

import (
	"conformance/mocks"
)

func provisionMutants() []mocks.Mutant {
	return []mocks.Mutant{
		{Fault: mocks.Fault{
			ID: "provision-answers-200", Title: "a new instance is answered with 200",
			Rules: []mocks.Rule{mocks.On("provision").Answered(201).Status(200)},
		}, Breaks: []string{"OSB-PROV-026"}},
		{Fault: mocks.Fault{
			ID: "repeat-answers-201", Title: "an identical repeated provision is answered with 201", Version: "2.13",
			Rules: []mocks.Rule{mocks.On("provision").After(1).Answered(200).Status(201)},
		}, Breaks: []string{"OSB-PROV-024"}},
		{Fault: mocks.Fault{
			ID: "repeat-answers-409", Title: "an identical repeated provision is answered with 409",
			Rules: []mocks.Rule{mocks.On("provision").After(1).Answered(200).Status(409)},
		}, Breaks: []string{"OSB-PROV-023"}},
		{Fault: mocks.Fault{
			ID: "conflict-answers-200", Title: "another plan for an existing instance is answered with 200",
			Rules: []mocks.Rule{mocks.On("provision").Answered(409).Status(200).Body("{}")},
		}, Breaks: []string{"OSB-PROV-037"}},
	}
}
