package broker

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestBind(t *testing.T) {
	everyVersion(t, func(b *bench) {
		b.want(404, "description", "PUT", binding("a", "b"), link(b, "documents", "sync", ""))
		b.want(201, "", "PUT", instance("a"), order(b, "documents", "sync", ""))
		body := link(b, "documents", "sync", `,"parameters":{"role":"reader"}`)
		first := b.want(201, `"credentials"`, "PUT", binding("a", "b"), body)
		again := b.want(200, "", "PUT", binding("a", "b"), link(b, "documents", "sync", `,"context":{"platform":"x"},"x":1,"parameters":{"role":"reader"}`))
		if first.text != again.text {
			b.Errorf("repeated: got %s, want %s", again.text, first.text)
		}
		second := b.want(201, "", "PUT", binding("a", "c"), body)
		one, _ := first.body["credentials"].(map[string]any)
		two, _ := second.body["credentials"].(map[string]any)
		if one["password"] == nil || one["password"] == two["password"] {
			b.Error("two bindings have one password, or none")
		}
		if got := first.body["endpoints"] != nil; got != b.since("2.15") {
			b.Errorf("endpoints: got %s", first.text)
		}
		b.want(409, "", "PUT", binding("a", "b"), link(b, "documents", "sync", `,"parameters":{"role":"writer"}`))
		b.want(409, "", "PUT", binding("a", "b"), link(b, "documents", "sync", ``))
		b.want(201, "", "PUT", instance("other"), order(b, "documents", "sync", ""))
		b.want(201, "", "PUT", binding("other", "b"), link(b, "documents", "sync", ``))
	})
}

func TestBindRefuses(t *testing.T) {
	everyVersion(t, func(b *bench) {
		b.want(201, "", "PUT", instance("a"), order(b, "documents", "sync", ""))
		b.want(201, "", "PUT", instance("unbindable"), order(b, "documents", "archive", ""))
		good := link(b, "documents", "sync", "")
		cases := []struct {
			instance, body string
			status         int
		}{
			{"a", `{`, 400},
			{"a", strings.Replace(good, `"service_id"`, `"x"`, 1), 400},
			{"a", strings.Replace(good, `"plan_id"`, `"x"`, 1), 400},
			{"a", strings.Replace(good, `"plan_id":"`, `"plan_id":"x`, 1), 400},
			{"a", link(b, "documents", "large", ""), 400},
			{"a", link(b, "logs", "drain", ""), 400},
			{"a", link(b, "documents", "sync", `,"parameters":{"role":"king"}`), 400},
			{"a", link(b, "documents", "sync", `,"parameters":1`), 400},
			{"a", link(b, "documents", "sync", `,"bind_resource":"app"`), 400},
			{"a", link(b, "documents", "sync", `,"parameters":{"fail":true}`), 500},
			{"unbindable", link(b, "documents", "archive", ""), 400},
		}
		for _, c := range cases {
			a := b.want(c.status, "description", "PUT", binding(c.instance, "b"), c.body)
			if strings.Contains(a.text, "departs from") {
				b.Errorf("got %s", a.text)
			}
			b.want(410, "", "DELETE", binding(c.instance, "b")+query(b, "documents", "sync"), "")
		}
	})
}

func TestBindingsOfEachKind(t *testing.T) {
	cases := []struct{ offering, plan, more, member string }{
		{"sessions", "shared", `,"app_guid":"app"`, "credentials"},
		{"sessions", "shared", `,"bind_resource":{"app_guid":"app"}`, "credentials"},
		{"logs", "drain", ``, "syslog_drain_url"},
		{"routes", "proxied", `,"bind_resource":{"route":"a.example.com"}`, "route_service_url"},
		{"routes", "outside", `,"bind_resource":{"route":"a.example.com"}`, ""},
		{"volumes", "shared", ``, "volume_mounts"},
	}
	everyVersion(t, func(b *bench) {
		for i, c := range cases {
			id := fmt.Sprint("i", i)
			b.want(201, "", "PUT", instance(id), order(b, c.offering, c.plan, ""))
			a := b.want(201, "{", "PUT", binding(id, "b"), link(b, c.offering, c.plan, c.more))
			if c.member == "" && len(a.body) != 0 || c.member != "" && (len(a.body) != 1 || a.body[c.member] == nil) {
				b.Errorf("%s %s: got %s, want %s alone", c.offering, c.plan, a.text, c.member)
			}
			if b.since("2.14") {
				b.want(404, "", "GET", instance(id), "")
				b.want(pick(b, "2.14", map[bool]int{true: 404, false: 200}[c.offering == "sessions"], 0), "", "GET", binding(id, "b"), "")
			}
		}
		b.want(422, "RequiresApp", "PUT", binding("i0", "c"), link(b, "sessions", "shared", `,"bind_resource":{}`))
	})
}

