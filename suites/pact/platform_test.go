//go:build pact

package pact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// apiVersion is what the platform declares: the newest version that most brokers accept.
const apiVersion = "2.14"

// platform is as much of a platform as the contract needs.
type platform struct {
	broker             string // base URL
	username, password string
}

// offering is what the platform reads of an offering in the catalog.
type offering struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Bindable bool   `json:"bindable"`
	Plans    []plan `json:"plans"`
}

// plan is what the platform reads of a plan. Its word on bindable wins over the offering's.
type plan struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Bindable *bool  `json:"bindable"`
}

// order says which plan of which offering is asked for.
type order struct {
	ServiceID string `json:"service_id"`
	PlanID    string `json:"plan_id"`
}

// provisioning is the body of a provision request.
type provisioning struct {
	order
	OrganizationGUID string `json:"organization_guid"`
	SpaceGUID        string `json:"space_guid"`
}

// refusal is an answer with another status than the platform can go on with.
type refusal struct {
	method, path string
	status       int
}

func (r refusal) Error() string {
	return fmt.Sprintf("%s %s: got status %d", r.method, r.path, r.status)
}

// catalog reads what the broker offers.
func (p platform) catalog() ([]offering, error) {
	var answer struct {
		Services []offering `json:"services"`
	}
	err := p.send(http.MethodGet, "/v2/catalog", nil, http.StatusOK, &answer)
	return answer.Services, err
}

// provision makes an instance at once.
func (p platform) provision(instance string, wanted order) error {
	body := provisioning{order: wanted, OrganizationGUID: "an-organization", SpaceGUID: "a-space"}
	var answer map[string]any
	return p.send(http.MethodPut, instancePath(instance), body, http.StatusCreated, &answer)
}

// bind makes a binding at once and returns its credentials.
func (p platform) bind(instance, binding string, wanted order) (map[string]any, error) {
	var answer struct {
		Credentials map[string]any `json:"credentials"`
	}
	err := p.send(http.MethodPut, bindingPath(instance, binding), wanted, http.StatusCreated, &answer)
	return answer.Credentials, err
}

func instancePath(instance string) string { return "/v2/service_instances/" + url.PathEscape(instance) }

func bindingPath(instance, binding string) string {
	return instancePath(instance) + "/service_bindings/" + url.PathEscape(binding)
}

// send sends a request and decodes the answer. A status other than the wanted one is a refusal.
func (p platform) send(method, path string, body any, want int, answer any) error {
	var data []byte
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return err
		}
	}
	request, err := http.NewRequest(method, p.broker+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	request.SetBasicAuth(p.username, p.password)
	request.Header.Set("X-Broker-Api-Version", apiVersion)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != want {
		return refusal{method: method, path: path, status: response.StatusCode}
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		return fmt.Errorf("%s %s: read the answer: %w", method, path, err)
	}
	return nil
}
