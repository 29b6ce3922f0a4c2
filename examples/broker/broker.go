// Package broker is a small service broker, as somebody might write one who has read the specification of the Open Service
// Broker API: synchronous, with its state in maps. The examples beside it judge it.
package broker

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"reflect"
	"sync"
)

// What the platform has to know.
const (
	Username = "suite"
	Password = "example-password"
)

const (
	offering = "5d0ac5bd-3f3c-4d5c-9cd8-1a0d3a6e0f10"
	small    = "c3a0c3f5-8b0e-4f0e-a5b2-0a5f1f3c7e11"
	large    = "8f0a1f7e-2c64-4c39-9a57-54a1b3c0de12"
)

// Broker keeps what was asked for.
type Broker struct {
	// Fault makes it break a rule: "conflict" answers 200 when another plan is asked for under the id of an instance,
	// "bind" refuses every binding. It is for the examples to show what the suite finds.
	Fault string

	mu        sync.Mutex
	instances map[string]request
	bindings  map[[2]string]request
}

// request is what identifies an instance or a binding, and its context.
type request struct {
	Service    string          `json:"service_id"`
	Plan       string          `json:"plan_id"`
	Parameters json.RawMessage `json:"parameters"`
	Resource   json.RawMessage `json:"bind_resource"`
	App        string          `json:"app_guid"`
}

type object map[string]any

// Handler is the broker's API.
func (b *Broker) Handler() http.Handler {
	b.instances, b.bindings = map[string]request{}, map[[2]string]request{}
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(http.ResponseWriter, *http.Request){
		"GET /v2/catalog":                                                                b.catalog,
		"PUT /v2/service_instances/{instance}":                                           b.provision,
		"GET /v2/service_instances/{instance}":                                           b.fetch,
		"PATCH /v2/service_instances/{instance}":                                         b.update,
		"DELETE /v2/service_instances/{instance}":                                        b.deprovision,
		"GET /v2/service_instances/{instance}/last_operation":                            b.last,
		"PUT /v2/service_instances/{instance}/service_bindings/{binding}":                b.bind,
		"GET /v2/service_instances/{instance}/service_bindings/{binding}":                b.fetchBinding,
		"DELETE /v2/service_instances/{instance}/service_bindings/{binding}":             b.unbind,
		"GET /v2/service_instances/{instance}/service_bindings/{binding}/last_operation": b.last,
	} {
		mux.HandleFunc(pattern, handle)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id := r.Header.Get("X-Broker-API-Request-Identity"); id != "" {
			w.Header().Set("X-Broker-API-Request-Identity", id)
		}
		user, password, _ := r.BasicAuth()
		switch {
		case subtle.ConstantTimeCompare([]byte(user+":"+password), []byte(Username+":"+Password)) != 1:
			w.Header().Set("WWW-Authenticate", `Basic realm="broker"`)
			refuse(w, http.StatusUnauthorized, "", "credentials are missing or wrong")
		case r.Header.Get("X-Broker-API-Version") == "":
			refuse(w, http.StatusBadRequest, "", "X-Broker-API-Version is missing")
		default:
			b.mu.Lock()
			defer b.mu.Unlock()
			mux.ServeHTTP(w, r)
		}
	})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status int, code, description string) {
	body := object{"description": description}
	if code != "" {
		body["error"] = code
	}
	answer(w, status, body)
}

func (b *Broker) catalog(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, object{"services": []object{{
		"id": offering, "name": "notes", "description": "Keeps notes.", "bindable": true, "plan_updateable": true,
		"instances_retrievable": true, "bindings_retrievable": true,
		"plans": []object{
			{"id": small, "name": "small", "description": "Ten notes.", "free": true},
			{"id": large, "name": "large", "description": "A thousand notes.", "free": true},
		},
	}}})
}

// read reads the body of a request, and says no to one that asks for what the catalog does not have.
func read(w http.ResponseWriter, r *http.Request) (wanted request, ok bool) {
	if err := json.NewDecoder(r.Body).Decode(&wanted); err != nil {
		refuse(w, http.StatusBadRequest, "", "the body is no JSON object: "+err.Error())
		return wanted, false
	}
	return wanted, valid(w, wanted.Service, wanted.Plan)
}

func valid(w http.ResponseWriter, service, plan string) bool {
	ok := service == offering && (plan == small || plan == large)
	if !ok {
		refuse(w, http.StatusBadRequest, "", "service_id and plan_id have to be those of a plan in the catalog")
	}
	return ok
}

