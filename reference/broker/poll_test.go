package broker

import "testing"

func TestPollInstance(t *testing.T) {
	everyVersion(t, func(b *bench) {
		path := instance("a")
		poll := path + "/last_operation"
		b.want(404, "description", "GET", poll, "")
		created := b.want(202, "", "PUT", path+"?accepts_incomplete=true", order(b, "documents", "async", "")).member("operation")
		a := b.want(200, `"in progress"`, "GET", poll, "")
		if got, want := a.header.Get("Retry-After"), pick(b, "2.15", "10", ""); got != want {
			b.Errorf("Retry-After: got %q, want %q", got, want)
		}
		b.want(200, `"in progress"`, "GET", poll+query(b, "documents", "async")+"&operation="+created, "")
		b.want(400, "operation", "GET", poll+"?operation=other", "")
		b.wait()
		for range 2 {
			a = b.want(200, `"succeeded"`, "GET", poll+"?operation="+created, "")
		}
		if a.header.Get("Retry-After") != "" || a.member("description") == "" {
			b.Errorf("got headers %v and %s", a.header, a.text)
		}
		updated := b.want(202, "", "PATCH", path+"?accepts_incomplete=true", patch(b, `,"parameters":{"size":2}`)).member("operation")
		b.want(200, `"in progress"`, "GET", poll, "")
		b.want(200, `"succeeded"`, "GET", poll+"?operation="+created, "")
		b.wait()
		b.want(200, `"succeeded"`, "GET", poll+"?operation="+updated, "")

		removed := b.want(202, "", "DELETE", path+query(b, "documents", "async")+later202, "").member("operation")
		b.want(200, `"in progress"`, "GET", poll, "")
		b.wait()
		for range 2 {
			b.want(pick(b, "2.16", 200, 410), pick(b, "2.16", `"succeeded"`, ``), "GET", poll+"?operation="+removed, "")
			b.want(pick(b, "2.16", 200, 410), "", "GET", poll, "")
		}
		b.want(404, "", "GET", poll+"?operation="+created, "")
		b.clock.Add(3600)
		b.want(404, "", "GET", poll+"?operation="+removed, "")
	})
}

func TestPollOfSynchronousWork(t *testing.T) {
	everyVersion(t, func(b *bench) {
		b.want(201, "", "PUT", instance("a"), order(b, "documents", "sync", ""))
		b.want(200, `"succeeded"`, "GET", instance("a")+"/last_operation", "")
		b.want(200, "", "DELETE", instance("a")+query(b, "documents", "sync"), "")
		b.want(404, "", "GET", instance("a")+"/last_operation", "")
	})
}

func TestFailures(t *testing.T) {
	everyVersion(t, func(b *bench) {
		path := instance("a")
		poll := path + "/last_operation"
		failing := order(b, "documents", "async", `,"parameters":{"fail":true}`)
		b.want(202, "", "PUT", path+"?accepts_incomplete=true", failing)
		b.wait()
		a := b.want(200, `"failed"`, "GET", poll, "")
		if len(a.body) != 2 {
			b.Errorf("a failed provision: got %s, want state and description", a.text)
		}
		b.want(410, "", "DELETE", path+query(b, "documents", "async")+later202, "")
		b.want(202, "", "PUT", path+"?accepts_incomplete=true", order(b, "documents", "async", ""))
		b.wait()
		for range 2 {
			b.want(202, "", "PATCH", path+"?accepts_incomplete=true", patch(b, `,"parameters":{"size":9,"fail":true}`))
			b.wait()
			a = b.want(200, `"failed"`, "GET", poll, "")
			if got := a.body["update_repeatable"] == false && a.body["instance_usable"] == true; got != b.since("2.16") {
				b.Errorf("a failed update: got %s", a.text)
			}
			b.want(200, "", "PUT", path, order(b, "documents", "async", ""))
		}
		if !b.since("2.14") {
			return
		}
		b.want(202, "", "PUT", binding("a", "b")+"?accepts_incomplete=true", link(b, "documents", "async", `,"parameters":{"fail":true}`))
		b.wait()
		b.want(200, `"failed"`, "GET", binding("a", "b")+"/last_operation", "")
		b.want(404, "", "GET", binding("a", "b"), "")
		b.want(202, "", "PUT", binding("a", "b")+"?accepts_incomplete=true", link(b, "documents", "async", ""))
	})
}

func TestPollBinding(t *testing.T) {
	everyVersion(t, func(b *bench) {
		path := binding("a", "b")
		poll := path + "/last_operation"
		b.want(404, "description", "GET", poll, "")
		if !b.since("2.14") {
			return
		}
		b.want(202, "", "PUT", instance("a")+"?accepts_incomplete=true", order(b, "documents", "async", ""))
		b.wait()
		b.want(404, "description", "GET", poll, "")
		bound := b.want(202, "", "PUT", path+"?accepts_incomplete=true", link(b, "documents", "async", "")).member("operation")
		b.want(200, `"in progress"`, "GET", poll+"?operation="+bound, "")
		b.want(400, "", "GET", poll+"?operation=other", "")
		b.wait()
		b.want(200, `"succeeded"`, "GET", poll+query(b, "documents", "async")+"&operation="+bound, "")
		unbound := b.want(202, "", "DELETE", path+query(b, "documents", "async")+later202, "").member("operation")
		b.want(200, `"in progress"`, "GET", poll, "")
		b.want(404, "", "GET", path, "")
		b.wait()
		b.want(pick(b, "2.16", 200, 410), "", "GET", poll+"?operation="+unbound, "")
	})
}
