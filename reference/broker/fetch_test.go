package broker

import (
	"strings"
	"testing"
)

func TestFetch(t *testing.T) {
	everyVersion(t, func(b *bench) {
		status := func(since int) int { return pick(b, "2.14", since, 405) }
		b.want(status(404), "description", "GET", instance("a"), "")
		b.want(status(404), "description", "GET", binding("a", "b"), "")
		b.want(201, "", "PUT", instance("a"), order(b, "documents", "sync", `,"parameters":{"size":1}`))
		b.want(status(404), "description", "GET", binding("a", "b"), "")
		bound := b.want(201, "", "PUT", binding("a", "b"), link(b, "documents", "sync", `,"parameters":{"role":"reader"}`))
		a := b.want(status(200), "", "GET", instance("a"), "")
		fetched := b.want(status(200), "", "GET", binding("a", "b"), "")
		if !b.since("2.14") {
			return
		}
		_, plan := ids(b, "documents", "sync")
		if a.member("plan_id") != plan || a.member("service_id") == "" || !strings.Contains(a.text, `"parameters":{"size":1}`) {
			b.Errorf("instance: got %s", a.text)
		}
		for _, member := range []string{"maintenance_info", "metadata"} {
			if got := a.body[member] != nil; got != b.since("2.17") {
				b.Errorf("%s: got %s", member, a.text)
			}
		}
		if !strings.Contains(fetched.text, `"parameters":{"role":"reader"}`) {
			b.Errorf("binding: got %s", fetched.text)
		}
		delete(fetched.body, "parameters")
		if canonical(fetched.body) != canonical(bound.body) {
			b.Errorf("binding: got %v, want %v", fetched.body, bound.body)
		}
		hints := query(b, "documents", "sync")
		b.want(200, "", "GET", instance("a")+hints, "")
		b.want(200, "", "GET", binding("a", "b")+hints, "")
	})
}
