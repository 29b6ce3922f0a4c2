package controller

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// synced runs a test in fake time. It fails when a goroutine is left behind.
func synced(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, test)
}

// after lets fake time pass, and everything that happens meanwhile.
func after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func accepted(operation string) says {
	return says{status: 202, body: `{"operation":"` + operation + `"}`}
}

func progressing(description string) says {
	return says{status: 200, body: `{"state":"in progress","description":"` + description + `"}`}
}

func done() says { return says{status: 200, body: `{"state":"succeeded","description":"ready"}`} }

func broken() says { return says{status: 200, body: `{"state":"failed","description":"no room"}`} }

// gaps returns the pauses between requests.
func gaps(all []said) []time.Duration {
	var found []time.Duration
	for i := 1; i < len(all); i++ {
		found = append(found, all[i].at.Sub(all[i-1].at))
	}
	return found
}

func TestProvisionLater(t *testing.T) {
	synced(t, func(t *testing.T) {
		w := newWorld(t, nil)
		plans := w.register()
		w.broker.will("provision", accepted("task 1/&?"))
		retry := progressing("half")
		retry.header = map[string][]string{"Retry-After": {"100"}}
		w.broker.will("poll", progressing("begun"), retry, says{status: 500, body: "{}"}, says{status: 404, body: "{}"}, says{status: 410, body: "{}"}, done())
		start := time.Now()
		created := w.do("POST", "/v2/service_instances?accepts_incomplete=true", instanceBody("i1", plans["p1"])).is(202).operation(create, inProgress)
		path := "/v2/service_instances/" + created.guid()
		if created.header.Get("Location") != path {
			t.Errorf("Location is %q", created.header.Get("Location"))
		}
		after(time.Second)
		first := w.broker.asked("poll")[0]
		if !first.at.Equal(start) || first.query != "operation=task+1%2F%26%3F&plan_id=p1&service_id=s1" {
			t.Errorf("the first poll is %+v", first)
		}
		if first.header.Get("X-Broker-Api-Originating-Identity") != "" {
			t.Error("a poll carries an identity")
		}
		w.do("GET", path, "").is(200).operation(create, inProgress).has("begun", "entity", "last_operation", "description")
		w.do("PUT", path, `{"name":"x"}`).is(409, "CF-AsyncServiceInstanceOperationInProgress")
		w.do("POST", "/v2/service_bindings", bindingBody(created.guid())).is(409, "CF-AsyncServiceInstanceOperationInProgress")
		w.do("GET", path+"/parameters", "").is(409, "CF-AsyncServiceInstanceOperationInProgress")
		after(time.Hour)
		w.do("GET", path, "").is(200).operation(create, succeeded).has("ready", "entity", "last_operation", "description")
		want := []time.Duration{time.Minute, 100 * time.Second, time.Minute, time.Minute, time.Minute}
		if found := gaps(w.broker.asked("poll")); !slices.Equal(found, want) {
			t.Errorf("the polls are %v apart, want %v", found, want)
		}
		w.close()
	})
}

func TestProvisionEnds(t *testing.T) {
	tests := []struct {
		name, plan  string
		poll        says
		state, text string
		polls       int
	}{
		{"failed", "p1", broken(), failed, "no room", 1},
		{"400", "p1", says{status: 400, body: `{"description":"forgotten"}`}, failed, "forgotten", 1},
		{"too late for the plan", "p2", progressing("still"), failed, "", 6},
		{"too late for all", "p1", progressing("still"), failed, "", 61},
		{"nonsense", "p2", says{status: 200, body: "nonsense"}, failed, "", 6},
		{"202", "p2", says{status: 202, body: `{"state":"succeeded"}`}, failed, "", 6},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synced(t, func(t *testing.T) {
				w := newWorld(t, func(c *Config) { c.PollDeadline = time.Hour })
				plans := w.register()
				w.broker.will("provision", accepted("x"))
				w.broker.will("poll", test.poll)
				path := w.do("POST", "/v2/service_instances?accepts_incomplete=true", instanceBody("i1", plans[test.plan])).is(202).header.Get("Location")
				after(24 * time.Hour)
				g := w.do("GET", path, "").is(200).operation(create, test.state)
				if test.text != "" {
					g.has(test.text, "entity", "last_operation", "description")
				}
				if n := len(w.broker.asked("poll")); n != test.polls {
					t.Errorf("got %d polls, want %d", n, test.polls)
				}
				if len(w.broker.asked("deprovision")) > 0 {
					t.Error("the controller cleaned up after a failure that the client can see")
				}
				w.do("DELETE", path, "").is(204)
				w.close()
			})
		})
	}
}

