package controller

import "time"

// identity is what every resource has.
type identity struct {
	GUID             string
	Created, Updated time.Time
}

func (i identity) id() string { return i.GUID }

func (s *Server) newIdentity() identity {
	now := s.now()
	return identity{GUID: s.config.NewID(), Created: now, Updated: now}
}

// operation is the last operation on an instance or binding.
type operation struct {
	// ID tells this operation from those that replace it.
	ID          string
	Type, State string
	Description *string
	Created     time.Time
	Updated     time.Time

	// Token is the operation that the broker named in its 202, nil when it named none.
	Token *string
	// Deadline ends polling.
	Deadline time.Time
	// PlanGUID and MaintenanceInfo are what an update in progress leads to.
	PlanGUID        string
	MaintenanceInfo map[string]any
}

const (
	create = "create"
	update = "update"
	remove = "delete"

	inProgress = "in progress"
	succeeded  = "succeeded"
	failed     = "failed"
)

func (s *Server) newOperation(kind, state string, description *string) *operation {
	now := s.now()
	return &operation{ID: s.config.NewID(), Type: kind, State: state, Description: description, Created: now, Updated: now}
}

// end records the outcome of an operation.
func (o *operation) end(state string, description *string, now time.Time) {
	o.State, o.Description, o.Updated = state, description, now
}

func (o *operation) copied() *operation {
	if o == nil {
		return nil
	}
	other := *o
	return &other
}

// running reports whether o is in progress; with kinds, whether it is one of these.
func (o *operation) running(kinds ...string) bool {
	if o == nil || o.State != inProgress {
		return false
	}
	for _, kind := range kinds {
		if o.Type == kind {
			return true
		}
	}
	return len(kinds) == 0
}

type broker struct {
	identity
	Name, URL          string
	Username, Password string
	SpaceGUID          string // empty: global
}

type offering struct {
	identity
	BrokerGUID string
	Active     bool
	Service    catalogService
}

type plan struct {
	identity
	OfferingGUID string
	BrokerGUID   string
	Active       bool
	Public       bool
	Plan         catalogPlan
}

type visibility struct {
	identity
	PlanGUID         string
	OrganizationGUID string
}

// instance is a managed instance, or a user-provided one when UserProvided is set.
type instance struct {
	identity
	Name      string
	SpaceGUID string
	Tags      []string
	// Pending marks the reservation that a provision in flight holds; nobody sees it.
	Pending bool

	OfferingGUID, PlanGUID string
	DashboardURL           *string
	MaintenanceInfo        map[string]any
	LastOperation          *operation

	UserProvided    bool
	Credentials     map[string]any
	SyslogDrainURL  string
	RouteServiceURL string
}

// binding ties an app to an instance; as a key (Key set) it has no app.
type binding struct {
	identity
	Key          bool
	Name         *string
	AppGUID      string
	InstanceGUID string
	// Pending marks the reservation that a bind in flight holds.
	Pending        bool
	Credentials    map[string]any
	SyslogDrainURL *string
	VolumeMounts   []any
	LastOperation  *operation
}

type job struct {
	identity
	Status  string
	Failure map[string]any
}

// Quota bounds what an organization or a space may have. The zero value bounds nothing.
type Quota struct {
	// Instances is the greatest number of service instances; 0 means any number, a negative one none.
	Instances int
	// FreePlansOnly forbids plans that cost money.
	FreePlansOnly bool
}

type organization struct {
	identity
	Name      string
	Suspended bool
	Quota     Quota
}

type space struct {
	identity
	Name, OrganizationGUID string
	Quota                  Quota
}

type app struct {
	identity
	Name, SpaceGUID string
	Environment     map[string]any
}

// state is all that the controller knows. Server.mu guards it.
type state struct {
	brokers       table[broker]
	offerings     table[offering]
	plans         table[plan]
	visibilities  table[visibility]
	instances     table[instance]
	bindings      table[binding]
	jobs          table[job]
	organizations table[organization]
	spaces        table[space]
	apps          table[app]
	failed        *error
}

func newState(store Store) state {
	failed := new(error)
	s := state{
		brokers:       newTable[broker]("brokers", store, failed),
		offerings:     newTable[offering]("offerings", store, failed),
		plans:         newTable[plan]("plans", store, failed),
		visibilities:  newTable[visibility]("visibilities", store, failed),
		instances:     newTable[instance]("instances", store, failed),
		bindings:      newTable[binding]("bindings", store, failed),
		jobs:          newTable[job]("jobs", store, failed),
		organizations: newTable[organization]("organizations", store, failed),
		spaces:        newTable[space]("spaces", store, failed),
		apps:          newTable[app]("apps", store, failed),
		failed:        failed,
	}
	s.instances.detach = func(i instance) instance {
		i.LastOperation = i.LastOperation.copied()
		return i
	}
	s.bindings.detach = func(b binding) binding {
		b.LastOperation = b.LastOperation.copied()
		return b
	}
	return s
}

// trouble returns the first error of the store since the last call, and forgets it.
func (s *state) trouble() error {
	err := *s.failed
	*s.failed = nil
	return err
}
