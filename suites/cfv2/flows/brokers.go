package flows

import (
	"conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"net/http"
	"net/url"
	"strings"
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
var Brokers = scenario.New[BrokersRun](scenario.Scenario{
	Name: "brokers", Title: "a broker from registration to deletion, and what has to be refused",
	Operations: []string{"create-broker", "get-broker", "list-brokers", "update-broker", "delete-broker", "list-services", "list-plans",
		"update-plan", "broker-catalog"},
	Writes: true,
	Record: func(s *scenario.Session) {
		m, ok := open(s)
		if !ok {
			return
		}
		defer m.broker.Close()
		if !m.register() {
			return
		}
		second := fresh(s)
		readBroker(m)
		showPlans(m)
		m.submit("create broker in the documented form", scenario.Call{
			Body: m.registration(second), Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}},
		})
		listBrokers(m)
		spellScheme(m)
		refuseBrokers(m)
		lackScope(m)
		changeBroker(m, second)
		deleteBroker(m)
	},
})

func readBroker(m *market) {
	m.s.Send("get broker", by("get-broker", m.guid))
	cookie := by("get-broker", m.guid)
	cookie.Header = http.Header{"Cookie": {""}}
	m.s.Send("get broker with an empty cookie", cookie)
	m.s.Send("list offerings", listBy("list-services", "service_broker_guid:"+m.guid))
}

func listBrokers(m *market) {
	list := func(step, key, value, invalid string) {
		m.s.Send(step, scenario.Call{Operation: "list-brokers", Query: url.Values{key: {value}}, Invalid: invalid})
	}
	list("list brokers by name", "q", "name:"+m.name, "")
	list("list brokers by a name that none has", "q", "name:"+fresh(m.s), "")
	list("list brokers by an unknown key", "q", "conformance:x", "")
	list("list one broker", "results-per-page", "1", "")
	list("list too many brokers", "results-per-page", "1000", "the page is larger than any may be")
	list("list brokers in no order", "order-direction", "sideways", "the order is no order")
	m.s.Send("list brokers with a request id", scenario.Call{
		Operation: "list-brokers", Header: http.Header{"X-Vcap-Request-Id": {"conformance-" + m.s.NewID()}},
	})
	m.s.Send("list brokers without a token", scenario.Call{Operation: "list-brokers", Credentials: scenario.NoCredentials()})
	m.s.Send("list brokers with a bad token", scenario.Call{
		Operation: "list-brokers", Credentials: &scenario.Credentials{Token: "no-token-" + m.s.NewID()},
	})
	m.s.Send("call an unknown path", scenario.Call{
		Operation: "list-brokers", Path: "/v2/conformance-" + m.s.NewID(), Invalid: "the API has no such path",
	})
}

func showPlans(m *market) {
	list := listBy("list-plans", "service_broker_guid:"+m.guid)
	list.Credentials = scenario.NoCredentials()
	if !m.readPlans() {
		return
	}
	m.s.Send("list plans without a token", list)
	if m.publish(small) {
		m.s.Send("list published plans without a token", list)
	}
}

func refuseBrokers(m *market) {
	valid := func() map[string]any { return m.registration(fresh(m.s)) }
	m.submit("create broker with a taken name", scenario.Call{Body: m.registration(m.name)})
	m.submit("create broker with a null name", scenario.Call{Body: with(valid(), "name", nil), Invalid: "name is null"})
	for member, step := range check.InOrder(map[string]string{
		"name": "create broker without name", "broker_url": "create broker without broker_url",
		"auth_username": "create broker without auth_username", "auth_password": "create broker without auth_password",
	}) {
		m.submit(step, scenario.Call{Body: without(valid(), member), Invalid: member + " is missing"})
	}
	scheme, rest, _ := strings.Cut(m.broker.URL(), "://")
	m.submit("create broker with an ftp URL", scenario.Call{Body: with(valid(), "broker_url", "ftp://"+rest)})
	m.submit("create broker with credentials in its URL", scenario.Call{Body: with(valid(), "broker_url", scheme+"://user:conformance@"+rest)})
	m.submit("create broker with a blank auth_username", scenario.Call{Body: with(valid(), "auth_username", "")})
	m.submit("create broker with a blank name", scenario.Call{Body: m.registration("")})
	m.s.Send("list brokers after the blank name", mostBrokers())
	m.submit("create broker with an unknown member", scenario.Call{Body: with(valid(), UnknownMember, 1)})
	m.submit("create broker with broken JSON", scenario.Call{Body: []byte(`{"name":`), Invalid: "the body is cut off"})
	m.submit("create broker in an unknown space", scenario.Call{Body: with(valid(), "space_guid", m.s.NewID())})
}

func changeBroker(m *market, second string) {
	update := func(step, guid string, body map[string]any) {
		call := by("update-broker", guid)
		call.Body = body
		m.s.Send(step, call)
	}
	update("update broker", m.guid, map[string]any{"auth_username": m.broker.Username(), "auth_password": m.broker.Password()})
	renamed := fresh(m.s)
	m.s.Hold(scenario.Resource{Kind: "broker", ID: renamed})
	update("rename broker", m.guid, map[string]any{"name": renamed})
	update("rename broker to a taken name", m.guid, map[string]any{"name": second})
	m.s.Send("get unknown broker", by("get-broker", m.s.NewID()))
	update("update unknown broker", m.s.NewID(), map[string]any{"name": fresh(m.s)})
	m.s.Send("delete unknown broker", by("delete-broker", m.s.NewID()))
}

func deleteBroker(m *market) {
	call := by("delete-broker", m.guid)
	call.Query = url.Values{"async": {"true"}}
	m.s.Send("delete broker", call)
	m.s.Send("get deleted broker", by("get-broker", m.guid))
	m.s.Send("list offerings of the deleted broker", listBy("list-services", "service_broker_guid:"+m.guid))
}
