package services

import (
	"fmt"
	"net/http"
	"strings"

	"conformance/reference/dispatch"
)

func (s *Server) create(call *dispatch.Call) (dispatch.Reply, error) {
	body, kind := call.Body, call.Text("service_type")
	if err := fault(append(missing(body, s.config.ArchiveServerField), malformed(kind, body)...)); err != nil {
		return dispatch.Reply{}, err
	}
	if err := s.place(s.workspace(call.Request), call.Text("project_id"), call.Text("resource_id")); err != nil {
		return dispatch.Reply{}, err
	}
	if kind == Postgres && call.Text("postgres_version") == "" {
		return dispatch.Reply{}, refusal{http.StatusUnprocessableEntity, "postgres_version is missing"}
	}
	service := s.fresh(call)
	if err := s.change(&service, body); err != nil {
		return dispatch.Reply{}, err
	}
	return s.entity(http.StatusCreated, service), s.config.Store.Save(service)
}

// place returns a refusal unless the project can use the resource. Whatever lies outside the workspace looks absent.
func (s *Server) place(workspace, project, resource string) error {
	here := workspace == s.config.WorkspaceID
	switch {
	case !here || !strings.EqualFold(project, s.config.ProjectID):
		return refusal{http.StatusNotFound, "Project not found"}
	case strings.EqualFold(resource, s.config.ClosedResourceID):
		return refusal{http.StatusUnprocessableEntity, "the resource is assigned to other projects"}
	case !strings.EqualFold(resource, s.config.ResourceID):
		return refusal{http.StatusNotFound, "Resource not found"}
	}
	return nil
}

// fresh returns a service with its identity, its defaults and what only the creation decides. Of the credentials for
// a replication nothing is kept.
func (s *Server) fresh(call *dispatch.Call) Service {
	now := s.config.Now().UTC()
	suffix := tail(s.config.NewID())
	service := Service{
		UUID:        s.config.NewID(),
		WorkspaceID: s.workspace(call.Request),
		Name:        slug(call.Text("label")) + "-" + suffix,
		ServiceType: call.Text("service_type"),
		ProjectID:   s.config.ProjectID,
		ResourceID:  s.config.ResourceID,
		CreatedAt:   now,
		ReadyAt:     now.Add(s.config.AsyncDelay),
		MemoryMiB:   128,
		DiskGiB:     1,
		Cores:       0.25,
	}
	switch service.ServiceType {
	case Postgres:
		service.Instances = 1
		service.Replica = call.Text("creation_mode") == ExternalReplica
		service.Database, service.Username = "db_"+suffix, "user_"+suffix
		service.Password = s.newPassword()
	case SharedStorage:
		service.StorageAccess = "RWX"
		if access := call.Text("storage_access"); access != "" {
			service.StorageAccess = access
		}
	}
	return service
}

// newPassword returns a secret with characters that URLs and shells have other uses for.
func (s *Server) newPassword() string {
	secret := strings.ReplaceAll(s.config.NewID(), "-", "")
	return secret[:len(secret)/2] + "@/$" + secret[len(secret)/2:]
}

// change applies the fields that creation and update share; fields that are absent change nothing. It returns a
// refusal when the result cannot be.
func (s *Server) change(service *Service, body map[string]any) error {
	if label, given := body["label"].(string); given {
		service.Label = label
	}
	if strings.TrimSpace(service.Label) == "" {
		return refusal{http.StatusUnprocessableEntity, "label is missing or empty"}
	}
	set := func(field string, target *float64) {
		if size, given := number(body[field]); given {
			*target = size
		}
	}
	set("ram_size", &service.MemoryMiB)
	set("disk_size", &service.DiskGiB)
	set("cpu_size", &service.Cores)
	switch service.ServiceType {
	case Postgres:
		if access, given := body["public_access"].(string); given {
			service.Public = access == "1"
		}
		if count, given := number(body["instances"]); given {
			service.Instances = int(count)
		}
	case SharedStorage:
		if point, given := body["mount_point"].(string); given && point != "" {
			service.MountPoint = point
		}
	}
	service.UpdatedAt = s.config.Now().UTC()
	return s.fit(*service)
}

// fit refuses what is more than the resource has left. Cores are shared, so they never run out.
func (s *Server) fit(wanted Service) error {
	all, err := s.config.Store.List()
	if err != nil {
		return err
	}
	memory, disk := s.config.MemoryMiB, s.config.DiskGiB
	for _, other := range all {
		if other.UUID != wanted.UUID {
			memory -= other.MemoryMiB
			disk -= other.DiskGiB
		}
	}
	var faults []string
	if wanted.MemoryMiB > memory {
		faults = append(faults, fmt.Sprintf("ram_size is more than the %g MiB of memory that the resource has left", memory))
	}
	if wanted.DiskGiB > disk {
		faults = append(faults, fmt.Sprintf("disk_size is more than the %g GiB of disk that the resource has left", disk))
	}
	if len(faults) == 0 {
		return nil
	}
	return refusal{http.StatusUnprocessableEntity, strings.Join(faults, ", ")}
}
