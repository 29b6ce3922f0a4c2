package verdict

import (
	"testing"

	"conformance/suites/record"
)

func TestCausesThatMeanTheSame(t *testing.T) {
	const one, other = "/v2/service_instances/11111111-1111-4111-8111-111111111111", "/v2/service_instances/22222222-2222-4222-8222-222222222222"
	put := func(number int, path, body string) *record.Exchange {
		return &record.Exchange{Number: number, Operation: "provision", Request: record.Request{Method: "PUT", URL: "http://x.example.com" + path, Body: record.Body(body)}}
	}
	recording := &record.Recording{Exchanges: []*record.Exchange{
		put(1, one, `{"plan_id":"a","name":"of 11111111-1111-4111-8111-111111111111"}`),
		put(2, other, `{"plan_id":"a","name":"of 22222222-2222-4222-8222-222222222222"}`),
		put(3, other, `{"plan_id":"b","name":"of 22222222-2222-4222-8222-222222222222"}`),
	}}
	cases := []struct {
		name string
		a, b Reason
		same bool
	}{
		{"equal requests for two ids", Reason{Reason: record.Reason{Text: "PUT " + one + ": 400"}, Exchange: 1}, Reason{Reason: record.Reason{Text: "PUT " + other + ": 400"}, Exchange: 2}, true},
		{"another answer", Reason{Reason: record.Reason{Text: "PUT " + one + ": 400"}, Exchange: 1}, Reason{Reason: record.Reason{Text: "PUT " + other + ": 500"}, Exchange: 2}, false},
		{"another plan", Reason{Reason: record.Reason{Text: "PUT " + one + ": 400"}, Exchange: 1}, Reason{Reason: record.Reason{Text: "PUT " + other + ": 400"}, Exchange: 3}, false},
		{"no exchange", Reason{Reason: record.Reason{Text: "interrupted"}}, Reason{Reason: record.Reason{Text: "interrupted"}}, true},
		{"an id that is not of the request", Reason{Reason: record.Reason{Text: "held by " + other}, Exchange: 1}, Reason{Reason: record.Reason{Text: "held by " + one}, Exchange: 1}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if same := c.a.means(recording) == c.b.means(recording); same != c.same {
				t.Errorf("got the same: %v, want %v", same, c.same)
			}
		})
	}
}
