package controller

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/semver"
)

// catalogService is an offering as the broker describes it.
type catalogService struct {
	ID                   string         `json:"id"`
	Name                 string         `json:"name"`
	Description          string         `json:"description"`
	Bindable             bool           `json:"bindable"`
	PlanUpdateable       bool           `json:"plan_updateable"`
	BindingsRetrievable  bool           `json:"bindings_retrievable"`
	InstancesRetrievable bool           `json:"instances_retrievable"`
	AllowContextUpdates  bool           `json:"allow_context_updates"`
	Tags                 []string       `json:"tags"`
	Requires             []string       `json:"requires"`
	Metadata             map[string]any `json:"metadata"`
	DashboardClient      map[string]any `json:"dashboard_client"`
	Plans                []catalogPlan  `json:"plans,omitempty"`
}

// catalogPlan is a plan as the broker describes it. A flag that the broker leaves out is nil.
type catalogPlan struct {
	ID                     string         `json:"id"`
	Name                   string         `json:"name"`
	Description            string         `json:"description"`
	Free                   *bool          `json:"free"`
	Bindable               *bool          `json:"bindable"`
	PlanUpdateable         *bool          `json:"plan_updateable"`
	MaximumPollingDuration *int           `json:"maximum_polling_duration"`
	MaintenanceInfo        map[string]any `json:"maintenance_info"`
	Metadata               map[string]any `json:"metadata"`
	Schemas                map[string]any `json:"schemas"`
}

// readCatalog asks a broker for its catalog and validates it.
func (s *Server) readCatalog(b broker, o origin) ([]catalogService, *failure) {
	a := s.ask(question{broker: b, method: http.MethodGet, path: "/v2/catalog", origin: o})
	if refused := a.catalogFailure(); refused != nil {
		return nil, refused
	}
	if problems := validateCatalog(a.object); len(problems) > 0 {
		return nil, fail("ServiceBrokerCatalogInvalid", "the service catalog is invalid:\n%s", cut(strings.Join(problems, "\n")))
	}
	var catalog struct{ Services []catalogService }
	data, err := json.Marshal(a.object)
	if err == nil {
		decoder := json.NewDecoder(strings.NewReader(string(data)))
		decoder.UseNumber()
		err = decoder.Decode(&catalog)
	}
	if err != nil {
		return nil, fail("ServiceBrokerCatalogInvalid", "the service catalog is invalid: %v", err)
	}
	return catalog.Services, nil
}

// catalogFailure says what is wrong with an answer to the catalog request, nil when it is a catalog.
func (a answer) catalogFailure() *failure {
	switch {
	case a.timeout():
		return a.failure("HttpClientTimeout")
	case a.unreachable():
		return a.failure("ServiceBrokerApiUnreachable")
	case a.err != nil:
		return a.failure("HttpRequestError")
	}
	switch a.status {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted:
		if a.object == nil {
			return a.failure("ServiceBrokerRequestMalformed")
		}
		if a.status == http.StatusOK {
			return nil
		}
	case http.StatusUnauthorized:
		return a.failure("ServiceBrokerApiAuthenticationFailed")
	case http.StatusRequestTimeout:
		return a.failure("ServiceBrokerApiTimeout")
	case http.StatusConflict, http.StatusGone, http.StatusUnprocessableEntity:
	default:
		if a.status >= 400 && a.status < 500 {
			refused := a.failure("ServiceBrokerRequestRejected")
			refused.code = 270020
			return refused
		}
	}
	return a.failure("ServiceBrokerBadResponse")
}

// semantic reports whether text is a semantic version with all its three numbers.
func semantic(text string) bool {
	canonical := semver.Canonical("v" + text)
	return canonical != "" && strings.HasPrefix("v"+text, canonical)
}

const (
	longestDescription = 10000
	longestTags        = 2048
	longestMaintenance = 2000
)

func length(texts []string) int { return utf8.RuneCountInString(strings.Join(texts, "")) }
