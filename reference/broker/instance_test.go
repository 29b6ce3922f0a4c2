package broker

import (
	"strings"
	"testing"
)

func TestProvision(t *testing.T) {
	everyVersion(t, func(b *bench) {
		path := instance("sync")
		first := b.want(201, "/documents/sync", "PUT", path, order(b, "documents", "sync", `,"parameters":{"size":1}`))
		again := b.want(200, "", "PUT", path, order(b, "documents", "sync", `,"parameters":{"size":1.0},"context":{"platform":"x"},"x-own":1`))
		if first.text != again.text {
			b.Errorf("repeated: got %s, want %s", again.text, first.text)
		}
		if got := strings.Contains(first.text, `"labels"`); got != b.since("2.16") {
			b.Errorf("labels: got %s", first.text)
		}
		if got := strings.Contains(first.text, `"attributes"`); got != b.since("2.17") {
			b.Errorf("attributes: got %s", first.text)
		}
		for _, other := range []string{
			order(b, "documents", "sync", `,"parameters":{"size":2}`),
			order(b, "documents", "sync", ``),
			order(b, "documents", "either", `,"parameters":{"size":1}`),
			strings.Replace(order(b, "documents", "sync", `,"parameters":{"size":1}`), `"org"`, `"other"`, 1),
		} {
			b.want(409, "", "PUT", path, other)
		}
		b.want(201, "", "PUT", instance("sync-2")+"?accepts_incomplete=true", order(b, "documents", "sync", ""))
		b.want(201, "", "PUT", instance("either")+"?accepts_incomplete=false", order(b, "documents", "either", ""))
		b.want(202, "operation", "PUT", instance("either-2")+"?accepts_incomplete=true", order(b, "documents", "either", ""))
	})
}

func TestProvisionRefuses(t *testing.T) {
	everyVersion(t, func(b *bench) {
		good := order(b, "documents", "sync", "")
		service, plan := ids(b, "documents", "sync")
		_, foreign := ids(b, "logs", "drain")
		cases := []struct {
			body string
			want int
		}{
			{strings.Replace(good, service, "unknown", 1), 400},
			{strings.Replace(good, plan, "unknown", 1), 400},
			{strings.Replace(good, plan, foreign, 1), 400},
			{strings.Replace(good, `"service_id"`, `"x"`, 1), 400},
			{strings.Replace(good, `"plan_id"`, `"x"`, 1), 400},
			{strings.Replace(good, `"organization_guid"`, `"x"`, 1), 400},
			{strings.Replace(good, `"space_guid"`, `"x"`, 1), 400},
			{strings.Replace(good, `"`+service+`"`, `""`, 1), 400},
			{strings.Replace(good, `"`+service+`"`, `null`, 1), 400},
			{order(b, "documents", "sync", `,"parameters":[]`), 400},
			{order(b, "documents", "sync", `,"parameters":{"size":0}`), 400},
			{order(b, "documents", "sync", `,"parameters":{"size":1.5}`), 400},
			{order(b, "documents", "sync", `,"parameters":{"size":"1"}`), 400},
			{order(b, "documents", "sync", `,"parameters":{"other":1}`), 400},
			{order(b, "documents", "sync", `,"parameters":{"labels":{"a":1}}`), 400},
			{order(b, "documents", "sync", `,"parameters":{"size":1e400}`), 400},
			{order(b, "documents", "sync", `,"parameters":{"size":1e99999999}`), 400},
			{order(b, "documents", "sync", `,"parameters":{"labels":{"a":[1E-99999999]}}`), 400},
			{order(b, "documents", "sync", `,"parameters":{"fail":true}`), 500},
			{order(b, "documents", "async", ``), 422},
		}
		for _, c := range cases {
			a := b.want(c.want, "description", "PUT", instance("refused"), c.body)
			if strings.Contains(a.text, "departs from") {
				b.Errorf("got %s", a.text)
			}
			b.want(410, "", "DELETE", instance("refused")+query(b, "documents", "sync"), "")
		}
	})
}

