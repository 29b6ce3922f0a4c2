package broker

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	// The embedded catalog.
	_ "embed"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"conformance/specs"
)

//go:embed catalog.yaml
var defaultCatalog []byte

// mode is how the broker works on instances or bindings of a plan.
type mode string

const (
	atOnce mode = "sync"   // done when the request is answered
	later  mode = "async"  // accepted now, done later; the platform has to agree
	either mode = "either" // later when the platform agrees, at once when it does not
)

// offering is what the broker itself has to know of an offering.
type offering struct {
	ID                   string   `yaml:"id"`
	Name                 string   `yaml:"name"`
	Bindable             bool     `yaml:"bindable"`
	PlanUpdateable       bool     `yaml:"plan_updateable"`
	InstancesRetrievable bool     `yaml:"instances_retrievable"`
	BindingsRetrievable  bool     `yaml:"bindings_retrievable"`
	Requires             []string `yaml:"requires"`
	Plans                []*plan  `yaml:"plans"`
}

// plan is what the broker itself has to know of a plan.
type plan struct {
	ID               string `yaml:"id"`
	Name             string `yaml:"name"`
	Bindable         *bool  `yaml:"bindable"`
	PlanUpdateable   *bool  `yaml:"plan_updateable"`
	BindingRotatable bool   `yaml:"binding_rotatable"`
	MaintenanceInfo  struct {
		Version string `yaml:"version"`
	} `yaml:"maintenance_info"`
	Schemas struct {
		Instance struct {
			Create holder `yaml:"create"`
			Update holder `yaml:"update"`
		} `yaml:"service_instance"`
		Binding struct {
			Create holder `yaml:"create"`
		} `yaml:"service_binding"`
	} `yaml:"schemas"`
	Reference struct {
		Instances        mode           `yaml:"instances"`
		Bindings         mode           `yaml:"bindings"`
		NeedsApp         bool           `yaml:"needs_app"`
		Gives            map[string]any `yaml:"gives"`
		Dashboard        string         `yaml:"dashboard"`
		BindingLifetime  time.Duration  `yaml:"binding_lifetime"`
		FailureParameter string         `yaml:"failure_parameter"`
	} `yaml:"reference"`

	offering *offering
}

// holder holds a schema for parameters; a nil schema allows everything.
type holder struct {
	Parameters any `yaml:"parameters"`
	schema     *jsonschema.Schema
	// optional is set when no parameters at all fit the schema.
	optional bool
}

// catalog is what the broker offers.
type catalog struct {
	offerings map[string]*offering // by id
	plans     map[string]*plan     // by id
	published json.RawMessage      // the body of GET /v2/catalog
	tag       string               // its ETag
}

// parseCatalog reads a catalog for one version. An error names the offering or plan that is wrong.
func parseCatalog(data []byte, version specs.Version) (*catalog, error) {
	var typed struct {
		Services []*offering `yaml:"services"`
	}
	if err := yaml.Unmarshal(data, &typed); err != nil {
		return nil, fmt.Errorf("read the catalog: %w", err)
	}
	c := &catalog{offerings: map[string]*offering{}, plans: map[string]*plan{}}
	for _, o := range typed.Services {
		if err := c.add(o); err != nil {
			return nil, fmt.Errorf("catalog: offering %q: %w", o.Name, err)
		}
	}
	var err error
	c.published, err = publish(data, version)
	c.tag = fmt.Sprintf(`"%x"`, sha256.Sum256(c.published))
	return c, err
}

func (c *catalog) add(o *offering) error {
	if o.ID == "" || c.offerings[o.ID] != nil {
		return fmt.Errorf("id %q is empty or used twice", o.ID)
	}
	if len(o.Plans) == 0 {
		return errors.New("expected at least one plan, found none")
	}
	c.offerings[o.ID] = o
	for _, p := range o.Plans {
		if p.ID == "" || c.plans[p.ID] != nil {
			return fmt.Errorf("plan %q: id %q is empty or used twice", p.Name, p.ID)
		}
		p.offering = o
		if err := p.complete(); err != nil {
			return fmt.Errorf("plan %q: %w", p.Name, err)
		}
		c.plans[p.ID] = p
	}
	return nil
}

// complete checks what steers the broker, fills in defaults and compiles the schemas.
func (p *plan) complete() error {
	for _, m := range []*mode{&p.Reference.Instances, &p.Reference.Bindings} {
		switch *m {
		case "":
			*m = atOnce
		case atOnce, later, either:
		default:
			return fmt.Errorf("reference: %q is not one of %s, %s, %s", *m, atOnce, later, either)
		}
	}
	if p.Reference.Bindings != atOnce && !p.offering.BindingsRetrievable {
		return errors.New("reference.bindings: a binding that is made later has to be fetched; set bindings_retrievable")
	}
	for member, permission := range permissions() {
		if p.Reference.Gives[member] != nil && !slices.Contains(p.offering.Requires, permission) {
			return fmt.Errorf("reference.gives.%s: the offering does not have %s in requires", member, permission)
		}
	}
	for _, h := range []*holder{&p.Schemas.Instance.Create, &p.Schemas.Instance.Update, &p.Schemas.Binding.Create} {
		if err := h.compile(); err != nil {
			return fmt.Errorf("schemas: %w", err)
		}
	}
	return nil
}

// permissions maps members of a binding to the permission that an offering has to ask for.
func permissions() map[string]string {
	return map[string]string{
		"syslog_drain_url":  "syslog_drain",
		"route_service_url": "route_forwarding",
		"volume_mounts":     "volume_mount",
	}
}

// find returns the plan when both ids are in the catalog and belong together, or nil.
func (c *catalog) find(serviceID, planID string) *plan {
	if p := c.plans[planID]; p != nil && p.offering.ID == serviceID {
		return p
	}
	return nil
}

// bindable reports whether instances of the plan can be bound: the plan's word wins over the offering's.
func (p *plan) bindable() bool {
	if p.Bindable != nil {
		return *p.Bindable
	}
	return p.offering.Bindable
}

// updateable reports whether an instance may leave the plan. Plans have a word of their own since 2.15.
func (p *plan) updateable(version specs.Version) bool {
	if p.PlanUpdateable != nil && !version.Before("2.15") {
		return *p.PlanUpdateable
	}
	return p.offering.PlanUpdateable
}
