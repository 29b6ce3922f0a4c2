// Package services is a platform's API for standalone services, PostgreSQL databases and shared volumes, that keeps
// every rule of specs/services. What it creates exists in its records only.
//
// Where the sources leave a choice it takes these:
//
//   - answers hold the bare object or list, refusals an object with one text in error that names every field at fault
//   - a refusal is the first that applies of: 401 and 403 for the caller, 400 for the form of the request, 404 for what
//     it points to, 422 for what cannot be done
//   - a field of the other service type, of another creation mode, or unknown is ignored
//   - a database shows connection details once its credentials exist, which may be after the creation answer
//   - a replica of an external database is always public
package services

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	// The usual one; Go has no UUIDs of its own.
	"github.com/google/uuid"

	"conformance/reference/dispatch"
	"conformance/specs"
)

// Config says how a server behaves and what exists in it before the first call. The zero value lacks only the token.
type Config struct {
	// Token may do everything in both workspaces; required.
	Token string
	// ReadOnlyToken may read in both workspaces; empty means that there is none.
	ReadOnlyToken string
	// ForeignToken may do everything, in the second workspace only; empty means that there is none.
	ForeignToken string
	// WorkspaceID is the workspace of callers that name none; SecondWorkspaceID has neither projects nor resources.
	WorkspaceID, SecondWorkspaceID string
	// ProjectID and ResourceID are the project and the compute resource that services can be created with.
	ProjectID, ResourceID string
	// ClosedResourceID is a resource that is assigned to other projects.
	ClosedResourceID string
	// MemoryMiB and DiskGiB are what the resource offers to all its services together.
	MemoryMiB, DiskGiB float64
	// ExternalPort is the port of databases with public access.
	ExternalPort int
	// ArchiveServerField is the field for the archive's server name, which no source names.
	ArchiveServerField string
	// AsyncDelay is how long a new service takes until it is ready.
	AsyncDelay time.Duration
	// Store keeps the services; nil means in memory.
	Store Store
	// Now tells the time; nil means time.Now.
	Now func() time.Time
	// NewID makes UUIDs, which also serve as the source of secrets; nil means random ones.
	NewID func() string
	// Strict compares the server's own answers with the document; one that departs from it becomes a 500 that says so.
	Strict bool
}

// What exists in a server whose configuration does not say otherwise.
const (
	DefaultWorkspaceID       = "6f2a1f0e-8a5b-4c39-9d57-2b6f3f1c7a10"
	DefaultSecondWorkspaceID = "c5d0b6e4-13f7-4a8e-b1c2-7e9f0a4d8b21"
	DefaultProjectID         = "1b7e4c92-5d3a-4f60-8e21-9c0d6a5f4b32"
	DefaultResourceID        = "e8f3d1a7-2c64-4b95-a7d0-4f1b8e6c9d43"
	DefaultClosedResourceID  = "94a6c0d8-7f1e-4d23-b5e8-0a3c7d2f6e54"
)

func (c Config) withDefaults() Config {
	text := func(member *string, value string) {
		if *member == "" {
			*member = value
		}
	}
	text(&c.WorkspaceID, DefaultWorkspaceID)
	text(&c.SecondWorkspaceID, DefaultSecondWorkspaceID)
	text(&c.ProjectID, DefaultProjectID)
	text(&c.ResourceID, DefaultResourceID)
	text(&c.ClosedResourceID, DefaultClosedResourceID)
	text(&c.ArchiveServerField, "s3_server_name")
	if c.MemoryMiB == 0 {
		c.MemoryMiB = 64 << 10
	}
	if c.DiskGiB == 0 {
		c.DiskGiB = 4 << 10
	}
	if c.ExternalPort == 0 {
		c.ExternalPort = 15432
	}
	if c.Store == nil {
		c.Store = NewMemory()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewID == nil {
		c.NewID = uuid.NewString
	}
	return c
}

// Server is the API. It is safe for concurrent requests.
type Server struct {
	config Config
	routes http.Handler
	// calls lets one call at a time read, judge and change records.
	calls sync.Mutex
}

// New returns a server, or an error when the configuration has no token.
func New(config Config) (*Server, error) {
	if config.Token == "" {
		return nil, errors.New("configure the server: there is no token that callers could present; set Token")
	}
	api, err := specs.Load("services")
	if err != nil {
		return nil, err
	}
	doc, err := api.Document(api.Latest())
	if err != nil {
		return nil, err
	}
	s := &Server{config: config.withDefaults()}
	s.routes, err = dispatch.New(doc, map[string]dispatch.Handler{
		"create":          s.alone(s.create),
		"list":            s.alone(s.list),
		"get":             s.on(s.get),
		"update":          s.on(s.update),
		"delete":          s.on(s.delete),
		"state":           s.on(s.state),
		"rotate-password": s.on(s.rotatePassword),
	}, dispatch.Options{
		Authorize: s.authorize,
		Invalid:   invalid,
		Unknown:   unrouted,
		Strict:    config.Strict,
	})
	if err != nil {
		return nil, fmt.Errorf("serve the services document: %w", err)
	}
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.routes.ServeHTTP(w, r) }

// handler answers a call. An error is a refusal, or the store's.
type handler func(call *dispatch.Call) (dispatch.Reply, error)

// alone lets no other call interfere, and makes answers of errors. One of the store becomes a 500 that tells nothing of it.
func (s *Server) alone(handle handler) dispatch.Handler {
	return func(call *dispatch.Call) dispatch.Reply {
		s.calls.Lock()
		defer s.calls.Unlock()
		reply, err := handle(call)
		if err == nil {
			return reply
		}
		refused := refusal{http.StatusInternalServerError, "the records of the services could not be read or written"}
		errors.As(err, &refused)
		return *refused.reply()
	}
}

// on gives a handler the service that the path names. One of a workspace that the caller did not choose looks absent.
func (s *Server) on(handle func(call *dispatch.Call, service Service) (dispatch.Reply, error)) dispatch.Handler {
	return s.alone(func(call *dispatch.Call) (dispatch.Reply, error) {
		service, found, err := s.config.Store.Load(call.Params["id"])
		if err != nil {
			return dispatch.Reply{}, err
		}
		if !found || service.WorkspaceID != s.workspace(call.Request) {
			return dispatch.Reply{}, refusal{http.StatusNotFound, "Service not found"}
		}
		return handle(call, service)
	})
}
