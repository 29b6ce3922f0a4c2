package ibmosb

import (
	"net/url"
	"strings"

	"conformance/mocks"
)

// paths returns faults about ids in paths.
func paths() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "other-route", Title: "instances do not live under /v2/service_instances", Breaks: ids{"IBM-PATH-001"}, Also: ids{"IBM-PATH-007", "IBM-PROV-001"},
			Blocks: true, Rules: rules{refuseDone(mocks.On("provision"), 404)}},
		{ID: "encoded-slash-splits", Title: "an encoded slash in the id breaks the route of updates", Breaks: ids{"IBM-PATH-002"},
			Also: ids{"IBM-PATH-005", "IBM-UPD-001", "IBM-UPD-002"}, Rules: rules{refuseDone(mocks.On("update").At("lifecycle").When(encodedSlash), 404)}},
		{ID: "raw-path-is-the-key", Title: "another spelling of the id is another instance", Breaks: ids{"IBM-PATH-003"},
			Rules: rules{mocks.On("provision").When(func(s *mocks.Seen) bool { return strings.Contains(s.Path, "crn:") }).Answered(200).Status(201)}},
		{ID: "decoded-twice", Title: "ids are decoded until nothing changes", Breaks: ids{"IBM-PATH-004"}, Blocks: true,
			Rules: rules{mocks.On("deprovision").When(func(s *mocks.Seen) bool { return strings.Contains(s.Params["instance_id"], "%3A") }).
				InsteadWith(func(s *mocks.Seen) *mocks.Answer {
					id, _ := url.PathUnescape(s.Params["instance_id"]) // it was escaped by a client
					return s.Send("deprovision", map[string]string{"instance_id": id}, s.Query, nil)
				})}},
		{ID: "own-ids", Title: "the instance is deleted under another id only", Breaks: ids{"IBM-PATH-005"}, Also: ids{"IBM-DEL-001"}, Blocks: true,
			Rules: rules{refuseDone(mocks.On("deprovision").At("lifecycle"), 410)}},
		{ID: "binding-ids-are-guids", Title: "an encoded slash in the binding's id breaks the route", Breaks: ids{"IBM-PATH-006"}, Also: ids{"IBM-UNB-001", "IBM-UNB-004"},
			Rules: rules{refuseDone(mocks.On("unbind").At("use").When(encodedSlash), 404)}},
		{ID: "ids-are-crns", Title: "an id that is no CRN is refused", Breaks: ids{"IBM-PATH-007"},
			Rules: rules{refuse(mocks.On("provision").At("identifiers").When(func(s *mocks.Seen) bool { return !strings.HasPrefix(s.Params["instance_id"], "crn:") }), 400)}},
		{ID: "context-has-to-match", Title: "context.crn has to equal the id", Breaks: ids{"IBM-PATH-008"}, Also: ids{"IBM-PATH-007", "IBM-PROV-001"},
			Rules: rules{refuseDone(mocks.On("provision").When(func(s *mocks.Seen) bool {
				crn := inside(s, "context")["crn"]
				return crn != nil && crn != s.Params["instance_id"]
			}), 400)}},
	}
}
