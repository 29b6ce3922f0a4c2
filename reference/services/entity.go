package services

import (
	"strings"
	"time"

	"conformance/reference/dispatch"
)

// Service is the record of one database or volume.
type Service struct {
	// UUID identifies it; Name is the technical name, made here; Label is the caller's.
	UUID, Name, Label string
	// ServiceType is postgres or shared_storage.
	ServiceType string
	// WorkspaceID, ProjectID and ResourceID say where it belongs and runs.
	WorkspaceID, ProjectID, ResourceID string
	// CreatedAt and UpdatedAt are what answers show; it is ready from ReadyAt on.
	CreatedAt, UpdatedAt, ReadyAt time.Time
	// Stopped says that its processes were stopped.
	Stopped bool
	// MemoryMiB, DiskGiB and Cores are its sizes.
	MemoryMiB, DiskGiB, Cores float64

	// Instances, Replica, Public and the credentials are those of a database. Replica copies an external one.
	Instances                    int
	Replica, Public              bool
	Database, Username, Password string

	// MountPoint and StorageAccess are those of a volume.
	MountPoint, StorageAccess string
}

func (s *Server) ready(service Service) bool { return !s.config.Now().Before(service.ReadyAt) }

// describe is what answers show of a service.
func (s *Server) describe(service Service) map[string]any {
	body := map[string]any{
		"uuid":               service.UUID,
		"name":               service.Name,
		"label":              service.Label,
		"service_type":       service.ServiceType,
		"project_id":         service.ProjectID,
		"resource_id":        service.ResourceID,
		"created_at":         timestamp(service.CreatedAt),
		"updated_at":         timestamp(service.UpdatedAt),
		"state":              s.word(service),
		"connection_details": s.connectionDetails(service),
	}
	switch service.ServiceType {
	case Postgres:
		body["instances"] = service.Instances
	case SharedStorage:
		body["mount_point"] = service.MountPoint
		body["storage_access"] = service.StorageAccess
	}
	return body
}

func (s *Server) entity(status int, service Service) dispatch.Reply {
	return dispatch.Reply{Status: status, Body: s.describe(service)}
}

// word is the state in the words that the API has for it.
func (s *Server) word(service Service) string {
	switch {
	case !s.ready(service):
		return "creating"
	case service.Stopped:
		return "stopped"
	case service.ServiceType == SharedStorage:
		return "bound"
	}
	return "healthy"
}

func timestamp(t time.Time) string { return t.Format("2006-01-02T15:04:05.000Z07:00") }

// slug makes the beginning of a host name of a label.
func slug(label string) string {
	words := strings.FieldsFunc(strings.ToLower(label), func(r rune) bool { return !isNameRune(r) })
	joined := strings.Join(words, "-")
	if len(joined) > 40 {
		joined = strings.TrimRight(joined[:40], "-")
	}
	if joined == "" {
		return "service"
	}
	return joined
}

// tail returns the last eight letters and digits of an id.
func tail(id string) string {
	plain := strings.Map(func(r rune) rune {
		if isNameRune(r) {
			return r
		}
		return -1
	}, strings.ToLower(id))
	return plain[max(0, len(plain)-8):]
}

func isNameRune(r rune) bool { return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' }
