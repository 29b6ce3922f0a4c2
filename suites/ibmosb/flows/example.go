package flows

import (
	"fmt"
	"net/http"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// The example request of IBM's page as it stands there, without its Host and with the credentials of the run in the
// place of its placeholder.
const (
	exampleService  = "0bc9d744-6f8c-4821-9648-2278bf6925bb"
	examplePlan     = "ecc19311-aba2-49f7-8198-1e450c8460d4"
	exampleID       = "crn:v1:bluemix:public:compose-redis:us-south:a/46aa677e-e83f-4d17-a2b6-5b752564477c:416d769b-682d-4833-8bd7-5ef8778e5b52"
	exampleTarget   = "/v2/service_instances/crn%3Av1%3Abluemix%3Apublic%3Acompose-redis%3Aus-south%3Aa%2F46aa677e-e83f-4d17-a2b6-5b752564477c%3A416d769b-682d-4833-8bd7-5ef8778e5b52?accepts_incomplete=true"
	exampleIdentity = "ibmcloud aWJtaWQtNDU2MzQ1WA=="
	exampleBody     = `{
  "service_id": "0bc9d744-6f8c-4821-9648-2278bf6925bb",  
  "plan_id": "ecc19311-aba2-49f7-8198-1e450c8460d4", 
  "context": {
    "platform": "ibmcloud",
    "account_id": "003e9bc3993aec710d30a5a719e57a80",
    "crn": "crn:v1:bluemix:public:compose-redis:us-south:a/003e9bc3993aec710d30a5a719e57a80:416d769b-682d-4833-8bd7-5ef8778e5b52",
     "resource_group_crn": "crn:v1:bluemix:public:resource-controller::a/003e9bc3993aec710d30a5a719e57a80::resource-group:b4570a825f7f4d57aa54e8e1d9507926"
  },
  "parameters": {
    "location": "us-south",
    "optional-param":"parameter required by your service"
  }
}
`
)

// ExampleRun is the example request of IBM's page and what follows from it.
type ExampleRun struct {
	Before      record.Step `step:"state before"`
	Provision   record.Step `step:"provision as in the example"`
	Labelled    record.Step `step:"provision with a media type"`
	Polls       record.Step `step:"poll provision"`
	Again       record.Step `step:"provision again as in the example"`
	Deprovision record.Step `step:"deprovision"`
	DeprovPolls record.Step `step:"poll deprovision"`
}

// Example sends IBM's example request, byte for byte, to brokers whose catalog has the ids in it.
var Example = scenario.New[ExampleRun](scenario.Scenario{
	Name: "example", Title: "the example request of IBM's documentation as it stands",
	Operations: []string{"provision", "instance-last-operation", "deprovision"},
	Instances:  1,
	Needs: func(site *scenario.Site) (scenario.Subject, string) {
		for _, p := range plans(site) {
			if p.service == exampleService && p.id == examplePlan {
				return p.subject(), ""
			}
		}
		return nil, fmt.Sprintf("the catalog has no service %s with the plan %s, which the example request asks for", exampleService, examplePlan)
	},
	Record: example,
})

func example(s *scenario.Session) {
	i := newInstance(s)
	i.id = exampleID
	// The id is no fresh one: an instance that somebody else made must not be deleted.
	if x := s.Send("state before", i.state()); !x.Is(http.StatusNotFound, http.StatusGone) {
		s.SkipRest(x, "whether an instance with the example's id exists already is not certain, and it would not be ours")
		return
	}
	s.Hold(i.resource())
	call := exampleCall(s)
	x := s.Send("provision as in the example", call)
	if x.Is(http.StatusBadRequest, http.StatusUnsupportedMediaType) {
		// The page leaves the media type out; a broker may want it.
		call = sending(call, "Content-Type", "application/json")
		x = s.Send("provision with a media type", call)
	} else {
		s.Skip(x, "the request needs no media type", "provision with a media type")
	}
	if !Accepted(x) {
		s.Block(x, "the example request %s was answered %s", x, x.Got())
		return
	}
	if !settle(s, "poll provision", x, i.poll(x)) {
		return
	}
	s.Send("provision again as in the example", call)
	destroy(s, i)
}

func exampleCall(s *scenario.Session) scenario.Call {
	call := scenario.Call{Operation: "provision", Path: exampleTarget, Body: []byte(exampleBody), Header: http.Header{
		versionHeader: {"2.12"}, identityHeader: {exampleIdentity}, "Content-Type": nil, "Accept": nil,
	}}
	if value, ok := basic(s); ok {
		call.Header["Authorization"] = []string{value}
	}
	return call
}
