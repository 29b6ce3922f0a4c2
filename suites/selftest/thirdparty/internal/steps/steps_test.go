package steps

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestRun(t *testing.T) {
	done := Step{Name: "create", Do: func() (string, error) { return "status 201", nil }}
	skipped := Step{Name: "update", Do: func() (string, error) { return "", Skipped("not updateable") }}
	failed := Step{Name: "bind", Do: func() (string, error) { return "", errors.New("got\n500") }}
	for name, test := range map[string]struct {
		list []Step
		code int
		told string
	}{
		"all done":              {[]Step{done, done}, 0, "ok    create: status 201\nok    create: status 201\n"},
		"a skip goes on":        {[]Step{skipped, done}, 0, "skip  update: not updateable\nok    create: status 201\n"},
		"a failure ends":        {[]Step{failed, done}, 1, "FAIL  bind: got 500\n"},
		"a failure after steps": {[]Step{done, failed}, 1, "ok    create: status 201\nFAIL  bind: got 500\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var told strings.Builder
			if code := Run(&told, test.list); code != test.code || told.String() != test.told {
				t.Errorf("got code %d and %q, want %d and %q", code, told.String(), test.code, test.told)
			}
		})
	}
}

func TestPoll(t *testing.T) {
	refused := errors.New("refused")
	for name, test := range map[string]struct {
		ask  func() (bool, error)
		want string
	}{
		"done":        {func() (bool, error) { return true, nil }, ""},
		"failed":      {func() (bool, error) { return false, refused }, "refused"},
		"out of time": {func() (bool, error) { return false, nil }, "still under way after 1ms"},
	} {
		t.Run(name, func(t *testing.T) {
			err := Poll(time.Millisecond, test.ask)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
