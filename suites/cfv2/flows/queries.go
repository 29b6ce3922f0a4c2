package flows

import (
	"net/http"
	"net/url"
	"strings"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// QueriesRun is what lists of brokers, offerings and plans show to whoever filters and pages them.
type QueriesRun struct {
	Create       record.Step `step:"create broker"`
	Plans        record.Step `step:"list plans"`
	CreateSecond record.Step `step:"create second broker"`

	ByLabel          record.Step `step:"list offerings by label"`
	ByUniqueID       record.Step `step:"list offerings by unique_id"`
	ByBroker         record.Step `step:"list offerings by broker"`
	Inactive         record.Step `step:"list inactive offerings"`
	PlansByOffering  record.Step `step:"list plans by offering"`
	PlansByUniqueID  record.Step `step:"list plans by unique_id"`
	InactivePlans    record.Step `step:"list inactive plans"`
	PlansIn          record.Step `step:"list plans by two ids"`
	BrokersIn        record.Step `step:"list brokers by two names"`
	Repeated         record.Step `step:"list plans by two filters"`
	RepeatedConflict record.Step `step:"list plans by two filters that exclude each other"`
	Joined           record.Step `step:"list plans by two filters in one"`
	JoinedConflict   record.Step `step:"list plans by two filters in one that exclude each other"`

	FirstPage  record.Step `step:"list the first page of plans"`
	SecondPage record.Step `step:"follow the link to the second page"`
	LastPage   record.Step `step:"follow the link to the last page"`
	PageBefore record.Step `step:"follow the link back from the last page"`

	NoSuchColumn          record.Step `step:"list brokers in the order of no column"`
	NoSuchColumnInstances record.Step `step:"list instances in the order of no column"`

	PostOffering record.Step `step:"create an offering without a broker"`
	PutOffering  record.Step `step:"change an offering without its broker"`
	PostPlan     record.Step `step:"create a plan without a broker"`

	CatalogRequests record.Step `step:"broker-catalog"`
}

// Queries creates no instances, and so needs no fixture.
var Queries = scenario.New(scenario.Scenario{
	Name: "queries", Title: "lists of brokers, offerings and plans: filters, pages and order",
	Operations: []string{"create-broker", "list-brokers", "list-services", "list-plans", "list-instances", "broker-catalog"},
	Writes:     true,
}, recordQueries)

func recordQueries(s *scenario.Session, run *QueriesRun) {
	m, ok := open(s)
	if !ok {
		return
	}
	defer m.broker.Close()
	if !m.register(run.Create) || !m.readPlans(run.Plans) {
		return
	}
	second := fresh(s)
	m.another()
	x := m.submit(run.CreateSecond, scenario.Call{Body: m.registration(second)})
	if x.Is(http.StatusCreated) {
		s.Send(run.BrokersIn, listBy("list-brokers", "name IN "+m.name+","+second))
	} else {
		s.Skip(x, "the broker could not be registered a second time", run.BrokersIn)
	}
	offering := filterOfferings(m, run)
	filterPlans(m, run, offering)
	turnPages(m, run)
	inNoOrder := url.Values{"order-by": {"conformance"}}
	s.Send(run.NoSuchColumn, scenario.Call{Operation: "list-brokers", Query: inNoOrder})
	s.Send(run.NoSuchColumnInstances, scenario.Call{Operation: "list-instances", Query: inNoOrder})
	editCatalog(m, run, offering)
}

// filterOfferings returns the controller's guid of the first offering.
func filterOfferings(m *market, run *QueriesRun) string {
	first := offeringOf(m.catalog, 0)
	label, _ := first["name"].(string)
	x := m.s.Send(run.ByLabel, listBy("list-services", "label:"+label))
	m.s.Send(run.ByUniqueID, listBy("list-services", "unique_id:"+idOf(offeringOf(m.catalog, 1))))
	m.s.Send(run.ByBroker, listBy("list-services", "service_broker_guid:"+m.guid))
	m.s.Send(run.Inactive, newest("list-services", "active:false"))
	return Text(x, "/resources/0/metadata/guid")
}

func filterPlans(m *market, run *QueriesRun, offering string) {
	one, two := "unique_id:"+idOf(planOf(m.catalog, 0, 0)), "unique_id:"+idOf(planOf(m.catalog, 0, 1))
	broker := "service_broker_guid:" + m.guid
	list := func(step record.Step, filters ...string) { m.s.Send(step, listBy("list-plans", filters...)) }
	m.s.Send(run.InactivePlans, newest("list-plans", "active:false"))
	list(run.PlansByUniqueID, one)
	if offering != "" {
		list(run.PlansByOffering, "service_guid:"+offering)
	}
	list(run.PlansIn, "unique_id IN "+idOf(planOf(m.catalog, 0, 0))+","+idOf(planOf(m.catalog, 1, 0)))
	list(run.Repeated, one, broker)
	list(run.RepeatedConflict, one, two)
	list(run.Joined, one+";"+broker)
	list(run.JoinedConflict, one+";"+two)
}

func idOf(described map[string]any) string {
	id, _ := described["id"].(string)
	return id
}

// newest lists what a filter lets through, the newest first, as much as a page can have.
func newest(operation, filter string) scenario.Call {
	call := listBy(operation, filter)
	call.Query.Set("results-per-page", "100")
	call.Query.Set("order-direction", "desc")
	return call
}

// turnPages reads the plans two by two: three pages, and from the last one back.
func turnPages(m *market, run *QueriesRun) {
	call := newest("list-plans", "service_broker_guid:"+m.guid)
	call.Query.Set("results-per-page", "2")
	first := m.s.Send(run.FirstPage, call)
	second := follow(m.s, first, "/next_url", run.SecondPage)
	last := follow(m.s, second, "/next_url", run.LastPage)
	follow(m.s, last, "/prev_url", run.PageBefore)
}

// longestLink is the longest link that is followed, in bytes.
const longestLink = 4096

// follow requests the page that a list names. What is no path of the list is not followed, and its step stays absent.
func follow(s *scenario.Session, x *record.Exchange, pointer string, step record.Step) *record.Exchange {
	link := Text(x, pointer)
	if !strings.HasPrefix(link, "/v2/service_plans?") || len(link) > longestLink {
		s.Skip(x, "the page before has no link that leads there", step)
		return x
	}
	return s.Send(step, scenario.Call{Operation: "list-plans", Path: link, Invalid: "a link of the target's, as it is"})
}

// editCatalog sends what would change a catalog behind the broker's back. The API has nothing of the kind.
func editCatalog(m *market, run *QueriesRun, offering string) {
	const none = "the API has no such request"
	label := fresh(m.s)
	m.s.Hold(scenario.Resource{Kind: "offering", ID: label})
	described := map[string]any{"label": label, "description": "Offering of a conformance suite", "bindable": true, "unique_id": label}
	m.s.Send(run.PostOffering, scenario.Call{Operation: "create-broker", Path: "/v2/services", Body: described, Invalid: none})
	m.s.Send(run.PostPlan, scenario.Call{Operation: "create-broker", Path: "/v2/service_plans", Invalid: none, Body: map[string]any{
		"name": label, "description": "Plan of a conformance suite", "free": true, "service_guid": offering, "unique_id": label,
	}})
	if offering != "" {
		m.s.Send(run.PutOffering, scenario.Call{
			Operation: "update-broker", Path: "/v2/services/" + url.PathEscape(offering), Body: map[string]any{"description": "Another"}, Invalid: none,
		})
	}
}