func TestUpdateLater(t *testing.T) {
	for _, test := range []struct {
		poll  says
		state string
		plan  string
	}{{done(), succeeded, "p2"}, {broken(), failed, "p1"}} {
		t.Run(test.state, func(t *testing.T) {
			synced(t, func(t *testing.T) {
				w := newWorld(t, nil)
				plans := w.register()
				path := "/v2/service_instances/" + w.instance(plans["p1"])
				w.broker.will("update", says{status: 202, body: "{}"})
				w.broker.will("poll", progressing("busy"), test.poll)
				w.do("PUT", path+"?accepts_incomplete=true", `{"service_plan_guid":"`+plans["p2"]+`"}`).is(202).
					operation(update, inProgress).has(plans["p1"], "entity", "service_plan_guid").has("1.0.0", "entity", "maintenance_info", "version")
				after(time.Second)
				if query := w.broker.asked("poll")[0].query; query != "plan_id=p1&service_id=s1" {
					t.Errorf("the poll asks %q", query)
				}
				after(time.Hour)
				w.do("GET", path, "").is(200).operation(update, test.state).has(plans[test.plan], "entity", "service_plan_guid")
				w.close()
			})
		})
	}
}

func TestDeprovisionLater(t *testing.T) {
	synced(t, func(t *testing.T) {
		w := newWorld(t, nil)
		path := "/v2/service_instances/" + w.instance(w.register()["p1"])
		w.broker.will("deprovision", accepted("away"))
		w.broker.will("poll", progressing("going"), broken())
		w.do("DELETE", path+"?accepts_incomplete=true&async=true", "").is(202).operation(remove, inProgress)
		w.do("DELETE", path, "").is(409, "CF-AsyncServiceInstanceOperationInProgress")
		after(time.Hour)
		w.do("GET", path, "").is(200).operation(remove, failed).has("no room", "entity", "last_operation", "description")
		w.broker.will("poll", progressing("going"), says{status: 410, body: "{}"})
		w.do("DELETE", path+"?accepts_incomplete=true", "").is(202)
		after(time.Hour)
		w.do("GET", path, "").is(404, "CF-ServiceInstanceNotFound")
		w.close()
	})
}

func TestDeleteDuringCreate(t *testing.T) {
	synced(t, func(t *testing.T) {
		w := newWorld(t, nil)
		plans := w.register()
		w.broker.will("provision", accepted("first"))
		w.broker.will("poll", progressing("begun"))
		path := w.do("POST", "/v2/service_instances?accepts_incomplete=true", instanceBody("i1", plans["p1"])).is(202).header.Get("Location")
		after(time.Second)
		w.broker.will("deprovision", says{status: 422, body: `{"error":"ConcurrencyError"}`})
		w.do("DELETE", path+"?accepts_incomplete=true", "").is(409, "CF-AsyncServiceInstanceOperationInProgress")
		w.do("GET", path, "").is(200).operation(create, inProgress)
		w.broker.will("deprovision", accepted("second"))
		w.do("DELETE", path+"?accepts_incomplete=true", "").is(202).operation(remove, inProgress)
		after(time.Second)
		polls := w.broker.asked("poll")
		if last := polls[len(polls)-1]; !strings.Contains(last.query, "operation=second") {
			t.Errorf("the last poll is for %s", last.query)
		}
		w.broker.will("poll", done())
		after(time.Hour)
		w.do("GET", path, "").is(404)
		w.close()
	})
}

// TestStaleAnswer lets the answer to a poll arrive after its operation was replaced.
func TestStaleAnswer(t *testing.T) {
	synced(t, func(t *testing.T) {
		w := newWorld(t, nil)
		plans := w.register()
		w.broker.will("provision", accepted("first"))
		slow := broken()
		slow.delay = 30 * time.Second
		w.broker.will("poll", slow)
		path := w.do("POST", "/v2/service_instances?accepts_incomplete=true", instanceBody("i1", plans["p1"])).is(202).header.Get("Location")
		after(time.Second)
		w.broker.will("poll", progressing("leaving"))
		w.broker.will("deprovision", accepted("second"))
		w.do("DELETE", path+"?accepts_incomplete=true", "").is(202)
		after(45 * time.Second)
		w.do("GET", path, "").is(200).operation(remove, inProgress)
		w.close()
	})
}

func TestCleanUp(t *testing.T) {
	synced(t, func(t *testing.T) {
		w := newWorld(t, nil)
		plans := w.register()
		w.broker.will("provision", says{status: 500, body: "{}"})
		w.broker.will("deprovision", says{status: 500, body: "{}"})
		w.do("POST", "/v2/service_instances", instanceBody("i1", plans["p1"])).is(502, "CF-ServiceBrokerBadResponse")
		after(100 * 24 * time.Hour)
		all := w.broker.asked("deprovision")
		var want []time.Duration
		for pause := 2 * time.Minute; pause <= 1024*time.Minute; pause *= 2 {
			want = append(want, pause)
		}
		if found := gaps(all); !slices.Equal(found, want) {
			t.Errorf("the attempts are %v apart, want %v", found, want)
		}
		if all[0].query != "accepts_incomplete=true&plan_id=p1&service_id=s1" || all[0].header.Get("X-Broker-Api-Originating-Identity") != "" {
			t.Errorf("the clean-up request is %+v", all[0])
		}
		w.close()
	})
}

