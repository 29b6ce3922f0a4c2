package flows

import (
	"fmt"
	"net/url"
	"time"

	"conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// cleanUp is the step under which everything that removes is recorded.
var cleanUp = record.Step{Name: "clean-up"}

// patience is how long a busy resource is asked to go before its record is purged. The broker is a scripted one, so
// that nothing real is left behind there.
const patience = 20 * time.Second

// Remove removes what a scenario created under a name. Guids are looked up: an answer that never came had one, too. A
// target whose filters do not work must not make the suite remove what is not its own, so that names are compared.
func Remove(s *scenario.Session, r scenario.Resource) error {
	switch r.Kind {
	case "broker":
		return removeBrokers(s, r)
	case "offering":
		return each(s, listBy("list-services", "label:"+r.ID), has("label", r.ID), purgeOffering)
	case "instance":
		return each(s, listBy("list-instances", "name:"+r.ID), has("name", r.ID), removeInstance)
	case "user-provided instance":
		call := by("list-space-instances", s.Fixture("space_guid"))
		call.Query = url.Values{"q": {"name:" + r.ID}, "return_user_provided_service_instances": {"true"}}
		return each(s, call, has("name", r.ID), func(s *scenario.Session, guid string) error {
			call := by("delete-user-provided-instance", guid)
			call.Query = url.Values{"recursive": {"true"}}
			return gone(s.Send(cleanUp, call))
		})
	}
	return fmt.Errorf("no such kind of resource: %s", r.Kind)
}

// has tells resources whose entity has a member with that value.
func has(member, value string) func(resource any) bool {
	return func(resource any) bool {
		found, _ := check.At(resource, "/entity/"+member)
		return found == value
	}
}

// each does something to every resource of a list that fits.
func each(s *scenario.Session, list scenario.Call, fits func(resource any) bool, do func(*scenario.Session, string) error) error {
	x := s.Send(cleanUp, list)
	resources, isList := x.Object()["resources"].([]any)
	if !x.Is(200) || !isList {
		return fmt.Errorf("%s was answered %s", x, x.Got())
	}
	for _, resource := range resources {
		value, _ := check.At(resource, "/metadata/guid")
		if guid, _ := value.(string); guid != "" && fits(resource) {
			if err := do(s, guid); err != nil {
				return err
			}
		}
	}
	return nil
}

func gone(x *record.Exchange) error {
	if x.Is(202, 204, 404) {
		return nil
	}
	return fmt.Errorf("%s was answered %s", x, x.Got())
}

// removeInstance deletes an instance with all that hangs on it, and purges it when it does not go.
func removeInstance(s *scenario.Session, guid string) error {
	call := by("delete-instance", guid)
	call.Query = url.Values{"recursive": {"true"}, "accepts_incomplete": {"true"}}
	last, _ := s.Poll(cleanUp, call, patience, func(x *record.Exchange) bool { return x.Is(202, 204, 404) })
	if last.Is(204, 404) {
		return nil
	}
	if last.Is(202) {
		last, _ = s.Poll(cleanUp, by("get-instance", guid), 0, func(x *record.Exchange) bool {
			return x.Is(404) || Text(x, "/entity/last_operation/state") == "failed"
		})
		if last.Is(404) {
			return nil
		}
	}
	call.Query = url.Values{"purge": {"true"}}
	return gone(s.Send(cleanUp, call))
}

// removeBrokers deletes the brokers of a name; without one, those that have no name either and the same URL. What a
// broker still has is purged first, which does not ask it.
func removeBrokers(s *scenario.Session, r scenario.Resource) error {
	list, fits := listBy("list-brokers", "name:"+r.ID), has("name", r.ID)
	if r.ID == "" {
		list = scenario.Call{Operation: "list-brokers", Query: url.Values{"results-per-page": {"100"}, "order-direction": {"desc"}}}
		fits = func(resource any) bool {
			name, _ := check.At(resource, "/entity/name")
			address, _ := check.At(resource, "/entity/broker_url")
			return (name == nil || name == "") && address == r.Attributes["broker_url"]
		}
	}
	return each(s, list, fits, func(s *scenario.Session, guid string) error {
		x := s.Send(cleanUp, by("delete-broker", guid))
		if !x.Is(400) {
			return gone(x)
		}
		if err := each(s, listBy("list-services", "service_broker_guid:"+guid), has("service_broker_guid", guid), purgeOffering); err != nil {
			return err
		}
		return gone(s.Send(cleanUp, by("delete-broker", guid)))
	})
}

func purgeOffering(s *scenario.Session, guid string) error {
	call := by("delete-service", guid)
	call.Query = url.Values{"purge": {"true"}}
	return gone(s.Send(cleanUp, call))
}
