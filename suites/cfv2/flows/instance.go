package flows

import (
	"context"
	"net/url"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// Values of the flag accepts_incomplete.
var (
	allowed = url.Values{"accepts_incomplete": {"true"}}
	denied  = url.Values{"accepts_incomplete": {"false"}}
)

// ended reports whether reading a resource again cannot show anything new: its operation is over, or it is gone.
func ended(x *record.Exchange) bool {
	state := Text(x, "/entity/last_operation/state")
	return x.Response != nil && (x.Status() != 200 || state != "in progress")
}

// longestWait is how long the broker waits for a request that the target sends of its own accord.
const longestWait = time.Minute

// instance is a valid body that creates an instance under a name of its own.
func (m *market) instance(plan string) map[string]any {
	return map[string]any{"name": fresh(m.s), "service_plan_guid": m.plans[plan], "space_guid": m.s.Fixture("space_guid")}
}

// create asks for an instance, whether or not the request is one that can succeed.
func (m *market) create(step record.Step, call scenario.Call) *record.Exchange {
	call.Operation = "create-instance"
	if body, ok := call.Body.(map[string]any); ok {
		if name, _ := body["name"].(string); name != "" {
			m.s.Hold(scenario.Resource{Kind: "instance", ID: name})
		}
	}
	return m.s.Send(step, call)
}

// created is create for an instance that later steps need; it blocks them when there is none.
func (m *market) created(step record.Step, call scenario.Call) (guid string, ok bool) {
	x := m.create(step, call)
	if guid = GuidOf(x); guid == "" || !x.Is(200, 201, 202) {
		m.s.Block(x, "no instance was created: %s was answered %s", x, x.Got())
		return "", false
	}
	return guid, true
}

// binding is a valid body that binds the app to an instance.
func (m *market) binding(instance string) map[string]any {
	return map[string]any{"service_instance_guid": instance, "app_guid": m.s.Fixture("app_guid")}
}

// bind asks for a binding. It goes with its instance, which is held already.
func (m *market) bind(step record.Step, call scenario.Call) *record.Exchange {
	call.Operation = "create-binding"
	return m.s.Send(step, call)
}

// update changes an instance.
func (m *market) update(step record.Step, guid string, query url.Values, body map[string]any) *record.Exchange {
	call := by("update-instance", guid)
	call.Query, call.Body = query, body
	return m.s.Send(step, call)
}

// drop deletes what the operation deletes.
func (m *market) drop(step record.Step, operation, guid string, query url.Values) *record.Exchange {
	call := by(operation, guid)
	call.Query = query
	return m.s.Send(step, call)
}

// until reads an instance or a binding until what it shows is as wanted, or its last operation has ended.
func (m *market) until(step record.Step, operation, guid string, wanted func(*record.Exchange) bool) *record.Exchange {
	last, _ := m.s.Poll(step, by(operation, guid), 0, func(x *record.Exchange) bool { return wanted(x) || ended(x) })
	return last
}

// await waits until the broker was asked so often, and records nothing when that does not come true: what is missing
// shows in the recording.
func (m *market) await(operation string, times int) {
	ctx, cancel := context.WithTimeout(m.s.Context(), min(longestWait, m.s.PollLimit))
	defer cancel()
	m.broker.Wait(ctx, operation, times)
}
