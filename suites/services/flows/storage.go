package flows

import (
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// StorageRun is shared volumes: a plain one, two of the same request, one with fields that it does not have, and creations
// that have to be refused.
type StorageRun struct {
	Create       record.Step `step:"create"`
	Polls        record.Step `step:"poll until it is ready"`
	Accents      record.Step `step:"create with an accented label"`
	ReadAccents  record.Step `step:"read the accented label"`
	Again        record.Step `step:"create the same again"`
	Crossed      record.Step `step:"create with fields of a database"`
	ReadCrossed  record.Step `step:"read the one with fields of a database"`
	WithoutMount record.Step `step:"without mount_point"`
	WrongMount   record.Step `step:"wrong mount_point"`
	WrongAccess  record.Step `step:"wrong storage_access"`
	ListAfter    record.Step `step:"list after the refusals"`
}

// Storage creates four volumes.
var Storage = scenario.New(scenario.Scenario{
	Name: "storage", Title: "shared volumes, and what is refused for them",
	Operations: []string{"create", "get", "list"},
	Instances:  4,
	Fixtures:   projectAndResource(),
	Needs:      place,
}, recordStorage)

func recordStorage(s *scenario.Session, run *StorageRun) {
	c := newCreator(s)
	x := c.post(run.Create, volume(s), scenario.Call{})
	uuid := Created(x)
	if uuid == "" {
		unmade(s, x)
		return
	}
	s.Poll(run.Polls, get(uuid), 0, func(x *record.Exchange) bool {
		state, shown := Entity(x)["state"].(string)
		return isFinal(x) || IsSuccess(x) && !shown || slices.Contains(readyStates, state) || slices.Contains(failedStates, state)
	})
	twice(s, run, c)
	crossed(s, run, c)
	c.probe(volume, slices.Concat([]probe{without(run.WithoutMount, "mount_point")},
		wrong(run.WrongMount, "mount_point", "data", "../etc"), wrong(run.WrongAccess, "storage_access", "ROX", "rwo"))...)
	c.confirm(run.ListAfter)
}

// twice sends the same request two times.
func twice(s *scenario.Session, run *StorageRun, c *creator) {
	b := volume(s).with(body{"label": label(s, "conformance café")})
	x := c.post(run.Accents, b, scenario.Call{})
	uuid := Created(x)
	if uuid == "" {
		s.Skip(x, x.String()+" was answered "+x.Got()+", so there is nothing to repeat", run.ReadAccents, run.Again)
		return
	}
	s.Send(run.ReadAccents, get(uuid))
	c.post(run.Again, b, scenario.Call{})
}

// crossed creates a volume with a name and fields of a database; refusing them is legal.
func crossed(s *scenario.Session, run *StorageRun, c *creator) {
	b := volume(s)
	x := c.post(run.Crossed, b.with(body{"name": sentName, "instances": 3, "public_access": "1"}), scenario.Call{})
	if uuid := Created(x); uuid != "" {
		s.Send(run.ReadCrossed, get(uuid))
		return
	}
	s.Skip(x, x.String()+" was answered "+x.Got()+": fields of a database are refused for a volume", run.ReadCrossed)
}

const sentName = "conformance-name"
