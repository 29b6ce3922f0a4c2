package manage

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// problem is the body of every answer that is no success.
type problem struct {
	Error string `json:"error"`
}

// methods are the calls of one path: each returns a status and what is written as JSON.
type methods map[string]func(*http.Request) (int, any)

// routed serves calls by path and method.
func routed(routes map[string]methods) http.Handler {
	mux := http.NewServeMux()
	for path, calls := range routes {
		mux.Handle(path, calls)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusNotFound, problem{"there is no such path; GET / lists those there are"})
	})
	return mux
}

// ServeHTTP answers a call of the path; HEAD is GET without the body.
func (m methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	call, known := m[method]
	if !known {
		var all []string
		for name := range m {
			all = append(all, name)
		}
		slices.Sort(all)
		allowed := strings.Join(all, ", ")
		w.Header().Set("Allow", allowed)
		answer(w, http.StatusMethodNotAllowed, problem{"the method is " + r.Method + ", expected " + allowed})
		return
	}
	status, value := call(r)
	answer(w, status, value)
}

func answer(w http.ResponseWriter, status int, value any) {
	body, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"error": "the answer cannot be written as JSON"}`)
	}
	body = append(body, '\n')
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller may be gone
}
