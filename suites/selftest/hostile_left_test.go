package selftest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"conformance/reference/broker"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// listed demands that the ledger holds what the report says is left, and that this is all there is: what is there
// without being listed was said to be gone, and what is listed and there could not be removed.
func (h *hostile) listed(t *testing.T, recording *record.Recording, held []scenario.Resource) {
	if len(held) != len(recording.Left) {
		t.Errorf("the ledger holds %v, the report says that %v are left", held, recording.Left)
	}
	left := map[string]record.Left{}
	for _, l := range recording.Left {
		left[scenario.Resource{Kind: l.Kind, ID: l.ID}.String()] = l
	}
	for _, r := range held {
		if left[r.String()].Why == "" {
			t.Errorf("the ledger holds %s, which is not reported as left", r)
		}
	}
	if h.faulty {
		return // the broker itself may have lied
	}
	time.Sleep(time.Minute)
	for name := range h.there() {
		kind, id, _ := strings.Cut(name, " ")
		l, reported := left[name]
		switch {
		case !reported && !h.touched(id, "", nil):
			t.Errorf("%s %s is there, is not reported, and nothing was said of it that is not true", kind, id)
		case reported && !l.Late && !h.touched(id, "clean-up", recording):
			t.Errorf("%s %s is left, and the target would have removed it: %s", kind, id, l.Why)
		}
	}
}

// there are the instances and bindings that the reference holds, of those that it was ever asked for.
func (h *hostile) there() map[string]bool {
	all := map[string]bool{}
	for key := range h.asked {
		segments := strings.Split(key, "/")
		if !strings.HasPrefix(key, http.MethodPut) || len(segments) < 4 || segments[2] != "service_instances" {
			continue
		}
		_ = h.store.Change(segments[3], func(i *broker.Instance) *broker.Instance { // memory has no errors
			if i == nil {
				return nil
			}
			if lives(i.Lifecycle) {
				all["instance "+segments[3]] = true
			}
			for id, b := range i.Bindings {
				if lives(b.Lifecycle) && lives(i.Lifecycle) {
					all["binding "+id] = true
				}
			}
			return i
		})
	}
	return all
}

// lives reports whether a resource is there and nothing that is under way removes it.
func lives(l broker.Lifecycle) bool {
	last := l.Operations[len(l.Operations)-1]
	if last.State == broker.InProgress {
		return last.Kind != broker.Delete || last.Doomed
	}
	return l.Present
}

// touched reports whether an answer about the resource was spoiled, or, with a recording, one to a request that was
// sent to remove it in that step, or that only reads.
func (h *hostile) touched(id, step string, recording *record.Recording) bool {
	for key := range h.spoiled {
		if strings.Contains(key, id) && (recording == nil || !strings.HasPrefix(key, http.MethodDelete)) {
			return true
		}
	}
	if recording == nil {
		return false
	}
	sent := map[string]int{}
	for _, x := range recording.Exchanges {
		path, _, _ := strings.Cut(x.Request.Path(), "?")
		key := x.Request.Method + " " + path
		sent[key]++
		if x.Step == step && strings.Contains(path, id) && h.spoiled[fmt.Sprint(key, sent[key])] {
			return true
		}
	}
	return false
}
