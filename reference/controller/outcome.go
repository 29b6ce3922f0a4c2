package controller

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"
)

// call is what a question is for.
type call int

const (
	provisions call = iota
	binds
	updates
	deprovisions
	unbinds
	calls
)

// class is a kind of answer. Those without a name of their own are a status.
type class string

const (
	classOK                  class = "200"
	classCreated             class = "201"
	classAccepted            class = "202"
	classMalformedOK         class = "malformed 200"
	classMalformedCreated    class = "malformed 201"
	classMalformedAccepted   class = "malformed 202"
	classUnexpected          class = "other 2xx and 3xx"
	classUnauthorized        class = "401"
	classTimeout             class = "408"
	classConflict            class = "409"
	classGone                class = "410"
	classAsyncRequired       class = "422 AsyncRequired"
	classConcurrency         class = "422 ConcurrencyError"
	classRequiresApp         class = "422 RequiresApp"
	classMaintenanceConflict class = "422 MaintenanceInfoConflict"
	classUnprocessable       class = "422"
	classRejected            class = "other 4xx"
	classBroken              class = "5xx"
	classNoAnswer            class = "no answer in time"
	classUnreachable         class = "unreachable"
	classTransport           class = "transport error"
)

// outcome is what a class of answers means for a call: the name of an error, or none for success; and whether what
// the broker may have created is to be removed in the background.
type outcome struct {
	name   string
	orphan bool
}

// outcomes are those of one class, by call.
type outcomes [calls]outcome

// outcomeTable says what each answer means. The columns are provision, bind, update, deprovision, unbind.
func outcomeTable() map[class]outcomes {
	done := outcome{}
	no := func(name string) outcome { return outcome{name: name} }
	om := func(name string) outcome { return outcome{name: name, orphan: true} }
	all := func(name string) outcomes { return outcomes{no(name), no(name), no(name), no(name), no(name)} }
	creates := func(name string) outcomes { return outcomes{om(name), om(name), no(name), no(name), no(name)} }
	const (
		malformed = "ServiceBrokerResponseMalformed"
		bad       = "ServiceBrokerBadResponse"
		rejected  = "ServiceBrokerRequestRejected"
		instance  = "AsyncServiceInstanceOperationInProgress"
		binding   = "AsyncServiceBindingOperationInProgress"
		conflict  = "ServiceBrokerConflict"
		busy      = "ConcurrencyError"
		stale     = "MaintenanceInfoConflict"
	)
	return map[class]outcomes{
		classOK:                  {},
		classMalformedOK:         all(malformed),
		classCreated:             {done, done, no(bad), no(bad), no(bad)},
		classMalformedCreated:    creates(malformed),
		classAccepted:            {},
		classMalformedAccepted:   creates(malformed),
		classUnexpected:          creates(bad),
		classRejected:            all(rejected),
		classUnauthorized:        all("ServiceBrokerApiAuthenticationFailed"),
		classTimeout:             all("ServiceBrokerApiTimeout"),
		classConflict:            {no(conflict), no(conflict), no(bad), no(bad), no(bad)},
		classGone:                {om(bad), om(bad), no(bad), done, done},
		classAsyncRequired:       all("AsyncRequired"),
		classConcurrency:         {no(busy), no(busy), no(rejected), no(instance), no(binding)},
		classRequiresApp:         {om(bad), no("AppRequired"), no(rejected), no(bad), no(bad)},
		classMaintenanceConflict: {no(stale), om(bad), no(stale), no(bad), no(bad)},
		classUnprocessable:       {om(bad), om(bad), no(rejected), no(bad), no(bad)},
		classBroken:              creates(bad),
		classNoAnswer:            creates("HttpClientTimeout"),
		classUnreachable:         all("ServiceBrokerApiUnreachable"),
		classTransport:           all("HttpRequestError"),
	}
}

// judge says what an answer means for a call: nil for success, and whether to remove an orphan.
func (s *Server) judge(a answer, of call) (refused *failure, orphan bool) {
	o := s.outcomes[a.class(of)][of]
	if o.name == "" {
		return nil, false
	}
	return a.failure(o.name), o.orphan
}

func (a answer) class(of call) class {
	switch {
	case a.timeout():
		return classNoAnswer
	case a.unreachable():
		return classUnreachable
	case a.err != nil:
		return classTransport
	case a.status == http.StatusUnprocessableEntity:
		return a.unprocessable()
	case a.status >= 500:
		return classBroken
	case a.status >= 400:
		for _, c := range []class{classUnauthorized, classTimeout, classConflict, classGone} {
			if string(c) == strconv.Itoa(a.status) {
				return c
			}
		}
		return classRejected
	case a.status > http.StatusAccepted || a.status < http.StatusOK:
		return classUnexpected
	case !a.wellFormed(of):
		return "malformed " + class(strconv.Itoa(a.status))
	}
	return class(strconv.Itoa(a.status))
}

func (a answer) unprocessable() class {
	named := class("422 " + a.text("error"))
	switch named {
	case classAsyncRequired, classConcurrency, classRequiresApp, classMaintenanceConflict:
		return named
	}
	return classUnprocessable
}

// longestToken is how long the operation that a broker names may be, in characters.
const longestToken = 10000

// wellFormed reports whether a success is a JSON object whose members have the types they must have. A null member
// counts as absent.
func (a answer) wellFormed(of call) bool {
	if a.object == nil {
		return false
	}
	texts, objects := []string{}, []string{}
	switch {
	case of == binds && a.status != http.StatusAccepted:
		objects = append(objects, "credentials")
	case of == provisions || of == updates:
		texts, objects = append(texts, "dashboard_url", "operation"), append(objects, "metadata")
	case a.status == http.StatusAccepted:
		texts = append(texts, "operation")
	}
	return typed[string](a.object, texts) && typed[map[string]any](a.object, objects) &&
		utf8.RuneCountInString(a.text("operation")) <= longestToken
}

// typed reports whether the members that are there and not null are of type T.
func typed[T any](object map[string]any, members []string) bool {
	for _, member := range members {
		if _, ok := object[member].(T); !ok && object[member] != nil {
			return false
		}
	}
	return true
}

// retryAfter is how long the broker asks to wait, no longer than a day; 0 when it does not ask.
func (a answer) retryAfter() time.Duration {
	seconds, err := strconv.Atoi(a.header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, int(longestPause/time.Second))) * time.Second
}

// integer reads a JSON integer.
func integer(value any) (int, bool) {
	number, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(number.String())
	return n, err == nil
}
