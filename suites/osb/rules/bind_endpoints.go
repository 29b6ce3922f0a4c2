package rules

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// endpointChecks judge the endpoints of the bindings that are followed from their making to a fetch: one finding tells as
// much as one for every binding of a run.
func endpointChecks() List {
	var list List
	for _, rule := range []struct {
		id    string
		judge func(*Case, []*record.Exchange)
	}{
		// "Binding comes with network endpoints"
		{"OSB-BIND-008", givesEndpoints},
		// "All hosts and ports are provided"
		{"OSB-BIND-010", listsPlaces},
		// "endpoints lists all relevant endpoints"
		{"OSB-BIND-083", listsPlaces},
	} {
		list = append(list,
			On(rule.id, flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
				rule.judge(c, described(c, run.Bind, run.FetchBinding))
			}),
			On(rule.id, flows.Asynchronous, func(c *Case, run *flows.AsynchronousRun) {
				rule.judge(c, described(c, run.FetchBound))
			}))
	}
	// "Endpoint ports are strings"
	list = append(list, Each("OSB-BIND-098", realPorts))
	// "endpoints lists all relevant endpoints"
	return append(list, On("OSB-BIND-083", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) {
		bound, x := c.Use(run.Bind), c.Use(run.FetchBinding)
		was, is := objects(bound.Object(), "endpoints"), objects(x.Object(), "endpoints")
		if len(was) == 0 || len(is) == 0 {
			c.NotApplicable(x, "there are no two lists of endpoints to compare")
		}
		if len(was) != len(is) {
			c.Fail(x, Want("all in both").Got("%d endpoints, and %d in the answer to the bind (exchange %d)", len(is), len(was), bound.Number))
		}
	}))
}

// described returns the answers that describe a binding and have credentials with a host.
func described(c *Case, steps ...record.Step) []*record.Exchange {
	var all []*record.Exchange
	for _, step := range steps {
		if x := step.Exchange(); x.Is(http.StatusOK, http.StatusCreated) && len(places("", x.Object()["credentials"])) > 0 {
			c.Look(x)
			all = append(all, x)
		}
	}
	if len(all) == 0 {
		c.NotApplicable(c.Use(steps[0]), "no credentials name a host, so that it is open what endpoints there are")
	}
	return all
}

// realPorts judges that ports are numbers that ports have, and ranges begin before they end. How they are written is for
// the document.
func realPorts(c *Case, x *record.Exchange) {
	if x.Operation != "bind" && x.Operation != "fetch-binding" || !x.Is(http.StatusOK, http.StatusCreated) {
		return
	}
	for _, endpoint := range objects(x.Object(), "endpoints") {
		list, _ := endpoint["ports"].([]any)
		for _, item := range list {
			value, _ := item.(string)
			low, high, ok := portRange(value)
			if c.Look(x); ok && (high > 65535 || low > high) {
				c.Fail(x, Note("an endpoint has the ports %s, want a port or a range of ports from the lower to the higher", value))
			}
		}
	}
}

// portRange reads a port, or a range of ports.
func portRange(text string) (low, high int, ok bool) {
	from, to, isRange := strings.Cut(text, "-")
	if !isRange {
		to = from
	}
	low, err := strconv.Atoi(from)
	high, err2 := strconv.Atoi(to)
	return low, high, err == nil && err2 == nil
}

// givesEndpoints judges that some answer has endpoints beside its credentials.
func givesEndpoints(c *Case, answers []*record.Exchange) {
	if !slices.ContainsFunc(answers, func(x *record.Exchange) bool { return x.Object()["endpoints"] != nil }) {
		c.Fail(answers[0], Note("the credentials name a host, and there are no endpoints"))
	}
}

// place is a host that credentials name, with the port that stands beside it; 0 when none does.
type place struct {
	host string
	port int
}

// places finds the hosts in credentials, by the usual names of members. Ports are compared when they are numbers: what is
// a text among credentials may be hidden in the recording.
func places(name string, value any) []place {
	var all []place
	switch value := value.(type) {
	case string:
		if slices.Contains([]string{"host", "hostname", "hosts", "hostnames"}, name) && value != "" {
			all = append(all, place{host: value})
		}
	case []any:
		for _, item := range value {
			all = append(all, places(name, item)...)
		}
	case map[string]any:
		number, _ := value["port"].(json.Number)
		port, _ := strconv.Atoi(number.String())
		for member, item := range InOrder(value) {
			for _, p := range places(member, item) {
				if _, direct := item.(string); direct {
					p.port = port
				}
				all = append(all, p)
			}
		}
	}
	slices.SortFunc(all, func(a, b place) int { return strings.Compare(a.host, b.host) })
	return all
}

// listsPlaces judges that endpoints, if there are any, have the hosts and ports of the credentials beside them.
func listsPlaces(c *Case, answers []*record.Exchange) {
	listed := false
	for _, x := range answers {
		endpoints := objects(x.Object(), "endpoints")
		if len(endpoints) == 0 {
			continue
		}
		listed = true
		for _, p := range places("", x.Object()["credentials"]) {
			named := slices.DeleteFunc(slices.Clone(endpoints), func(e map[string]any) bool { return e["host"] != p.host })
			switch {
			case len(named) == 0 && !slices.ContainsFunc(endpoints, func(e map[string]any) bool { return perhaps(p.host, e) }):
				c.Fail(x, Note("no endpoint has a host that the credentials name"))
			case len(named) > 0 && p.port != 0 && !slices.ContainsFunc(named, func(e map[string]any) bool { return covers(e, p.port) }):
				c.Fail(x, Note("no endpoint has the port that the credentials name beside its host: %s", ports(named)))
			}
		}
	}
	if !listed {
		c.NotApplicable(answers[0], "the binding has no endpoints")
	}
}

// perhaps reports whether an endpoint may be the host under another name: its address, another way to write that, or one of
// several hosts in one text. An endpoint without host is for another rule.
func perhaps(host string, endpoint map[string]any) bool {
	other := flows.Text(endpoint, "host")
	return other == "" || strings.ContainsAny(host, ":,; ") || strings.Contains(other, ":") || net.ParseIP(other) != nil
}

// covers reports whether one of the ports, or ranges of ports, of an endpoint has the port. What is no port, and that
// there is one, is for other rules.
func covers(endpoint map[string]any, port int) bool {
	list, _ := endpoint["ports"].([]any)
	for _, item := range list {
		value, _ := item.(string)
		if low, high, ok := portRange(value); !ok || low <= port && port <= high {
			return true
		}
	}
	return len(list) == 0
}

func ports(endpoints []map[string]any) string {
	var all []string
	for _, e := range endpoints {
		all = append(all, fmt.Sprint(e["ports"]))
	}
	return strings.Join(all, ", ")
}
