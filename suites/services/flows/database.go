package flows

import (
	"net/http"
	"time"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// DatabaseRun is one public database with everything that can be said about it, from creation to deletion.
type DatabaseRun struct {
	Create          record.Step `step:"create"`
	Polls           record.Step `step:"poll until it is ready"`
	Read            record.Step `step:"read"`
	List            record.Step `step:"list"`
	ListDefault     record.Step `step:"list in the default workspace"`
	ListSecond      record.Step `step:"list in the second workspace"`
	ListUnnamed     record.Step `step:"list without naming a workspace"`
	ListAsStranger  record.Step `step:"list as a stranger"`
	GetAsStranger   record.Step `step:"get as a stranger"`
	Update          record.Step `step:"update the label"`
	ReadUpdated     record.Step `step:"read after the update"`
	InventedState   record.Step `step:"change the state to an invented word"`
	Rotate          record.Step `step:"rotate the password"`
	RotatedPolls    record.Step `step:"poll for the new password"`
	Delete          record.Step `step:"delete"`
	GonePolls       record.Step `step:"poll until it is gone"`
	ListAfterDelete record.Step `step:"list after the deletion"`
	DeleteAgain     record.Step `step:"delete again"`
	UpdateUnknown   record.Step `step:"update an unknown service"`
	DeleteUnknown   record.Step `step:"delete an unknown service"`
}

// Database creates a database with sizes and public access.
var Database = scenario.New(scenario.Scenario{
	Name: "database", Title: "one public database, from creation to deletion",
	Operations: []string{"create", "get", "list", "update", "state", "rotate-password", "delete"},
	Instances:  1,
	Fixtures:   projectAndResource(),
	Needs:      place,
}, recordDatabase)

func recordDatabase(s *scenario.Session, run *DatabaseRun) {
	x := newCreator(s).post(run.Create, postgres(s).with(body{
		"ram_size": 128, "disk_size": 1, "cpu_size": 0.25, "public_access": "1", "environment_variables": false,
	}), scenario.Call{})
	uuid := Created(x)
	if uuid == "" {
		unmade(s, x)
		return
	}
	last, ready := await(s, run.Polls, run.Read, uuid, true)
	lists(s, run, uuid)
	change(s, run, uuid)
	if ready {
		rotate(s, run, uuid, last)
	}
	end(s, run, uuid)
	if !ready {
		late(s, last)
	}
}

// on is a call to an operation on one service.
func on(operation, uuid string, payload any) scenario.Call {
	call := get(uuid)
	call.Operation, call.Body = operation, payload
	return call
}

// lists looks for the service from inside and outside of its workspace.
func lists(s *scenario.Session, run *DatabaseRun, uuid string) {
	list := func(step record.Step, key, workspace string) {
		switch {
		case key == "":
			s.Send(step, scenario.Call{Operation: "list"})
		case workspace == "":
			s.SkipFor(nil, record.Lacking(key), step)
		default:
			s.Send(step, scenario.Call{Operation: "list", Header: http.Header{workspaceHeader: {workspace}}})
		}
	}
	list(run.List, "", "")
	list(run.ListDefault, "default_workspace_id", s.Fixture("default_workspace_id"))
	list(run.ListSecond, "second_workspace_id", s.Fixture("second_workspace_id"))
	s.Send(run.ListUnnamed, scenario.Call{Operation: "list", Header: http.Header{workspaceHeader: {}}})
	token := s.Fixture("foreign_token")
	if token == "" {
		s.SkipFor(nil, record.Lacking("foreign_token"), run.ListAsStranger, run.GetAsStranger)
		return
	}
	stranger := &scenario.Credentials{Token: token}
	nowhere := http.Header{workspaceHeader: {}}
	s.Send(run.ListAsStranger, scenario.Call{Operation: "list", Credentials: stranger, Header: nowhere})
	call := get(uuid)
	call.Credentials, call.Header = stranger, nowhere
	s.Send(run.GetAsStranger, call)
}

func change(s *scenario.Session, run *DatabaseRun, uuid string) {
	s.Send(run.Update, on("update", uuid, body{"label": label(s, "conformance changed")}))
	s.Send(run.ReadUpdated, get(uuid))
	call := on("state", uuid, body{"state": "process_dance"})
	call.Invalid = "the state is invented"
	s.Send(run.InventedState, call)
}

// rotate asks for a new password and waits, not for long, until the connection details carry one.
func rotate(s *scenario.Session, run *DatabaseRun, uuid string, before *record.Exchange) {
	x := s.Send(run.Rotate, on("rotate-password", uuid, nil))
	if !IsSuccess(x) {
		s.Skip(x, x.String()+" was answered "+x.Got()+", so there is no new password", run.RotatedPolls)
		return
	}
	old := DetailsOf(before).Internal["password"]
	s.Poll(run.RotatedPolls, get(uuid), time.Minute, func(x *record.Exchange) bool {
		password, shown := DetailsOf(x).Internal["password"]
		return IsRefusal(x) || shown && password != old
	})
}

// end deletes the service, waits until it is gone, and deletes it again.
func end(s *scenario.Session, run *DatabaseRun, uuid string) {
	unknown := func(step record.Step, call scenario.Call) {
		call.Invalid = "the uuid is invented"
		s.Send(step, call)
	}
	unknown(run.UpdateUnknown, on("update", s.NewID(), body{"label": label(s, "conformance changed")}))
	unknown(run.DeleteUnknown, on("delete", s.NewID(), nil))
	x := s.Send(run.Delete, on("delete", uuid, nil))
	if !IsSuccess(x) {
		s.Skip(x, x.String()+" was answered "+x.Got()+", so the service is not gone", run.GonePolls, run.ListAfterDelete, run.DeleteAgain)
		return
	}
	_, gone := s.Poll(run.GonePolls, get(uuid), 0, isGone)
	if gone {
		s.Release(service(uuid))
	}
	s.Send(run.ListAfterDelete, scenario.Call{Operation: "list"})
	call := on("delete", uuid, nil)
	call.Invalid = "the service is deleted already"
	s.Send(run.DeleteAgain, call)
}
