package rules

import (
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"conformance/suites/cfv2/flows"
	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// caused are the requests of those operations that reached the broker from x on until the suite's next request. No
// operations mean all but those that come when they like: polls, and the fetch of a binding that has just been made.
func caused(c *Case, x *record.Exchange, operations ...string) []*record.Exchange {
	var found []*record.Exchange
	for _, y := range c.Trail() {
		switch {
		case y.Number <= x.Number, y.Step == scenario.PutOff: // what was put off was not processed
		case y.Side == record.Target:
			return found
		case foreign(x, y):
		case slices.Contains(operations, y.Operation), len(operations) == 0 && !background(x, y):
			found = append(found, y)
		}
	}
	return found
}

// foreign reports whether y removes something that x does not name: the controller clears away what failed before, when
// it likes.
func foreign(x, y *record.Exchange) bool {
	if y.Operation != "broker-deprovision" && y.Operation != "broker-unbind" {
		return false
	}
	instance, binding := named(y)
	said := x.Request.Path() + string(x.Request.Body)
	return !strings.Contains(said, instance) && (binding == "" || !strings.Contains(said, binding))
}

// background reports whether y may have reached the broker without x.
func background(x, y *record.Exchange) bool {
	return strings.HasSuffix(y.Operation, "-last-operation") ||
		y.Operation == "broker-fetch-binding" && x.Operation != "get-binding-parameters"
}

// request returns the one request of an operation that x caused; it is a finding when there is none.
func request(c *Case, step record.Step, operation string) *record.Exchange {
	x := c.Use(step)
	found := caused(c, x, operation)
	if len(found) == 0 {
		c.Fail(x, Want("one").Got("no %s request at the broker", strings.TrimPrefix(operation, "broker-")))
		return nil
	}
	c.Look(found[0])
	return found[0]
}

// sent is request with the decoded body of what reached the broker.
func sent(c *Case, step record.Step, operation string) (*record.Exchange, map[string]any) {
	x := request(c, step, operation)
	if x == nil {
		return nil, nil
	}
	body := sentBody(x)
	if body == nil {
		c.Fail(x, Want("one").Got("a body that is no JSON object"))
		return nil, nil
	}
	return x, body
}

// sentBody is the JSON object that was sent, or nil.
func sentBody(x *record.Exchange) map[string]any {
	value, err := x.Request.Body.JSON()
	if err != nil {
		return nil
	}
	object, _ := value.(map[string]any)
	return object
}

// quiet demands that x caused no request to the broker.
func quiet(c *Case, x *record.Exchange) {
	for _, y := range caused(c, x) {
		c.Fail(x, Want("no request to it").Got("%s at the broker", y))
	}
}

// same compares what stands at a pointer of a sent body.
func same(c *Case, x *record.Exchange, body map[string]any, pointer string, want any) {
	got, found := At(body, pointer)
	switch {
	case !found:
		c.Fail(x, Note("sent without %s", pointer))
	case want != nil && !reflect.DeepEqual(got, want):
		c.Fail(x, Want("%s", flows.Quote(want)).Got("%s %s", pointer, flows.Quote(got)))
	}
}

// named are the instance and the binding that a path to a broker names; empty where it names none.
func named(x *record.Exchange) (instance, binding string) {
	u, err := url.Parse(x.Request.URL)
	if err != nil {
		return "", ""
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i := range len(segments) - 1 {
		switch segments[i] {
		case "service_instances":
			instance = segments[i+1]
		case "service_bindings":
			binding = segments[i+1]
		}
	}
	return instance, binding
}

// refused demands an error with that status, name and code.
func refused(c *Case, x *record.Exchange, status int, name string, code int) {
	c.Expect(x).To(HaveStatus(status))
	if name != "" {
		c.Expect(x).To(HaveMember("/error_code", "CF-"+name))
	}
	if code != 0 {
		c.Expect(x).To(HaveMember("/code", number(code)))
	}
}

// number is an integer as a decoded body has it.
func number(n int) json.Number { return json.Number(strconv.Itoa(n)) }

// operates demands a last operation of that type in that state.
func operates(c *Case, x *record.Exchange, kind, state string) {
	c.Expect(x).To(HaveMember("/entity/last_operation/type", kind))
	c.Expect(x).To(HaveMember("/entity/last_operation/state", state))
}