func TestBindLater(t *testing.T) {
	everyVersion(t, func(b *bench) {
		b.want(202, "", "PUT", instance("a")+"?accepts_incomplete=true", order(b, "documents", "async", ""))
		b.wait()
		path, body := binding("a", "b"), link(b, "documents", "async", `,"parameters":{"role":"reader"}`)
		if !b.since("2.14") {
			b.want(201, "credentials", "PUT", path+"?accepts_incomplete=true", body)
			b.want(200, "{}", "DELETE", path+query(b, "documents", "async")+later202, "")
			return
		}
		b.want(422, "AsyncRequired", "PUT", path, body)
		first := b.want(202, "operation", "PUT", path+"?accepts_incomplete=true", body)
		again := b.want(202, "operation", "PUT", path+"?accepts_incomplete=true", body)
		if first.text != again.text || len(first.body) != 1 {
			b.Errorf("repeated: got %s after %s", again.text, first.text)
		}
		b.want(409, "", "PUT", path+"?accepts_incomplete=true", link(b, "documents", "async", ""))
		b.want(404, "", "GET", path, "")
		b.wait()
		b.want(200, "credentials", "GET", path, "")
		b.want(200, "credentials", "PUT", path, body)

		remove := path + query(b, "documents", "async")
		b.want(422, "AsyncRequired", "DELETE", remove, "")
		removed := b.want(202, "operation", "DELETE", remove+later202, "")
		if again = b.want(202, "", "DELETE", remove+later202, ""); again.text != removed.text {
			b.Errorf("repeated: got %s, want %s", again.text, removed.text)
		}
		b.want(422, "ConcurrencyError", "PUT", path+"?accepts_incomplete=true", body)
		b.wait()
		b.want(410, "", "DELETE", remove+later202, "")
	})
}

func TestUnbind(t *testing.T) {
	everyVersion(t, func(b *bench) {
		gone := pick(b, "2.14", "description", "{}")
		remove := query(b, "documents", "sync")
		b.want(410, gone, "DELETE", binding("a", "b")+remove, "")
		b.want(201, "", "PUT", instance("a"), order(b, "documents", "sync", ""))
		b.want(410, gone, "DELETE", binding("a", "b")+remove, "")
		b.want(201, "", "PUT", binding("a", "b"), link(b, "documents", "sync", ""))
		b.want(201, "", "PUT", binding("a", "c"), link(b, "documents", "sync", ""))
		service, plan := ids(b, "documents", "sync")
		for _, bad := range []string{"", "?service_id=" + service, "?plan_id=" + plan, query(b, "documents", "large")} {
			b.want(400, "description", "DELETE", binding("a", "b")+bad, "")
		}
		b.want(200, "{}", "DELETE", binding("a", "b")+remove, "")
		b.want(410, gone, "DELETE", binding("a", "b")+remove, "")
		b.want(200, "", "PUT", binding("a", "c"), link(b, "documents", "sync", ""))
		b.want(201, "", "PUT", binding("a", "b"), link(b, "documents", "sync", ""))
	})
}

func TestUnbindDuringBind(t *testing.T) {
	everyVersion(t, func(b *bench) {
		if !b.since("2.14") {
			b.Skip("bindings are made at once before 2.14")
		}
		b.want(201, "", "PUT", instance("a"), order(b, "documents", "either", ""))
		path := binding("a", "b")
		bound := b.want(202, "", "PUT", path+"?accepts_incomplete=true", link(b, "documents", "either", "")).member("operation")
		if !b.since("2.15") {
			b.want(422, "ConcurrencyError", "DELETE", path+query(b, "documents", "either"), "")
			return
		}
		b.want(200, "{}", "DELETE", path+query(b, "documents", "either"), "")
		b.want(200, `"failed"`, "GET", path+"/last_operation?operation="+bound, "")
		b.wait()
		b.want(404, "", "GET", path, "")
		b.want(410, "", "DELETE", path+query(b, "documents", "either"), "")
	})
}

