package osb

import (
	"conformance/mocks"
)

// context returns faults about platforms of other kinds.
func context() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "platform-crashes-update", Title: "an update for an unknown platform crashes", Breaks: ids{"OSB-CTX-007", "OSB-ERR-001"},
			Rules: rules{mocks.On("update").At("updating").When(foreign).InsteadWith(refuse(500))}},
		{ID: "platform-crashes-bind", Title: "a bind without platform crashes", Breaks: ids{"OSB-CTX-007", "OSB-ERR-001"},
			Rules: rules{mocks.On("bind").At("updating").When(foreign).InsteadWith(refuse(500))}},
		{ID: "platform-drops", Title: "an update for an unknown platform is not answered", Breaks: ids{"OSB-CTX-007"},
			Rules: rules{mocks.On("update").At("updating").When(foreign).Drop()}},
		{ID: "platform-crashes-provision", Title: "a provision for an unknown platform crashes", Breaks: ids{"OSB-CTX-007"},
			Rules: rules{mocks.On("provision").At("parameters").When(invented).InsteadWith(refuse(500))}},
		{ID: "context-texts-drop", Title: "a context beyond the basic plane of Unicode is not answered", Breaks: ids{"OSB-CTX-007"},
			Rules: rules{mocks.On("provision").At("parameters").When(astral("context")).Drop()}},
	}
}
