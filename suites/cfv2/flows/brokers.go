package flows

import (
	"net/http"
	"net/url"
	"strings"

	"conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// BrokersRun is one broker from registration to deletion, and requests about it that have to be refused.
type BrokersRun struct {
	Create          record.Step `step:"create broker"`
	Plans           record.Step `step:"list plans"`
	Get             record.Step `step:"get broker"`
	GetCookie       record.Step `step:"get broker with an empty cookie"`
	GetOffering     record.Step `step:"list offerings"`
	ListByName      record.Step `step:"list brokers by name"`
	ListNone        record.Step `step:"list brokers by a name that none has"`
	ListUnknownKey  record.Step `step:"list brokers by an unknown key"`
	ListOne         record.Step `step:"list one broker"`
	ListTooMany     record.Step `step:"list too many brokers"`
	ListSideways    record.Step `step:"list brokers in no order"`
	ListWithID      record.Step `step:"list brokers with a request id"`
	ListNoToken     record.Step `step:"list brokers without a token"`
	ListBadToken    record.Step `step:"list brokers with a bad token"`
	ListLower       record.Step `step:"list brokers with a lower-case scheme"`
	ListUpper       record.Step `step:"list brokers with an upper-case scheme"`
	ListNoScope     record.Step `step:"list brokers without the scope"`
	CreateNoScope   record.Step `step:"create broker without the scope"`
	UnknownPath     record.Step `step:"call an unknown path"`
	PlansHidden     record.Step `step:"list plans without a token"`
	Publish         record.Step `step:"publish plan"`
	PlansShown      record.Step `step:"list published plans without a token"`
	CreateForm      record.Step `step:"create broker in the documented form"`
	NameTaken       record.Step `step:"create broker with a taken name"`
	NoName          record.Step `step:"create broker without name"`
	NullName        record.Step `step:"create broker with a null name"`
	NoURL           record.Step `step:"create broker without broker_url"`
	NoUsername      record.Step `step:"create broker without auth_username"`
	NoPassword      record.Step `step:"create broker without auth_password"`
	OtherScheme     record.Step `step:"create broker with an ftp URL"`
	URLCredentials  record.Step `step:"create broker with credentials in its URL"`
	BlankUsername   record.Step `step:"create broker with a blank auth_username"`
	BlankName       record.Step `step:"create broker with a blank name"`
	ListBlank       record.Step `step:"list brokers after the blank name"`
	UnknownMember   record.Step `step:"create broker with an unknown member"`
	BrokenJSON      record.Step `step:"create broker with broken JSON"`
	UnknownSpace    record.Step `step:"create broker in an unknown space"`
	Update          record.Step `step:"update broker"`
	Rename          record.Step `step:"rename broker"`
	RenameTaken     record.Step `step:"rename broker to a taken name"`
	GetUnknown      record.Step `step:"get unknown broker"`
	UpdateUnknown   record.Step `step:"update unknown broker"`
	DeleteUnknown   record.Step `step:"delete unknown broker"`
	Delete          record.Step `step:"delete broker"`
	GetDeleted      record.Step `step:"get deleted broker"`
	OfferingsAfter  record.Step `step:"list offerings of the deleted broker"`
	CatalogRequests record.Step `step:"broker-catalog"`
}

// Brokers creates no instances, and so needs no fixture.
var Brokers = scenario.New(scenario.Scenario{
	Name: "brokers", Title: "a broker from registration to deletion, and what has to be refused",
	Operations: []string{"create-broker", "get-broker", "list-brokers", "update-broker", "delete-broker", "list-services", "list-plans",
		"update-plan", "broker-catalog"},
	Writes: true,
}, recordBrokers)

func recordBrokers(s *scenario.Session, run *BrokersRun) {
	m, ok := open(s)
	if !ok {
		return
	}
	defer m.broker.Close()
	if !m.register(run.Create) {
		return
	}
	second := fresh(s)
	readBroker(m, run)
	showPlans(m, run)
	m.submit(run.CreateForm, scenario.Call{
		Body: m.registration(second), Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
	})
	listBrokers(m, run)
	spellScheme(m, run)
	refuseBrokers(m, run)
	lackScope(m, run)
	changeBroker(m, run, second)
	deleteBroker(m, run)
}

func readBroker(m *market, run *BrokersRun) {
	m.s.Send(run.Get, by("get-broker", m.guid))
	cookie := by("get-broker", m.guid)
	cookie.Header = http.Header{"Cookie": {""}}
	m.s.Send(run.GetCookie, cookie)
	m.s.Send(run.GetOffering, listBy("list-services", "service_broker_guid:"+m.guid))
}

func listBrokers(m *market, run *BrokersRun) {
	list := func(step record.Step, key, value, invalid string) {
		m.s.Send(step, scenario.Call{Operation: "list-brokers", Query: url.Values{key: {value}}, Invalid: invalid})
	}
	list(run.ListByName, "q", "name:"+m.name, "")
	list(run.ListNone, "q", "name:"+fresh(m.s), "")
	list(run.ListUnknownKey, "q", "conformance:x", "")
	list(run.ListOne, "results-per-page", "1", "")
	list(run.ListTooMany, "results-per-page", "1000", "the page is larger than any may be")
	list(run.ListSideways, "order-direction", "sideways", "the order is no order")
	m.s.Send(run.ListWithID, scenario.Call{
		Operation: "list-brokers", Header: http.Header{"X-Vcap-Request-Id": {"conformance-" + m.s.NewID()}},
	})
	m.s.Send(run.ListNoToken, scenario.Call{Operation: "list-brokers", Credentials: scenario.NoCredentials()})
	m.s.Send(run.ListBadToken, scenario.Call{
		Operation: "list-brokers", Credentials: &scenario.Credentials{Token: "no-token-" + m.s.NewID()},
	})
	m.s.Send(run.UnknownPath, scenario.Call{
		Operation: "list-brokers", Path: "/v2/conformance-" + m.s.NewID(), Invalid: "the API has no such path",
	})
}

func showPlans(m *market, run *BrokersRun) {
	list := listBy("list-plans", "service_broker_guid:"+m.guid)
	list.Credentials = scenario.NoCredentials()
	if !m.readPlans(run.Plans) {
		return
	}
	m.s.Send(run.PlansHidden, list)
	if m.publish(run.Publish, small) {
		m.s.Send(run.PlansShown, list)
	}
}

func refuseBrokers(m *market, run *BrokersRun) {
	valid := func() map[string]any { return m.registration(fresh(m.s)) }
	m.submit(run.NameTaken, scenario.Call{Body: m.registration(m.name)})
	m.submit(run.NullName, scenario.Call{Body: with(valid(), "name", nil), Invalid: "name is null"})
	for member, step := range check.InOrder(map[string]record.Step{
		"name": run.NoName, "broker_url": run.NoURL,
		"auth_username": run.NoUsername, "auth_password": run.NoPassword,
	}) {
		m.submit(step, scenario.Call{Body: without(valid(), member), Invalid: member + " is missing"})
	}
	scheme, rest, _ := strings.Cut(m.broker.URL(), "://")
	m.submit(run.OtherScheme, scenario.Call{Body: with(valid(), "broker_url", "ftp://"+rest)})
	m.submit(run.URLCredentials, scenario.Call{Body: with(valid(), "broker_url", scheme+"://user:conformance@"+rest)})
	m.submit(run.BlankUsername, scenario.Call{Body: with(valid(), "auth_username", "")})
	m.submit(run.BlankName, scenario.Call{Body: m.registration("")})
	m.s.Send(run.ListBlank, mostBrokers())
	m.submit(run.UnknownMember, scenario.Call{Body: with(valid(), UnknownMember, 1)})
	m.submit(run.BrokenJSON, scenario.Call{Body: []byte(`{"name":`), Invalid: "the body is cut off"})
	m.submit(run.UnknownSpace, scenario.Call{Body: with(valid(), "space_guid", m.s.NewID())})
}

func changeBroker(m *market, run *BrokersRun, second string) {
	update := func(step record.Step, guid string, body map[string]any) {
		call := by("update-broker", guid)
		call.Body = body
		m.s.Send(step, call)
	}
	update(run.Update, m.guid, map[string]any{"auth_username": m.broker.Username(), "auth_password": m.broker.Password()})
	renamed := fresh(m.s)
	m.s.Hold(scenario.Resource{Kind: "broker", ID: renamed})
	update(run.Rename, m.guid, map[string]any{"name": renamed})
	update(run.RenameTaken, m.guid, map[string]any{"name": second})
	m.s.Send(run.GetUnknown, by("get-broker", m.s.NewID()))
	update(run.UpdateUnknown, m.s.NewID(), map[string]any{"name": fresh(m.s)})
	m.s.Send(run.DeleteUnknown, by("delete-broker", m.s.NewID()))
}

func deleteBroker(m *market, run *BrokersRun) {
	call := by("delete-broker", m.guid)
	call.Query = url.Values{"async": {"true"}}
	m.s.Send(run.Delete, call)
	m.s.Send(run.GetDeleted, by("get-broker", m.guid))
	m.s.Send(run.OfferingsAfter, listBy("list-services", "service_broker_guid:"+m.guid))
}
