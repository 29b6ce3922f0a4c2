package flows

import (
	"encoding/json"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// ValidationRun is the least that makes a database, and creations that differ from it in one fault.
type ValidationRun struct {
	Create    record.Step `step:"create"`
	Polls     record.Step `step:"poll until it is ready"`
	Read      record.Step `step:"read"`
	Fresh     record.Step `step:"create with replica fields"`
	FreshPoll record.Step `step:"poll the one with replica fields"`
	FreshRead record.Step `step:"read the one with replica fields"`

	WithoutType      record.Step `step:"without service_type"`
	WrongType        record.Step `step:"wrong service_type"`
	WithoutProject   record.Step `step:"without project_id"`
	MalformedProject record.Step `step:"wrong project_id"`
	UnknownProject   record.Step `step:"unknown project_id"`
	WithoutResource  record.Step `step:"without resource_id"`
	MalformedRes     record.Step `step:"wrong resource_id"`
	UnknownResource  record.Step `step:"unknown resource_id"`
	ClosedResource   record.Step `step:"closed resource_id"`
	WithoutLabel     record.Step `step:"without label"`
	EmptyLabel       record.Step `step:"wrong label"`
	WrongMemory      record.Step `step:"wrong ram_size"`
	WrongDisk        record.Step `step:"wrong disk_size"`
	WrongCores       record.Step `step:"wrong cpu_size"`
	NoSize           record.Step `step:"size that is not positive"`
	TooLarge         record.Step `step:"size beyond capacity"`
	WithoutVersion   record.Step `step:"without postgres_version"`
	WrongVersion     record.Step `step:"wrong postgres_version"`
	WrongAccess      record.Step `step:"wrong public_access"`
	WrongVariables   record.Step `step:"wrong environment_variables"`
	WrongInstances   record.Step `step:"wrong instances"`
	WrongMode        record.Step `step:"wrong creation_mode"`
	Truncated        record.Step `step:"truncated body"`

	WithoutToken record.Step `step:"create without a token"`
	ReadOnly     record.Step `step:"create with a read-only token"`
	ListAfter    record.Step `step:"list after the refusals"`
}

// Validation creates two databases and tries what has to be refused.
var Validation = scenario.New(scenario.Scenario{
	Name: "validation", Title: "the least that makes a database, and what is refused",
	Operations: []string{"create", "get", "list"},
	Instances:  2,
	Fixtures:   projectAndResource(),
	Needs:      place,
}, recordValidation)

func recordValidation(s *scenario.Session, run *ValidationRun) {
	c := newCreator(s)
	x := c.post(run.Create, postgres(s), scenario.Call{})
	uuid := Created(x)
	if uuid == "" {
		unmade(s, x)
		return
	}
	last, ready := await(s, run.Polls, run.Read, uuid, false)
	fresh(s, run, c)
	c.probe(postgres, databaseProbes(s, run)...)
	truncated(s, run, c)
	closed(s, run, c)
	strangers(s, run, c)
	c.confirm(run.ListAfter)
	if !ready {
		late(s, last)
	}
}

func databaseProbes(s *scenario.Session, run *ValidationRun) []probe {
	probes := []probe{without(run.WithoutType, "service_type"), without(run.WithoutProject, "project_id"), without(run.WithoutResource, "resource_id"), without(run.WithoutLabel, "label"), without(run.WithoutVersion, "postgres_version"),
		{run.UnknownProject, "the project is invented", body{"project_id": s.NewID()}},
		{run.UnknownResource, "the resource is invented", body{"resource_id": s.NewID()}},
	}
	for _, list := range [][]probe{
		wrong(run.WrongType, "service_type", "mysql", "", "Postgres", null), wrong(run.EmptyLabel, "label", ""),
		wrong(run.MalformedProject, "project_id", "123", "not-a-uuid"), wrong(run.MalformedRes, "resource_id", "123", "not-a-uuid"),
		wrong(run.WrongMemory, "ram_size", "abc"), wrong(run.WrongDisk, "disk_size", "abc"), wrong(run.WrongCores, "cpu_size", "abc"),
		wrong(run.WrongVersion, "postgres_version", "9", "latest", "16.2"), wrong(run.WrongAccess, "public_access", "yes", "2"),
		wrong(run.WrongVariables, "environment_variables", map[string]any{}), wrong(run.WrongInstances, "instances", 0, 2, 4, 9), wrong(run.WrongMode, "creation_mode", "replica"),
	} {
		probes = append(probes, list...)
	}
	for _, size := range []string{"ram_size", "disk_size", "cpu_size"} {
		probes = append(probes, wrong(run.NoSize, size, 0, -1)...)
	}
	for _, size := range []string{"ram_size", "disk_size"} {
		probes = append(probes, probe{run.TooLarge, size + " is more than any resource has", body{size: 1_000_000_000_000}})
	}
	return probes
}

// fresh creates a new database with fields that only a replica needs; refusing them is legal.
func fresh(s *scenario.Session, run *ValidationRun, c *creator) {
	x := c.post(run.Fresh, postgres(s).with(body{
		"creation_mode": "fresh", "external_host": "db.example.com", "s3_enabled": "1", "public_access": "0",
	}), scenario.Call{})
	uuid := Created(x)
	if uuid == "" {
		s.Skip(x, x.String()+" was answered "+x.Got()+": fields of a replica are refused for a new database", run.FreshPoll, run.FreshRead)
		return
	}
	if last, ready := await(s, run.FreshPoll, run.FreshRead, uuid, false); !ready {
		s.Skip(last, "this database never showed connection details", run.FreshRead)
	}
}

// truncated sends a body that ends before its last brace.
func truncated(s *scenario.Session, run *ValidationRun, c *creator) {
	valid := postgres(s)
	whole, _ := json.Marshal(valid) // a body holds what can be marshalled
	c.post(run.Truncated, valid, scenario.Call{Body: whole[:len(whole)-1], Invalid: "the JSON is cut short"})
}

func closed(s *scenario.Session, run *ValidationRun, c *creator) {
	id := s.Fixture("closed_resource_id")
	if id == "" {
		s.SkipFor(nil, record.Lacking("closed_resource_id"), run.ClosedResource)
		return
	}
	c.probe(postgres, probe{run.ClosedResource, "the resource is assigned to other projects", body{"resource_id": id}})
}

// strangers create without the right to do so.
func strangers(s *scenario.Session, run *ValidationRun, c *creator) {
	c.post(run.WithoutToken, postgres(s), scenario.Call{Credentials: scenario.NoCredentials(), Invalid: "the token is missing"})
	token := s.Fixture("read_only_token")
	if token == "" {
		s.SkipFor(nil, record.Lacking("read_only_token"), run.ReadOnly)
		return
	}
	c.post(run.ReadOnly, postgres(s), scenario.Call{
		Credentials: &scenario.Credentials{Token: token}, Invalid: "the token may only read",
	})
}
