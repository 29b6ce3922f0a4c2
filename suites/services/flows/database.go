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
var Database = scenario.New[DatabaseRun](scenario.Scenario{
	Name: "database", Title: "one public database, from creation to deletion",
	Operations: []string{"create", "get", "list", "update", "state", "rotate-password", "delete"},
	Instances:  1,
	Needs:      place,
	Record: func(s *scenario.Session) {
		x := newCreator(s).post("create", postgres(s).with(body{
			"ram_size": 128, "disk_size": 1, "cpu_size": 0.25, "public_access": "1", "environment_variables": false,
		}), scenario.Call{})
		uuid := Created(x)
		if uuid == "" {
			unmade(s, x)
			return
		}
		last, ready := await(s, "poll until it is ready", "read", uuid, true)
		lists(s, uuid)
		change(s, uuid)
		if ready {
			rotate(s, uuid, last)
		}
		end(s, uuid)
		if !ready {
			late(s, last)
		}
	},
})

// on is a call to an operation on one service.
func on(operation, uuid string, payload any) scenario.Call {
	call := get(uuid)
	call.Operation, call.Body = operation, payload
	return call
}

// lists looks for the service from inside and outside of its workspace.
func lists(s *scenario.Session, uuid string) {
	list := func(step, key, workspace string) {
		switch {
		case key == "":
			s.Send(step, scenario.Call{Operation: "list"})
		case workspace == "":
			s.Skip(nil, "it needs --fixture "+key, step)
		default:
			s.Send(step, scenario.Call{Operation: "list", Header: http.Header{workspaceHeader: {workspace}}})
		}
	}
	list("list", "", "")
	list("list in the default workspace", "default_workspace_id", s.Fixture("default_workspace_id"))
	list("list in the second workspace", "second_workspace_id", s.Fixture("second_workspace_id"))
	s.Send("list without naming a workspace", scenario.Call{Operation: "list", Header: http.Header{workspaceHeader: {}}})
	token := s.Fixture("foreign_token")
	if token == "" {
		s.Skip(nil, "it needs --fixture foreign_token", "list as a stranger", "get as a stranger")
		return
	}
	stranger := &scenario.Credentials{Token: token}
	nowhere := http.Header{workspaceHeader: {}}
	s.Send("list as a stranger", scenario.Call{Operation: "list", Credentials: stranger, Header: nowhere})
	call := get(uuid)
	call.Credentials, call.Header = stranger, nowhere
	s.Send("get as a stranger", call)
}

func change(s *scenario.Session, uuid string) {
	s.Send("update the label", on("update", uuid, body{"label": label(s, "conformance changed")}))
	s.Send("read after the update", get(uuid))
	call := on("state", uuid, body{"state": "process_dance"})
	call.Invalid = "the state is invented"
	s.Send("change the state to an invented word", call)
}

// rotate asks for a new password and waits, not for long, until the connection details carry one.
func rotate(s *scenario.Session, uuid string, before *record.Exchange) {
	x := s.Send("rotate the password", on("rotate-password", uuid, nil))
	if !IsSuccess(x) {
		s.Skip(x, x.String()+" was answered "+x.Got()+", so there is no new password", "poll for the new password")
		return
	}
	old := DetailsOf(before).Internal["password"]
	s.Poll("poll for the new password", get(uuid), time.Minute, func(x *record.Exchange) bool {
		password, shown := DetailsOf(x).Internal["password"]
		return IsRefusal(x) || shown && password != old
	})
}

// end deletes the service, waits until it is gone, and deletes it again.
func end(s *scenario.Session, uuid string) {
	for _, operation := range []string{"update", "delete"} {
		call := on(operation, s.NewID(), nil)
		if call.Invalid = "the uuid is invented"; operation == "update" {
			call.Body = body{"label": label(s, "conformance changed")}
		}
		s.Send(operation+" an unknown service", call)
	}
	x := s.Send("delete", on("delete", uuid, nil))
	if !IsSuccess(x) {
		s.Skip(x, x.String()+" was answered "+x.Got()+", so the service is not gone", "poll until it is gone", "list after the deletion", "delete again")
		return
	}
	_, gone := s.Poll("poll until it is gone", get(uuid), 0, isGone)
	if gone {
		s.Release(service(uuid))
	}
	s.Send("list after the deletion", scenario.Call{Operation: "list"})
	call := on("delete", uuid, nil)
	call.Invalid = "the service is deleted already"
	s.Send("delete again", call)
}