func TestUnbindAfterAPlanChange(t *testing.T) {
	everyVersion(t, func(b *bench) {
		b.want(201, "", "PUT", instance("a"), order(b, "documents", "sync", ""))
		b.want(201, "", "PUT", binding("a", "b"), link(b, "documents", "sync", ""))
		b.want(201, "", "PUT", binding("a", "c"), link(b, "documents", "sync", ""))
		b.want(200, "", "PATCH", instance("a"), link(b, "documents", "large", ""))
		b.want(200, "", "PUT", binding("a", "b"), link(b, "documents", "large", ""))
		b.want(200, "", "DELETE", binding("a", "b")+query(b, "documents", "sync"), "")
		b.want(200, "", "DELETE", binding("a", "c")+query(b, "documents", "large"), "")
	})
}

func TestRotation(t *testing.T) {
	everyVersion(t, func(b *bench) {
		b.want(201, "", "PUT", instance("a"), order(b, "documents", "sync", ""))
		b.want(201, "", "PUT", instance("large"), order(b, "documents", "large", ""))
		b.want(201, "", "PUT", binding("a", "b"), link(b, "documents", "sync", `,"parameters":{"role":"reader"}`))
		b.want(201, "", "PUT", binding("large", "d"), link(b, "documents", "large", ""))
		if !b.since("2.17") {
			b.want(201, "", "PUT", binding("a", "c"), link(b, "documents", "sync", `,"predecessor_binding_id":"unknown"`))
			b.want(400, "", "PUT", binding("a", "e"), `{"predecessor_binding_id":"b"}`)
			return
		}
		for _, bad := range []string{"unknown", "c", "d"} {
			b.want(400, "predecessor", "PUT", binding("a", "c"), link(b, "documents", "sync", `,"predecessor_binding_id":"`+bad+`"`))
		}
		b.want(400, "", "PUT", binding("a", "c"), `{"predecessor_binding_id":"unknown"}`)
		b.want(400, "rotat", "PUT", binding("large", "c"), link(b, "documents", "large", `,"predecessor_binding_id":"d"`))
		b.want(410, "", "DELETE", binding("a", "c")+query(b, "documents", "sync"), "")
		first := b.want(201, "credentials", "PUT", binding("a", "c"), `{"predecessor_binding_id":"b"}`)
		again := b.want(200, "", "PUT", binding("a", "c"), `{"predecessor_binding_id":"b"}`)
		if first.text != again.text {
			b.Errorf("repeated: got %s, want %s", again.text, first.text)
		}
		b.want(200, `"reader"`, "GET", binding("a", "c"), "")
		b.want(200, `"reader"`, "GET", binding("a", "b"), "")
		b.want(201, "", "PUT", binding("a", "e"), link(b, "documents", "sync", `,"predecessor_binding_id":"c"`))
		b.clock.Add(int64(25 * time.Hour / time.Second))
		b.want(400, "valid", "PUT", binding("a", "f"), `{"predecessor_binding_id":"b"}`)
	})
}

func TestBindingExpiry(t *testing.T) {
	everyVersion(t, func(b *bench) {
		b.want(201, "", "PUT", instance("a"), order(b, "documents", "sync", ""))
		a := b.want(201, "", "PUT", binding("a", "b"), link(b, "documents", "sync", ""))
		metadata, _ := a.body["metadata"].(map[string]any)
		want := map[string]any(nil)
		switch b.version {
		case "2.16":
			want = map[string]any{"expires_at": "2030-03-18T17:46:40.00Z"}
		case "2.17":
			want = map[string]any{"expires_at": "2030-03-18T17:46:40.0Z", "renew_before": "2030-03-18T05:46:40.0Z"}
		}
		if fmt.Sprint(metadata) != fmt.Sprint(want) {
			b.Errorf("metadata: got %v, want %v", metadata, want)
		}
	})
}
