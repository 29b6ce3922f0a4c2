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
var Validation = scenario.New[ValidationRun](scenario.Scenario{
	Name: "validation", Title: "the least that makes a database, and what is refused",
	Operations: []string{"create", "get", "list"},
	Instances:  2,
	Needs:      place,
	Record: func(s *scenario.Session) {
		c := newCreator(s)
		x := c.post("create", postgres(s), scenario.Call{})
		uuid := Created(x)
		if uuid == "" {
			unmade(s, x)
			return
		}
		last, ready := await(s, "poll until it is ready", "read", uuid, false)
		fresh(s, c)
		c.probe(postgres, databaseProbes(s)...)
		truncated(s, c)
		closed(s, c)
		strangers(s, c)
		c.confirm("list after the refusals")
		if !ready {
			late(s, last)
		}
	},
})

func databaseProbes(s *scenario.Session) []probe {
	probes := []probe{without("service_type"), without("project_id"), without("resource_id"), without("label"), without("postgres_version"),
		{"unknown project_id", "the project is invented", body{"project_id": s.NewID()}},
		{"unknown resource_id", "the resource is invented", body{"resource_id": s.NewID()}},
	}
	for _, list := range [][]probe{
		wrong("service_type", "mysql", "", "Postgres", null), wrong("label", ""),
		wrong("project_id", "123", "not-a-uuid"), wrong("resource_id", "123", "not-a-uuid"),
		wrong("ram_size", "abc"), wrong("disk_size", "abc"), wrong("cpu_size", "abc"),
		wrong("postgres_version", "9", "latest", "16.2"), wrong("public_access", "yes", "2"),
		wrong("environment_variables", map[string]any{}), wrong("instances", 0, 2, 4, 9), wrong("creation_mode", "replica"),
	} {
		probes = append(probes, list...)
	}
	for _, size := range []string{"ram_size", "disk_size", "cpu_size"} {
		for _, p := range wrong(size, 0, -1) {
			p.step = "size that is not positive"
			probes = append(probes, p)
		}
	}
	for _, size := range []string{"ram_size", "disk_size"} {
		probes = append(probes, probe{"size beyond capacity", size + " is more than any resource has", body{size: 1_000_000_000_000}})
	}
	return probes
}

// fresh creates a new database with fields that only a replica needs; refusing them is legal.
func fresh(s *scenario.Session, c *creator) {
	const poll, read = "poll the one with replica fields", "read the one with replica fields"
	x := c.post("create with replica fields", postgres(s).with(body{
		"creation_mode": "fresh", "external_host": "db.example.com", "s3_enabled": "1", "public_access": "0",
	}), scenario.Call{})
	uuid := Created(x)
	if uuid == "" {
		s.Skip(x, x.String()+" was answered "+x.Got()+": fields of a replica are refused for a new database", poll, read)
		return
	}
	if last, ready := await(s, poll, read, uuid, false); !ready {
		s.Skip(last, "this database never showed connection details", read)
	}
}

// truncated sends a body that ends before its last brace.
func truncated(s *scenario.Session, c *creator) {
	valid := postgres(s)
	whole, _ := json.Marshal(valid) // a body holds what can be marshalled
	c.post("truncated body", valid, scenario.Call{Body: whole[:len(whole)-1], Invalid: "the JSON is cut short"})
}

func closed(s *scenario.Session, c *creator) {
	id := s.Fixture("closed_resource_id")
	if id == "" {
		s.Skip(nil, "it needs --fixture closed_resource_id", "closed resource_id")
		return
	}
	c.probe(postgres, probe{"closed resource_id", "the resource is assigned to other projects", body{"resource_id": id}})
}

// strangers create without the right to do so.
func strangers(s *scenario.Session, c *creator) {
	c.post("create without a token", postgres(s), scenario.Call{Credentials: scenario.NoCredentials(), Invalid: "the token is missing"})
	token := s.Fixture("read_only_token")
	if token == "" {
		s.Skip(nil, "it needs --fixture read_only_token", "create with a read-only token")
		return
	}
	c.post("create with a read-only token", postgres(s), scenario.Call{
		Credentials: &scenario.Credentials{Token: token}, Invalid: "the token may only read",
	})
}
