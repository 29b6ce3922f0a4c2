package ibmbroker

import (
	"encoding/json"
	"reflect"
	"slices"
	"time"
)

// Stage is where an instance stands in its life.
type Stage string

// The stages, in the order in which an instance passes them.
const (
	// Unknown is an id that was never provisioned.
	Unknown Stage = ""
	// Provisioning waits for its asynchronous creation to end.
	Provisioning Stage = "provisioning"
	// Failed never came into being; what is left of it can be deleted, or provisioned again.
	Failed Stage = "failed"
	// Ready exists, enabled or not.
	Ready Stage = "ready"
	// Gone was deleted; the id is remembered so that polling can tell it from an unknown one.
	Gone Stage = "gone"
)

// Instance is all that the broker knows of one instance id.
type Instance struct {
	// ID is the decoded id from the path.
	ID string
	// Stage is where the instance stands.
	Stage Stage
	// Attributes are what it was asked to be.
	Attributes
	// Enabled says whether the platform lets it be used.
	Enabled bool
	// Used is when somebody last changed, bound or unbound it.
	Used time.Time
	// Operations are the asynchronous ones, oldest first; only the last can be in progress.
	Operations []Operation
	// Bindings are those that exist, by their decoded id.
	Bindings map[string]Binding
}

// Attributes decide whether two requests want the same instance.
type Attributes struct {
	// ServiceID and PlanID are those of the catalog.
	ServiceID, PlanID string
	// Parameters are as the request gave them. Nil and empty are the same; numbers compare as they were written.
	Parameters map[string]any
}

// Kind is the call that an operation carries out.
type Kind string

// The calls that can be asynchronous.
const (
	Provision   Kind = "Provision"
	Update      Kind = "Update"
	Deprovision Kind = "Deprovision"
)

// State is what polling says of an operation.
type State string

// The states that polling knows.
const (
	InProgress      State = "in progress"
	Succeeded       State = "succeeded"
	OperationFailed State = "failed"
)

// Operation is one asynchronous piece of work: what it turns the instance into, and when.
type Operation struct {
	// ID is the value of operation in the 202, which polls repeat.
	ID string
	// Kind is the call.
	Kind Kind
	// State is in progress until the record is read after Ends.
	State State
	// Ends is when the work is done.
	Ends time.Time
	// Failure, when not empty, is the explanation with which the work will fail.
	Failure string
	// Target is what an update makes of the instance.
	Target Attributes
}

func (o *Operation) progress() string { return string(o.Kind) + " is in progress." }

func (i *Instance) exists() bool {
	return i.Stage == Provisioning || i.Stage == Failed || i.Stage == Ready
}

// running returns the operation in progress, or nil.
func (i *Instance) running() *Operation {
	if last := len(i.Operations) - 1; last >= 0 && i.Operations[last].State == InProgress {
		return &i.Operations[last]
	}
	return nil
}

// settle lets an operation whose time has come take effect. Nothing else ends one, so that time can be fake.
func (i *Instance) settle(now time.Time) {
	operation := i.running()
	if operation == nil || now.Before(operation.Ends) {
		return
	}
	operation.State = Succeeded
	if operation.Failure != "" {
		operation.State = OperationFailed
	}
	switch {
	case operation.Failure != "" && operation.Kind == Provision:
		i.Stage = Failed
	case operation.Failure != "":
	case operation.Kind == Provision:
		i.Stage, i.Used = Ready, operation.Ends
	case operation.Kind == Update:
		i.Attributes, i.Used = operation.Target, operation.Ends
	case operation.Kind == Deprovision:
		*i = Instance{ID: i.ID, Stage: Gone}
	}
}

// start begins an asynchronous operation.
func (s *Server) start(i *Instance, kind Kind, failure string, target Attributes) *Operation {
	i.Operations = append(i.Operations, Operation{
		ID:      string(kind) + "_" + s.config.NewID(),
		Kind:    kind,
		State:   InProgress,
		Ends:    s.config.Now().Add(s.config.AsyncDelay),
		Failure: failure,
		Target:  target,
	})
	return i.running()
}

func (a Attributes) equal(b Attributes) bool {
	return a.ServiceID == b.ServiceID && a.PlanID == b.PlanID && sameObject(a.Parameters, b.Parameters)
}

func sameObject(a, b map[string]any) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

// integer returns the value of a JSON number that is whole.
func integer(value any) (int64, bool) {
	number, _ := value.(json.Number)
	whole, err := number.Int64()
	return whole, err == nil
}

// clone returns a copy that shares nothing which handlers change.
func (i Instance) clone() Instance {
	i.Operations = slices.Clone(i.Operations)
	bindings := make(map[string]Binding, len(i.Bindings))
	for id, binding := range i.Bindings {
		bindings[id] = binding
	}
	i.Bindings = bindings
	return i
}
