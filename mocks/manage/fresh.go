package manage

import (
	"net/http"
	"sync/atomic"
)

// Fresh returns a server that build made, and a function that replaces it by a new one, for Config.Reset. Requests under
// way end with the server that they came to. When build returns an error, the old server stays.
func Fresh(build func() (http.Handler, error)) (server http.Handler, reset func() error, err error) {
	f := &fresh{}
	reset = func() error {
		made, err := build()
		if err == nil {
			f.current.Store(&made)
		}
		return err
	}
	return f, reset, reset()
}

type fresh struct{ current atomic.Pointer[http.Handler] }

// ServeHTTP answers with the newest server.
func (f *fresh) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*f.current.Load()).ServeHTTP(w, r)
}
