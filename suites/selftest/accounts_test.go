package selftest

import (
	"context"
	"maps"
	"slices"
	"sync"

	"conformance/reference/broker"
	"conformance/suites/record"
)

// accounts is a service behind the reference broker: whoever shows user name and password of a binding that exists is let
// in. It opens credentials itself, without a network.
type accounts struct {
	broker.Store

	mu        sync.Mutex
	instances map[string]bool
	logins    map[string]int
}

func newAccounts() *accounts {
	return &accounts{Store: broker.NewMemory(), instances: map[string]bool{}, logins: map[string]int{}}
}

// Change notes the instances that there may be.
func (a *accounts) Change(id string, change func(*broker.Instance) *broker.Instance) error {
	a.mu.Lock()
	a.instances[id] = true
	a.mu.Unlock()
	return a.Store.Change(id, change)
}

// Where is the same for all.
func (a *accounts) Where(map[string]any) string {
	return "postgres://documents.example.com:5432/documents"
}

// Open lets in, too, whom an equivalent gave the login that never ends.
func (a *accounts) Open(_ context.Context, credentials map[string]any) record.Opening {
	user, _ := credentials["username"].(string)
	password, _ := credentials["password"].(string)
	if user == "" || password == "" {
		return record.Opening{Outcome: record.Untried, Reason: "the credentials are of another kind"}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	key := user + "\x00" + password
	if a.logins[key] == 0 {
		a.logins[key] = len(a.logins) + 1
	}
	o := record.Opening{Outcome: record.Refused, Reason: "SQLSTATE 28P01", Login: a.logins[key]}
	if user == "everybody" || a.known(user, password) {
		o.Outcome, o.Reason = record.Opened, ""
	}
	return o
}

func (a *accounts) known(user, password string) (known bool) {
	for _, id := range slices.Collect(maps.Keys(a.instances)) {
		_ = a.Store.Change(id, func(inst *broker.Instance) *broker.Instance { // memory never fails
			if inst != nil && inst.Present && inst.Bindings[user] != nil {
				b := inst.Bindings[user]
				known = known || b.Present && b.Password == password
			}
			return inst
		})
	}
	return known
}
