package broker

import "time"

// Kind is what an operation does.
type Kind string

// The kinds of operation.
const (
	Create Kind = "create"
	Update Kind = "update"
	Delete Kind = "delete"
)

// State is how far an operation is, in the words of last_operation.
type State string

// The states of an operation; the last two are final.
const (
	InProgress State = "in progress"
	Succeeded  State = "succeeded"
	Failed     State = "failed"
)

// Operation is one piece of work on an instance or a binding. Nothing happens by itself: whoever reads a record after
// Due finds the operation ended.
type Operation struct {
	// ID is the operation member of the answer. It is empty for work that was done when it was answered.
	ID string
	// Kind is what the operation does, State how far it was when it was looked at last.
	Kind  Kind
	State State
	// Due is when it ends; Doomed says that it fails then.
	Due    time.Time
	Doomed bool
	// Request tells a repeated request from another one.
	Request string
}

// Lifecycle is what instances and bindings have in common.
type Lifecycle struct {
	// Present reports whether the resource exists: it is completely created and not completely deleted.
	Present bool
	// Operations are the latest, oldest first. There is always at least one.
	Operations []Operation
}

// Instance is the record of one service instance, with its bindings.
type Instance struct {
	Lifecycle
	Attributes
	ServiceID, OrganizationGUID, SpaceGUID string
	// Next is what a running update makes of the attributes.
	Next *Attributes
	// Bindings are by id.
	Bindings map[string]*Binding
}

// Attributes are what an update can change.
type Attributes struct {
	PlanID string
	// Parameters and Context are JSON objects with numbers as json.Number.
	Parameters, Context map[string]any
	// Maintenance is the version of the maintenance_info that the instance is at.
	Maintenance string
}

// Binding is the record of one service binding.
type Binding struct {
	Lifecycle
	ServiceID, PlanID string
	// Parameters is a JSON object with numbers as json.Number.
	Parameters map[string]any
	// App is the guid of the application, and Predecessor the id of the binding that this one replaces; both may
	// be empty.
	App, Predecessor string
	// Password is the secret of this binding alone.
	Password string
	// Expires is when the binding ends to be valid; zero means never.
	Expires time.Time
}

// kept is how many operations a record remembers, so that it does not grow with every update.
const kept = 16

// remembered is how long the final state of an operation on a resource that is gone can be polled.
const remembered = time.Hour

// begin adds an operation. One that still runs has failed with that: the new one ends it.
func (l *Lifecycle) begin(op Operation) {
	if running := l.running(); running != nil {
		running.State = Failed
	}
	l.Operations = append(l.Operations, op)
	if len(l.Operations) > kept {
		l.Operations = l.Operations[1:]
	}
}

// last returns the latest operation.
func (l *Lifecycle) last() *Operation { return &l.Operations[len(l.Operations)-1] }

// running returns the operation in progress, or nil.
func (l *Lifecycle) running() *Operation {
	if len(l.Operations) > 0 && l.last().State == InProgress {
		return l.last()
	}
	return nil
}

// runs reports whether an operation of that kind is in progress.
func (l *Lifecycle) runs(kind Kind) bool {
	op := l.running()
	return op != nil && op.Kind == kind
}

// find returns the operation with that id; the empty id means the latest. It returns nil when there is none.
func (l *Lifecycle) find(id string) *Operation {
	if id == "" {
		return l.last()
	}
	for i := range l.Operations {
		if l.Operations[i].ID == id {
			return &l.Operations[i]
		}
	}
	return nil
}

// settle ends the operation that is due and returns it, or nil when none is.
func (l *Lifecycle) settle(now time.Time) *Operation {
	op := l.running()
	if op == nil || now.Before(op.Due) {
		return nil
	}
	op.State = Succeeded
	if op.Doomed {
		op.State = Failed
		return op
	}
	l.Present = op.Kind != Delete
	return op
}

// forgotten reports whether the record of a resource that is gone can be dropped: nobody can poll for it, or no longer.
func (l *Lifecycle) forgotten(now time.Time) bool {
	if l.Present || l.running() != nil {
		return false
	}
	for _, op := range l.Operations {
		if op.pollable() && now.Sub(op.Due) < remembered {
			return false
		}
	}
	return true
}

// pollable reports whether the operation still has an answer once its resource is gone: asynchronous deletes, and
// creations that failed.
func (o *Operation) pollable() bool {
	return o.ID != "" && (o.Kind == Delete || o.State == Failed)
}

// settle ends what is due on the instance and its bindings.
func (i *Instance) settle(now time.Time) {
	if ended := i.Lifecycle.settle(now); ended != nil && ended.Kind == Update {
		if ended.State == Succeeded {
			i.Attributes = *i.Next
		}
		i.Next = nil
	}
	if !i.Present {
		i.Bindings = nil
	}
	for id, b := range i.Bindings {
		b.settle(now)
		if b.forgotten(now) {
			delete(i.Bindings, id)
		}
	}
}

// valid reports whether the binding can be used.
func (b *Binding) valid(now time.Time) bool {
	return b.Present && b.running() == nil && (b.Expires.IsZero() || now.Before(b.Expires))
}