func TestProvisionMaintenance(t *testing.T) {
	everyVersion(t, func(b *bench) {
		wrong := `,"maintenance_info":{"version":"0.0.1"}`
		if !b.since("2.15") {
			b.want(201, "", "PUT", instance("a"), order(b, "documents", "sync", wrong))
			return
		}
		b.want(422, "MaintenanceInfoConflict", "PUT", instance("a"), order(b, "documents", "sync", wrong))
		b.want(422, "MaintenanceInfoConflict", "PUT", instance("a"), order(b, "documents", "large", wrong))
		b.want(201, "", "PUT", instance("a"), order(b, "documents", "sync", `,"maintenance_info":{"version":"1.4.0+2","x":1}`))
		b.want(422, "MaintenanceInfoConflict", "PATCH", instance("a"), patch(b, wrong))
		b.want(200, "", "PATCH", instance("a"), patch(b, `,"maintenance_info":{"version":"1.4.0+2"}`))
		b.want(200, "", "PATCH", instance("a"), patch(b, `,"maintenance_info":{"description":"x"}`))
	})
}

func TestProvisionLater(t *testing.T) {
	everyVersion(t, func(b *bench) {
		path := instance("a")
		body := order(b, "documents", "async", `,"parameters":{"size":3}`)
		other := order(b, "documents", "async", `,"parameters":{"size":4}`)
		b.want(422, "AsyncRequired", "PUT", path, body)
		first := b.want(202, "dashboard_url", "PUT", path+"?accepts_incomplete=true", body)
		again := b.want(202, "", "PUT", path+"?accepts_incomplete=true", body)
		if first.member("operation") == "" || first.text != again.text {
			b.Errorf("repeated: got %s, want %s", again.text, first.text)
		}
		b.want(409, "", "PUT", path+"?accepts_incomplete=true", other)
		b.want(422, "AsyncRequired", "PUT", path, body)
		busy := pick(b, "2.14", "ConcurrencyError", "description")
		b.want(422, busy, "PATCH", path+"?accepts_incomplete=true", patch(b, ""))
		b.want(422, busy, "PUT", binding("a", "b"), link(b, "documents", "async", ""))
		if b.since("2.14") {
			b.want(404, "", "GET", path, "")
		}
		b.wait()
		b.want(200, "", "PUT", path+"?accepts_incomplete=true", body)
		b.want(200, "", "PUT", path, body)
		b.want(409, "", "PUT", path+"?accepts_incomplete=true", other)
	})
}

func TestUpdate(t *testing.T) {
	everyVersion(t, func(b *bench) {
		path := instance("a")
		service, large := ids(b, "documents", "large")
		to := func(plan, more string) string {
			_, id := ids(b, "documents", plan)
			return patch(b, `,"plan_id":"`+id+`","previous_values":{"plan_id":"x","organization_id":"y"}`+more)
		}
		b.want(404, "description", "PATCH", path, patch(b, ""))
		b.want(201, "", "PUT", path, order(b, "documents", "sync", `,"parameters":{"size":50,"language":"en"}`))
		b.want(200, pick(b, "2.14", "dashboard_url", "{}"), "PATCH", path, patch(b, ""))
		b.want(200, "{", "PATCH", path, patch(b, `,"context":{"platform":"x","name":"new"}`))
		b.want(400, "", "PATCH", path, `{}`)
		b.want(400, "", "PATCH", path, strings.Replace(patch(b, ""), service, "unknown", 1))
		b.want(400, "", "PATCH", path, patch(b, `,"plan_id":"unknown"`))
		b.want(400, "", "PATCH", path, patch(b, `,"plan_id":""`))
		b.want(400, "", "PATCH", path, link(b, "logs", "drain", ""))
		b.want(400, "", "PATCH", path, strings.Replace(link(b, "logs", "drain", ""), `"plan_id"`, `"x"`, 1))
		b.want(400, "parameters/size", "PATCH", path, patch(b, `,"parameters":{"size":101}`))
		b.want(500, "parameters demand", "PATCH", path, patch(b, `,"parameters":{"size":7,"fail":true}`))
		b.want(422, "does not fit", "PATCH", path, to("small", ""))
		b.want(200, "", "PUT", path, order(b, "documents", "sync", `,"parameters":{"size":50,"language":"en"}`))

		b.want(200, "", "PATCH", path, patch(b, `,"parameters":{"size":5}`))
		b.want(200, "", "PUT", path, order(b, "documents", "sync", `,"parameters":{"size":5,"language":"en"}`))
		b.want(200, "", "PATCH", path, to("small", ""))
		b.want(200, "", "PATCH", path, patch(b, `,"plan_id":"`+large+`","parameters":{"any":[1]}`))
		b.want(200, "", "PUT", path, order(b, "documents", "large", `,"parameters":{"size":5,"language":"en","any":[1]}`))
		b.want(400, "", "DELETE", path+query(b, "documents", "sync"), "")
		b.want(200, "", "DELETE", path+query(b, "documents", "large"), "")
	})
}

