package cfv2

import (
	"fmt"
	"strings"

	"conformance/mocks"
)

// refusal is a refusal that comes with another status than it should.
type refusal struct {
	breaks, operation string
	answered          func(*mocks.Answer) bool
	when              func(*mocks.Seen) bool
	status            int
	also              []string
}

func refused(rows ...refusal) []mocks.Mutant {
	var all []mocks.Mutant
	for _, row := range rows {
		rule := mocks.On(strings.Fields(row.operation)...).AnsweredWith(row.answered).Status(row.status)
		if row.when != nil {
			rule = rule.When(row.when)
		}
		all = append(all, mocks.Mutant{
			ID:    fmt.Sprintf("answers-%d-%s", row.status, strings.ToLower(strings.TrimPrefix(row.breaks, "CFV2-"))),
			Title: "what " + row.breaks + " refuses is answered with " + fmt.Sprint(row.status), Breaks: ids{row.breaks}, Also: row.also, Rules: rules{rule},
		})
	}
	return all
}

// misshapen is a place of an answer that is not as it must be: removed, or, where wrong is set, replaced.
func misshapen(breaks, operation string, status int, pointer string, wrong any, also ...string) mocks.Mutant {
	rule := mocks.On(operation).Answered(status)
	if wrong == nil {
		rule = rule.Remove(pointer)
	} else {
		rule = rule.Set(pointer, wrong)
	}
	return mocks.Mutant{
		ID: "misshapen-" + strings.ToLower(strings.TrimPrefix(breaks, "CFV2-")), Title: operation + " answers without a good " + pointer,
		Breaks: ids{breaks}, Also: also, Rules: rules{rule},
	}
}

// misheaded is an answer whose header is missing, or wrong.
func misheaded(breaks, operation string, status int, name, value string) mocks.Mutant {
	return mocks.Mutant{
		ID: "header-" + strings.ToLower(strings.TrimPrefix(breaks, "CFV2-")), Title: operation + " answers without a good header " + name,
		Breaks: ids{breaks}, Rules: rules{mocks.On(operation).Answered(status).Header(name, value)},
	}
}