func TestCleanUpEnds(t *testing.T) {
	for _, status := range []int{200, 202, 410} {
		synced(t, func(t *testing.T) {
			w := newWorld(t, nil)
			plans := w.register()
			w.broker.will("provision", says{status: 200, body: "{}", delay: time.Hour})
			w.broker.will("deprovision", says{status: 503}, says{status: status, body: "{}"})
			w.do("POST", "/v2/service_instances", instanceBody("i1", plans["p1"])).is(504, "CF-HttpClientTimeout")
			after(24 * time.Hour)
			if n := len(w.broker.asked("deprovision")); n != 2 {
				t.Errorf("after %d: %d attempts, want 2", status, n)
			}
			if len(w.broker.asked("poll")) > 0 {
				t.Error("the clean-up was polled")
			}
			w.close()
		})
	}
}

func TestBindLater(t *testing.T) {
	credentials := says{status: 200, body: `{"credentials":{"a":1.50},"syslog_drain_url":"syslog://x,y"}`}
	tests := []struct {
		name  string
		fetch says
		state string
	}{
		{"fetched", credentials, succeeded},
		{"not there", says{status: 404, body: "{}"}, failed},
		{"wrong type", says{status: 200, body: `{"credentials":"x"}`}, failed},
		{"201", says{status: 201, body: `{"credentials":{}}`}, failed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synced(t, func(t *testing.T) {
				w := newWorld(t, nil)
				instance := w.instance(w.register()["p1"])
				w.broker.will("bind", accepted("b"))
				w.broker.will("poll", progressing("working"), done())
				w.broker.will("fetch", test.fetch)
				path := w.do("POST", "/v2/service_bindings?accepts_incomplete=true", bindingBody(instance)).is(202).operation(create, inProgress).header.Get("Location")
				w.do("GET", path+"/parameters", "").is(409, "CF-AsyncServiceBindingOperationInProgress")
				w.do("PUT", "/v2/service_instances/"+instance, `{"name":"x"}`).is(409, "CF-AsyncServiceBindingOperationInProgress")
				after(time.Hour)
				g := w.do("GET", path, "").is(200).operation(create, test.state)
				if test.state == succeeded {
					g.has("syslog://x%2cy", "entity", "syslog_drain_url")
					if !strings.Contains(g.raw, `"credentials":{"a":1.50}`) {
						t.Errorf("the credentials are not what the broker gave: %s", g.raw)
					}
				}
				if len(w.broker.asked("unbind")) > 0 {
					t.Error("the binding was unbound")
				}
				w.broker.will("unbind", accepted("u"))
				w.broker.will("poll", progressing("leaving"), done())
				w.do("DELETE", path+"?accepts_incomplete=true", "").is(202).operation(remove, inProgress)
				w.do("DELETE", path, "").is(409, "CF-AsyncServiceBindingOperationInProgress")
				after(time.Hour)
				w.do("GET", path, "").is(404, "CF-ServiceBindingNotFound")
				w.close()
			})
		})
	}
}

func TestJobs(t *testing.T) {
	synced(t, func(t *testing.T) {
		w := newWorld(t, func(c *Config) { c.AsyncDelay = time.Minute })
		path := "/v2/service_instances/" + w.instance(w.register()["p1"])
		w.broker.will("deprovision", says{status: 500, body: "{}"}, says{status: 200, body: "{}"})
		job := w.do("DELETE", path+"?async=true", "").is(202).has("queued", "entity", "status").header.Get("Location")
		after(time.Hour)
		w.do("GET", job, "").is(200).has("failed", "entity", "status").has("CF-ServiceBrokerBadResponse", "entity", "error_details", "error_code")
		job = w.do("DELETE", path+"?async=true", "").is(202).header.Get("Location")
		after(time.Hour)
		w.do("GET", job, "").is(200).has("finished", "entity", "status").has("0", "metadata", "guid")
		w.do("GET", path, "").is(404)
		w.close()
	})
}

// TestResume starts a second controller on the store of the first, as after a restart.
func TestResume(t *testing.T) {
	synced(t, func(t *testing.T) {
		store := NewMemory()
		w := newWorld(t, func(c *Config) { c.Store = store })
		plans := w.register()
		w.broker.will("provision", accepted("x"))
		w.broker.will("poll", progressing("begun"))
		path := w.do("POST", "/v2/service_instances?accepts_incomplete=true", instanceBody("i1", plans["p1"])).is(202).header.Get("Location")
		after(time.Second)
		w.close()
		next := newWorld(t, func(c *Config) { c.Store, c.Broker = store, inMemory{w.broker} })
		w.broker.will("poll", done())
		after(time.Hour)
		next.do("GET", path, "").is(200).operation(create, succeeded)
		next.close()
	})
}
