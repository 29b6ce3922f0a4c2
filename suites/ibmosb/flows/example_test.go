package flows

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestExampleIsTheSeeds: what the scenario sends is the documented example, byte for byte.
func TestExampleIsTheSeeds(t *testing.T) {
	body, err := os.ReadFile("../../../specs/ibmosb/testdata/provision-request.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(body) != exampleBody {
		t.Errorf("the body is %s, want %s", exampleBody, body)
	}
	data, err := os.ReadFile("../../../specs/ibmosb/seed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var seed struct {
		Seeds []struct {
			Samples []struct {
				File, Target, Example string
				Headers               map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(data, &seed); err != nil {
		t.Fatal(err)
	}
	for _, sample := range seed.Seeds[0].Samples {
		if sample.Example != "provision request example:seed" {
			continue
		}
		if sample.Target != exampleTarget || sample.Headers[identityHeader] != exampleIdentity || sample.Headers[versionHeader] != "2.12" {
			t.Errorf("the example is %+v, want the target %s and the identity %s", sample, exampleTarget, exampleIdentity)
		}
		return
	}
	t.Error("specs/ibmosb/seed.yaml has no sample of the example request")
}

func TestExampleIDIsThatOfItsPath(t *testing.T) {
	path, _, _ := strings.Cut(strings.TrimPrefix(exampleTarget, "/v2/service_instances/"), "?")
	if id, err := url.PathUnescape(path); err != nil || id != exampleID {
		t.Errorf("the id is %q (%v), want %q", id, err, exampleID)
	}
	if escape(exampleID) != path {
		t.Errorf("the platform's encoding is %s, want %s", escape(exampleID), path)
	}
}
