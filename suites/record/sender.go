package record

import (
	"fmt"
	"net/url"
	"strings"
)

// Sender is the request of a run that a message belongs to, as its User-Agent tells:
//
//	conformance/TOOL (run RUN; scenario SCENARIO; step STEP)
//
// What a comment of User-Agent may not hold, or what would end a part of it early, is percent-encoded: everything but
// printable ASCII, and the characters ( ) ; \ and %. So any name of a step arrives as it was sent.
type Sender struct {
	Tool, Run, Scenario, Step string
}

// String is the User-Agent of the sender.
func (s Sender) String() string {
	return fmt.Sprintf("conformance/%s (run %s; scenario %s; step %s)", s.Tool, escape(s.Run), escape(s.Scenario), escape(s.Step))
}

func escape(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		if c < ' ' || c > '~' || strings.IndexByte(`();\%`, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// ReadSender reads a User-Agent. It reports false for every other client than this program.
func ReadSender(agent string) (Sender, bool) {
	tool, comment, ok := strings.Cut(agent, " (run ")
	tool, ours := strings.CutPrefix(tool, "conformance/")
	comment, closed := strings.CutSuffix(comment, ")")
	run, comment, inScenario := strings.Cut(comment, "; scenario ")
	scenario, step, inStep := strings.Cut(comment, "; step ")
	if !ok || !ours || !closed || !inScenario || !inStep {
		return Sender{}, false
	}
	s := Sender{tool, run, scenario, step}
	for _, part := range []*string{&s.Run, &s.Scenario, &s.Step} {
		name, err := url.PathUnescape(*part)
		if err != nil {
			return Sender{}, false
		}
		*part = name
	}
	return s, true
}