func (b *Broker) provision(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("instance")
	wanted, ok := read(w, r)
	if !ok {
		return
	}
	switch known, exists := b.instances[id]; {
	case !exists:
		b.instances[id] = wanted
		answer(w, http.StatusCreated, object{})
	case reflect.DeepEqual(known, wanted) || b.Fault == "conflict":
		answer(w, http.StatusOK, object{})
	default:
		refuse(w, http.StatusConflict, "", "the instance exists with other attributes")
	}
}

func (b *Broker) fetch(w http.ResponseWriter, r *http.Request) {
	known, exists := b.instances[r.PathValue("instance")]
	if !exists {
		refuse(w, http.StatusNotFound, "", "there is no such instance")
		return
	}
	body := object{"service_id": known.Service, "plan_id": known.Plan}
	if known.Parameters != nil {
		body["parameters"] = known.Parameters
	}
	answer(w, http.StatusOK, body)
}

func (b *Broker) update(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("instance")
	known, exists := b.instances[id]
	wanted := request{Plan: known.Plan}
	switch err := json.NewDecoder(r.Body).Decode(&wanted); {
	case err != nil:
		refuse(w, http.StatusBadRequest, "", "the body is no JSON object: "+err.Error())
	case !exists:
		refuse(w, http.StatusNotFound, "", "there is no such instance")
	case valid(w, wanted.Service, wanted.Plan):
		known.Plan = wanted.Plan
		if wanted.Parameters != nil {
			known.Parameters = wanted.Parameters
		}
		b.instances[id] = known
		answer(w, http.StatusOK, object{})
	}
}

func (b *Broker) deprovision(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("instance")
	if !valid(w, r.URL.Query().Get("service_id"), r.URL.Query().Get("plan_id")) {
		return
	}
	if _, exists := b.instances[id]; !exists {
		refuse(w, http.StatusGone, "", "there is no such instance")
		return
	}
	delete(b.instances, id)
	for key := range b.bindings {
		if key[0] == id {
			delete(b.bindings, key)
		}
	}
	answer(w, http.StatusOK, object{})
}

// last is asked by nobody who has read an answer: nothing here is asynchronous.
func (b *Broker) last(w http.ResponseWriter, r *http.Request) {
	id := [2]string{r.PathValue("instance"), r.PathValue("binding")}
	_, exists := b.instances[id[0]]
	if id[1] != "" {
		_, exists = b.bindings[id]
	}
	if !exists {
		refuse(w, http.StatusNotFound, "", "there is no such instance or binding")
		return
	}
	answer(w, http.StatusOK, object{"state": "succeeded"})
}

func (b *Broker) bind(w http.ResponseWriter, r *http.Request) {
	id := [2]string{r.PathValue("instance"), r.PathValue("binding")}
	wanted, ok := read(w, r)
	if !ok {
		return
	}
	known, exists := b.bindings[id]
	_, there := b.instances[id[0]]
	switch {
	case b.Fault == "bind":
		refuse(w, http.StatusInternalServerError, "", "no binding today")
	case !there:
		refuse(w, http.StatusNotFound, "", "there is no such instance")
	case !exists:
		b.bindings[id] = wanted
		answer(w, http.StatusCreated, credentials(id))
	case reflect.DeepEqual(known, wanted):
		answer(w, http.StatusOK, credentials(id))
	default:
		refuse(w, http.StatusConflict, "", "the binding exists with other attributes")
	}
}

func credentials(id [2]string) object {
	return object{"credentials": object{"uri": "notes://notes.example.com/" + id[0], "token": "token-of-" + id[1]}}
}

func (b *Broker) fetchBinding(w http.ResponseWriter, r *http.Request) {
	id := [2]string{r.PathValue("instance"), r.PathValue("binding")}
	if _, exists := b.bindings[id]; !exists {
		refuse(w, http.StatusNotFound, "", "there is no such binding")
		return
	}
	answer(w, http.StatusOK, credentials(id))
}

func (b *Broker) unbind(w http.ResponseWriter, r *http.Request) {
	id := [2]string{r.PathValue("instance"), r.PathValue("binding")}
	if !valid(w, r.URL.Query().Get("service_id"), r.URL.Query().Get("plan_id")) {
		return
	}
	if _, exists := b.bindings[id]; !exists {
		refuse(w, http.StatusGone, "", "there is no such binding")
		return
	}
	delete(b.bindings, id)
	answer(w, http.StatusOK, object{})
}