func TestUpdateOfAPlanThatStays(t *testing.T) {
	everyVersion(t, func(b *bench) {
		b.want(201, "", "PUT", instance("a"), order(b, "sessions", "shared", ""))
		b.want(200, "", "PATCH", instance("a"), link(b, "sessions", "shared", ""))
		b.want(201, "", "PUT", instance("b"), order(b, "documents", "sealed", ""))
		b.want(pick(b, "2.15", 422, 200), "", "PATCH", instance("b"), link(b, "documents", "large", ""))
	})
	// No version before 2.15 knows a plan's own word, and every offering of the default catalog with several plans
	// can be updated.
	const catalog = `services: [{id: s, name: s, bindable: false, plans: [{id: p, name: p}, {id: q, name: q}]}]`
	b := newBench(t, Config{Version: "2.11", Catalog: []byte(catalog)})
	b.want(201, "", "PUT", instance("a"), `{"service_id":"s","plan_id":"p","organization_guid":"o","space_guid":"s"}`)
	b.want(422, "plan_updateable", "PATCH", instance("a"), `{"service_id":"s","plan_id":"q"}`)
}

func TestUpdateLater(t *testing.T) {
	everyVersion(t, func(b *bench) {
		path := instance("a")
		b.want(202, "", "PUT", path+"?accepts_incomplete=true", order(b, "documents", "async", ""))
		b.wait()
		body := patch(b, `,"parameters":{"size":7}`)
		b.want(422, "AsyncRequired", "PATCH", path, body)
		first := b.want(202, "operation", "PATCH", path+"?accepts_incomplete=true", body)
		again := b.want(202, "", "PATCH", path+"?accepts_incomplete=true", patch(b, `,"x-own":1,"parameters":{"size":7.0}`))
		if first.member("operation") != again.member("operation") {
			b.Errorf("repeated: got %s, want %s", again.text, first.text)
		}
		busy := pick(b, "2.14", "ConcurrencyError", "description")
		b.want(422, busy, "PATCH", path+"?accepts_incomplete=true", patch(b, `,"parameters":{"size":8}`))
		b.want(422, busy, "PUT", path+"?accepts_incomplete=true", order(b, "documents", "async", ""))
		b.want(422, busy, "DELETE", path+query(b, "documents", "async")+later202, "")
		b.want(422, busy, "PUT", binding("a", "b"), link(b, "documents", "async", ""))
		if b.since("2.14") {
			b.want(422, busy, "GET", path, "")
		}
		b.wait()
		b.want(200, "", "PUT", path, order(b, "documents", "async", `,"parameters":{"size":7}`))
	})
}

