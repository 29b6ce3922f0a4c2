package ibmosb

import (
	"net/url"
	"strings"

	"conformance/mocks"
)

func pathFaults() []fault {
	return []fault{
		{id: "other-route", breaks: "PATH-001", also: "PATH-007 PROV-001", blocks: true, title: "instances do not live under /v2/service_instances",
			rules: rules(refuseDone(mocks.On("provision"), 404))},
		{id: "encoded-slash-splits", breaks: "PATH-002", also: "PATH-005 UPD-001 UPD-002", blocks: true, title: "an encoded slash in the id breaks the route of updates",
			rules: rules(refuseDone(on("lifecycle", "update").When(encodedSlash), 404))},
		{id: "raw-path-is-the-key", breaks: "PATH-003", title: "another spelling of the id is another instance",
			rules: rules(mocks.On("provision").When(func(s *mocks.Seen) bool { return strings.Contains(s.Path, "crn:") }).Answered(200).Status(201))},
		{id: "decoded-twice", breaks: "PATH-004", blocks: true, title: "ids are decoded until nothing changes",
			rules: rules(mocks.On("deprovision").When(func(s *mocks.Seen) bool { return strings.Contains(s.Params["instance_id"], "%3A") }).
				InsteadWith(func(s *mocks.Seen) *mocks.Answer {
					id, _ := url.PathUnescape(s.Params["instance_id"]) // it was escaped by a client
					return s.Send("deprovision", map[string]string{"instance_id": id}, s.Query, nil)
				}))},
		{id: "own-ids", breaks: "PATH-005", also: "DEL-001", blocks: true, title: "the instance is deleted under another id only",
			rules: rules(refuseDone(on("lifecycle", "deprovision"), 410))},
		{id: "binding-ids-are-guids", breaks: "PATH-006", also: "UNB-001 UNB-004", title: "an encoded slash in the binding's id breaks the route",
			rules: rules(refuseDone(on("use", "unbind").When(encodedSlash), 404))},
		{id: "ids-are-crns", breaks: "PATH-007", title: "an id that is no CRN is refused",
			rules: rules(refuse(on("identifiers", "provision").When(func(s *mocks.Seen) bool { return !strings.HasPrefix(s.Params["instance_id"], "crn:") }), 400))},
		{id: "context-has-to-match", breaks: "PATH-008", also: "PATH-007 PROV-001", blocks: true, title: "context.crn has to equal the id",
			rules: rules(refuseDone(mocks.On("provision").When(func(s *mocks.Seen) bool {
				crn := inside(s, "context")["crn"]
				return crn != nil && crn != s.Params["instance_id"]
			}), 400))},
	}
}
