package osb

import (
	"net/http"
	"time"

	"conformance/mocks"
)

// asynchronous returns faults about answers that come later.
func asynchronous() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "provision-unasked-202", Title: "a request without accepts_incomplete is answered with 202", Breaks: ids{"OSB-ASYNC-010", "OSB-ASYNC-011", "OSB-PROV-007"},
			Rules: rules{mocks.On("provision").At("asynchronous").Query(flag, "").SetQuery(flag, "true")}},
		{ID: "provision-false-is-true", Title: "accepts_incomplete=false is taken for agreement", Breaks: ids{"OSB-ASYNC-010", "OSB-ASYNC-011", "OSB-PROV-007"},
			Rules: rules{mocks.On("provision").At("asynchronous").Query(flag, "false").SetQuery(flag, "true")}},
		{ID: "provision-refusal-400-2.13", Title: "a provision that has to be asynchronous is refused with 400", Version: "2.13",
			Breaks: ids{"OSB-ASYNC-012", "OSB-PROV-007"}, Rules: rules{mocks.On("provision").At("asynchronous").Query(flag, "").Answered(422).Status(400)}},
		{ID: "provision-202-empty-2.13", Title: "a provision that takes its time is answered without body", Version: "2.13",
			Breaks: ids{"OSB-ASYNC-016", "OSB-ERR-020", "OSB-PROV-053"}, Rules: rules{mocks.On("provision").At("asynchronous").Answered(202).Body("")}},
		{ID: "bind-answers-202-2.13", Title: "a bind is answered with 202 before bindings may be asynchronous", Version: "2.13",
			Breaks: ids{"OSB-ASYNC-019", "OSB-BIND-050"},
			Rules:  rules{mocks.On("bind").At("lifecycle", "bind again", "bind again with unknown members").Answered(200).Status(202)}},
		{ID: "deprovision-refusal-409", Title: "a deprovision that has to be asynchronous is refused with 409", Breaks: ids{"OSB-ASYNC-011", "OSB-DEPROV-008"},
			Rules: rules{mocks.On("deprovision").At("asynchronous").Query(flag, "").Answered(422).Status(409)}},
		{ID: "deprovision-refusal-silent", Title: "a deprovision that has to be asynchronous is refused without a code", Breaks: ids{"OSB-ASYNC-013", "OSB-DEPROV-018"},
			Rules: rules{mocks.On("deprovision").At("asynchronous").Query(flag, "").Answered(422).Remove("/error")}},
		{ID: "slow", Title: "the catalog takes forty seconds", Breaks: ids{"OSB-ASYNC-001"},
			Rules: rules{mocks.On("catalog").At("catalog").Answered(http.StatusOK).Before(func(*mocks.Seen) { time.Sleep(40 * time.Second) })}},
		{ID: "work-is-done", Title: "work that is accepted is done already", Breaks: ids{"OSB-ASYNC-002"},
			Rules: rules{mocks.On("instance-last-operation", "binding-last-operation").At("interruption").Answered(200).Set("/state", "succeeded")}},
		{ID: "fetch-too-soon", Title: "an instance that was answered as done cannot be fetched yet", Breaks: ids{"OSB-ASYNC-003"},
			Rules: rules{mocks.On("fetch-instance").At("interruption", "fetch what is done").Answered(200).Status(404)}},
		{ID: "bind-too-soon", Title: "an instance that was answered as done is still busy when it is bound", Breaks: ids{"OSB-ASYNC-003"}, Blocks: true,
			Rules: rules{mocks.On("bind").At("lifecycle", "bind").InsteadWith(coded(422, "ConcurrencyError"))}},
		{ID: "done-in-progress", Title: "what was answered with 201 is in progress", Breaks: ids{"OSB-ASYNC-015"},
			Rules: rules{mocks.On("instance-last-operation").At("interruption").When(unnamed).Answered(200).Set("/state", "in progress")}},
		{ID: "unbind-answers-201", Title: "an unbind is answered with 201", Breaks: ids{"OSB-ASYNC-005", "OSB-UNBIND-009", "OSB-ERR-002"},
			Rules: rules{mocks.On("unbind").At("lifecycle").Answered(200).Status(201)}},
	}
}

func unnamed(s *mocks.Seen) bool { return s.Query.Get("operation") == "" }
