package flows

import (
	"net/http"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// UseRun is one instance in use: bound, disabled, enabled again, and deleted while it is disabled.
type UseRun struct {
	Provision      record.Step `step:"provision"`
	ProvisionPolls record.Step `step:"poll provision"`

	Bind           record.Step `step:"bind"`
	BindApp        record.Step `step:"bind for an application"`
	BindAgain      record.Step `step:"bind again"`
	BindConflict   record.Step `step:"bind with other content"`
	BindOther      record.Step `step:"bind for a service id"`
	BindWithoutIDs record.Step `step:"bind without ids"`
	BindMalformed  record.Step `step:"malformed bind"`

	State              record.Step `step:"state"`
	WithoutCredentials record.Step `step:"state without credentials"`
	Disable            record.Step `step:"disable"`
	Disabled           record.Step `step:"state while disabled"`
	DisableAgain       record.Step `step:"disable again"`
	DisabledLater      record.Step `step:"state after disabling again"`
	ProvisionDisabled  record.Step `step:"provision while disabled"`
	BindDisabled       record.Step `step:"bind while disabled"`
	UnbindRefused      record.Step `step:"unbind the refused binding"`
	UnbindDisabled     record.Step `step:"unbind while disabled"`
	BadState           record.Step `step:"state changes without a boolean"`
	StateMalformed     record.Step `step:"malformed state change"`
	AfterBadState      record.Step `step:"state after refused changes"`
	Enable             record.Step `step:"enable"`
	Enabled            record.Step `step:"state after enabling"`
	EnableAgain        record.Step `step:"enable again"`
	BindRestored       record.Step `step:"bind after restoring"`
	ProvisionRestored  record.Step `step:"provision after restoring"`
	BindEnabled        record.Step `step:"bind anew after enabling"`
	Reasons            record.Step `step:"state changes for each reason"`
	OldReason          record.Step `step:"state change for an older reason"`
	WithoutInitiator   record.Step `step:"state change without initiator"`

	UnbindWithoutIDs record.Step `step:"unbind without ids"`
	Unbind           record.Step `step:"unbind"`
	UnbindAgain      record.Step `step:"unbind again"`
	DisableLast      record.Step `step:"disable before deletion"`
	Deprovision      record.Step `step:"deprovision"`
	DeprovPolls      record.Step `step:"poll deprovision"`
}

// Use binds an instance and plays through what the platform does to suspend and to reclaim it.
var Use = scenario.New[UseRun](scenario.Scenario{
	Name: "use", Title: "one instance with bindings, disabled, restored and reclaimed",
	Operations: []string{"provision", "instance-last-operation", "bind", "unbind", "state-get", "state-put", "deprovision"},
	Instances:  1, Bindings: 5,
	Needs: anyPlan,
	Record: func(s *scenario.Session) {
		i := newInstance(s)
		if !create(s, i) {
			return
		}
		u := &use{s: s, i: i}
		u.bindings()
		if u.disable() {
			u.enable()
			u.reasons()
			u.unbind()
			u.reclaim()
		}
	},
})

type use struct {
	s *scenario.Session
	i *instance
	// first and second are bindings that exist; nil when the plan or the broker has none.
	first, second *binding
	// resource is what bindings of this service are made for, nil for service keys.
	resource map[string]any
}

func (u *use) send(step string, call scenario.Call) *record.Exchange { return u.s.Send(step, call) }

// bind sends a new binding.
func (u *use) bind(step, kind string, resource map[string]any) (*binding, *record.Exchange) {
	b := u.i.newBinding(kind, resource)
	u.s.Hold(b.held())
	return b, u.send(step, b.bind())
}

func (u *use) bindings() {
	steps := []string{"bind", "bind for an application", "bind again", "bind with other content", "bind for a service id",
		"bind without ids", "malformed bind", "bind while disabled", "unbind the refused binding", "unbind while disabled",
		"bind after restoring", "bind anew after enabling", "unbind without ids", "unbind", "unbind again"}
	if u.s.Subject["bindable"] == "" {
		u.s.Skip(nil, "the plan is not bindable", steps)
		return
	}
	b, x := u.bind("bind", "resource-key", nil)
	if Accepted(x) {
		u.s.Skip(x, "a service key needs no application", "bind for an application")
	} else {
		u.resource = application(u.s)
		if b, x = u.bind("bind for an application", "resource-binding", u.resource); !Accepted(x) {
			u.s.Skip(x, "the broker made no binding", steps)
			return
		}
	}
	u.first = b
	u.send("bind again", b.bind())
	if other := u.s.Subject["other_plan_id"]; other != "" {
		u.send("bind with other content", with(b.bind(), "plan_id", other))
	}
	u.send("bind with other content", with(b.bind(), "bind_resource", map[string]any{"app_guid": u.s.NewID()}))

	members := map[string]any{"account_id": account(u.s), "target_crn": u.i.id, "serviceid_crn": "crn:v1:bluemix:public:iam-identity::a/" + account(u.s) + "::serviceid:ServiceId-" + u.s.NewID()}
	if second, x := u.bind("bind for a service id", "resource-binding", merged(members, u.resource)); Accepted(x) {
		u.second = second
	} else {
		u.s.Skip(x, "the second binding was refused", "unbind while disabled")
	}
	for _, member := range []string{"service_id", "plan_id"} {
		u.doubtful("bind without ids", func(c scenario.Call) scenario.Call {
			return bad(with(c, member, nil), member+" is missing")
		})
	}
	u.doubtful("malformed bind", malformed)
}

// doubtful sends a new binding with a fault.
func (u *use) doubtful(step string, spoil func(scenario.Call) scenario.Call) {
	b := u.i.newBinding("resource-key", u.resource)
	u.s.Hold(b.held())
	u.send(step, spoil(b.bind()))
}

func (u *use) disable() bool {
	if x := u.send("state", u.i.state()); !x.Is(http.StatusOK) {
		u.s.Block(x, "the state of the instance cannot be read: %s was answered %s", x, x.Got())
		return false
	}
	u.send("state without credentials", unauthenticated(u.i.state()))
	u.send("state without credentials", unauthenticated(u.i.change(true, "")))
	if x := u.send("disable", u.i.change(false, suspended)); !Changed(x) {
		u.s.Block(x, "the instance was not disabled: %s was answered %s", x, x.Got())
		return false
	}
	u.send("state while disabled", u.i.state())
	u.send("disable again", u.i.change(false, suspended))
	u.send("state after disabling again", u.i.state())
	u.send("provision while disabled", u.i.provision())
	if u.first != nil {
		b, x := u.bind("bind while disabled", "resource-key", u.resource)
		if Refused(x) {
			u.send("unbind the refused binding", b.unbind())
		} else {
			u.s.Skip(x, "the binding was not refused", "unbind the refused binding")
		}
	}
	if u.second != nil {
		if x := u.send("unbind while disabled", u.second.unbind()); x.Is(http.StatusOK) {
			u.s.Release(u.second.held())
		}
	}
	u.send("state changes without a boolean", bad(with(u.i.change(true, ""), "enabled", nil), "enabled is missing"))
	u.send("state changes without a boolean", bad(with(u.i.change(true, ""), "enabled", "no"), "enabled is a string"))
	u.send("malformed state change", malformed(u.i.change(true, "")))
	u.send("state after refused changes", u.i.state())
	return true
}

func (u *use) enable() {
	u.send("enable", u.i.change(true, restored))
	u.send("state after enabling", u.i.state())
	u.send("enable again", u.i.change(true, restored))
	if u.first != nil {
		u.send("bind after restoring", u.first.bind())
		u.bind("bind anew after enabling", "resource-key", u.resource)
	}
	u.send("provision after restoring", u.i.provision())
}

// reasons changes the state for every listed reason, and leaves the instance enabled.
func (u *use) reasons() {
	for _, reason := range []struct {
		enabled bool
		code    string
	}{
		{false, "IBMCLOUD_ACCT_SUSPEND"}, {true, "IBMCLOUD_ACCT_ACTIVATE"},
		{false, "IBMCLOUD_SERVICE_INSTANCE_ABOVE_CAP"}, {true, "IBMCLOUD_SERVICE_INSTANCE_BELOW_CAP"},
		{false, "IBMCLOUD_ADMIN_REQUEST"}, {true, "IBMCLOUD_ADMIN_REQUEST"},
	} {
		u.send("state changes for each reason", u.i.change(reason.enabled, reason.code))
	}
	u.send("state change for an older reason", u.i.change(true, "BMX_ACCT_ACTIVATE"))
	u.send("state change without initiator", with(u.i.change(true, ""), "initiator_id", nil))
}

func (u *use) unbind() {
	if u.first == nil {
		return
	}
	x := u.send("unbind without ids", bad(without(u.first.unbind(), "service_id", "plan_id"), "service_id and plan_id are missing"))
	if x.Is(http.StatusOK) {
		u.s.Release(u.first.held())
		u.s.Skip(x, "the binding was removed without ids, which is lenient", "unbind")
	} else if x = u.send("unbind", u.first.unbind()); x.Is(http.StatusOK, http.StatusGone) {
		u.s.Release(u.first.held())
	}
	u.send("unbind again", u.first.unbind())
}

func (u *use) reclaim() {
	u.send("disable before deletion", u.i.change(false, suspended))
	destroy(u.s, u.i)
}

const suspended, restored = "IBMCLOUD_RECLAMATION_SCHEDULE", "IBMCLOUD_RECLAMATION_RESTORE"

// Changed reports whether a change of state was answered as done.
func Changed(x *record.Exchange) bool { return x.Is(http.StatusOK, http.StatusNoContent) }