func TestDeprovision(t *testing.T) {
	everyVersion(t, func(b *bench) {
		gone := pick(b, "2.14", "description", "{}")
		path := instance("a")
		b.want(410, gone, "DELETE", path+query(b, "documents", "sync"), "")
		b.want(410, gone, "DELETE", path+query(b, "documents", "async"), "")
		b.want(201, "", "PUT", path, order(b, "documents", "sync", ""))
		b.want(201, "", "PUT", binding("a", "b"), link(b, "documents", "sync", ""))
		service, plan := ids(b, "documents", "sync")
		for _, bad := range []string{"", "?service_id=" + service, "?plan_id=" + plan, query(b, "documents", "large"), "?service_id=x&plan_id=y"} {
			b.want(400, "description", "DELETE", path+bad, "")
		}
		b.want(200, "{}", "DELETE", path+query(b, "documents", "sync"), "")
		b.want(410, gone, "DELETE", path+query(b, "documents", "sync"), "")
		b.want(410, gone, "DELETE", binding("a", "b")+query(b, "documents", "sync"), "")
		b.want(404, "", "PUT", binding("a", "b"), link(b, "documents", "sync", ""))
		b.want(201, "", "PUT", path, order(b, "documents", "sync", ""))
		b.want(410, gone, "DELETE", binding("a", "b")+query(b, "documents", "sync"), "")
	})
}

func TestDeprovisionLater(t *testing.T) {
	everyVersion(t, func(b *bench) {
		path := instance("a")
		remove := path + query(b, "documents", "async")
		b.want(202, "", "PUT", path+"?accepts_incomplete=true", order(b, "documents", "async", ""))
		b.wait()
		b.want(422, "AsyncRequired", "DELETE", remove, "")
		first := b.want(202, "operation", "DELETE", remove+later202, "")
		again := b.want(202, "operation", "DELETE", remove+later202, "")
		if first.text != again.text {
			b.Errorf("repeated: got %s, want %s", again.text, first.text)
		}
		busy := pick(b, "2.14", "ConcurrencyError", "description")
		b.want(422, busy, "PUT", path+"?accepts_incomplete=true", order(b, "documents", "async", ""))
		b.want(422, busy, "PATCH", path+"?accepts_incomplete=true", patch(b, ""))
		b.wait()
		b.want(410, "", "DELETE", remove+later202, "")
		b.want(202, "", "PUT", path+"?accepts_incomplete=true", order(b, "documents", "async", ""))
	})
}

func TestDeprovisionDuringCreation(t *testing.T) {
	everyVersion(t, func(b *bench) {
		for _, plan := range []string{"async", "either"} {
			path := instance(plan)
			created := b.want(202, "", "PUT", path+"?accepts_incomplete=true", order(b, "documents", plan, "")).member("operation")
			remove := path + query(b, "documents", plan)
			if !b.since("2.15") {
				b.want(422, "description", "DELETE", remove+later202, "")
				continue
			}
			poll := path + "/last_operation"
			if plan == "either" {
				b.want(200, "{}", "DELETE", remove, "")
			} else {
				b.want(202, "operation", "DELETE", remove+later202, "")
				b.want(200, `"in progress"`, "GET", poll, "")
			}
			b.want(200, `"failed"`, "GET", poll+"?operation="+created, "")
			b.wait()
			b.want(404, "", "GET", path, "")
			b.want(410, "", "DELETE", remove, "")
		}
	})
}

func TestIdentifiers(t *testing.T) {
	everyVersion(t, func(b *bench) {
		for _, pair := range [][2]string{
			{"crn:v1:x::a%2Fb", "crn%3Av1%3Ax%3A%3Aa%2Fb"}, {"%C3%A9t%C3%A9", "%c3%a9t%c3%a9"}, {"a%20b", "a%20b"},
			{"%E2%82%AC%25", "%e2%82%ac%25"}, {"a+b", "a%2Bb"}, {"..%2Fx", "%2e%2e%2Fx"},
		} {
			b.want(201, "", "PUT", instance(pair[0]), order(b, "documents", "sync", ""))
			b.want(200, "", "PUT", instance(pair[1]), order(b, "documents", "sync", ""))
			b.want(201, "", "PUT", binding(pair[0], pair[1]), link(b, "documents", "sync", ""))
			b.want(200, "", "PUT", binding(pair[1], pair[0]), link(b, "documents", "sync", ""))
			b.want(200, "", "DELETE", instance(pair[1])+query(b, "documents", "sync"), "")
			b.want(410, "", "DELETE", instance(pair[0])+query(b, "documents", "sync"), "")
		}
	})
}
