package services

import (
	"net/http"
	"strings"
	"testing"
)

func replica() fields {
	all := postgres()
	for name, value := range (fields{"creation_mode": "external_replica", "external_host": "db.example.com", "external_port": 5433,
		"auth_type": "password", "replication_username": "replicator", "replication_password": "planted-password"}) {
		all[name] = value
	}
	return all
}

func tlsReplica() fields {
	all := replica()
	delete(all, "replication_password")
	for name, value := range (fields{"auth_type": "tls", "ca_crt": "CA", "tls_crt": "CERT", "tls_key": "planted-key"}) {
		all[name] = value
	}
	return all
}

func archived() fields {
	all := replica()
	for name, value := range (fields{"s3_enabled": "1", "s3_endpoint": "https://s3.example.com", "s3_bucket": "b", "s3_path": "p",
		"s3_access_key": "planted-access", "s3_secret_key": "planted-secret", "s3_server_name": "main"}) {
		all[name] = value
	}
	return all
}

func TestCreations(t *testing.T) {
	s := start(t, nil)
	for name, body := range map[string]string{
		"least":                        postgres().with(nil),
		"sizes":                        postgres().with(fields{"ram_size": 128, "disk_size": 1, "cpu_size": 0.25}),
		"cluster":                      postgres().with(fields{"instances": 7}),
		"variables":                    postgres().with(fields{"environment_variables": true}),
		"fresh with replica's fields":  postgres().with(fields{"creation_mode": "fresh", "external_host": "h", "external_port": 0}),
		"fresh with archive":           postgres().with(fields{"s3_enabled": "1"}),
		"database with storage fields": postgres().with(fields{"mount_point": "data", "storage_access": "RWO"}),
		"unknown field and own name":   postgres().with(fields{"invented": map[string]any{"a": 1}, "name": "mine"}),
		"much cpu":                     postgres().with(fields{"cpu_size": 100000}),
		"storage":                      storage().with(nil),
		"storage for one node":         storage().with(fields{"storage_access": "RWO"}),
		"storage with database fields": storage().with(fields{"postgres_version": "9", "creation_mode": "external_replica", "external_port": 0}),
		"replica with password":        replica().with(nil),
		"replica without archive":      replica().with(fields{"s3_enabled": "0"}),
		"replica with certificates":    tlsReplica().with(nil),
		"replica with archive":         archived().with(nil),
	} {
		t.Run(name, func(t *testing.T) {
			got, one := s.created(t, body)
			read := s.must(t, http.StatusOK, "GET "+one, "")
			if got.text != read.text {
				t.Errorf("created %s\nread    %s", got.text, read.text)
			}
			if strings.Contains(got.text, "planted") || strings.Contains(got.text, "tls_key") {
				t.Errorf("the answer shows a secret: %s", got.text)
			}
		})
	}
}

// TestRefusals sends creations that differ from a good one in one fault. The error names the field, shows no secret,
// and nothing is made.
func TestRefusals(t *testing.T) {
	unknown := "3f0e7c52-6d1a-4b98-8c47-5e2d9a0b1f65"
	cases := []struct {
		name, body string
		want       int
		names      string
	}{
		{"broken JSON", `{"service_type":`, 400, "body"},
		{"no object", `[]`, 400, "body"},
		{"no type", postgres().with(fields{"service_type": nil}), 400, "service_type"},
		{"unknown type", postgres().with(fields{"service_type": "Postgres"}), 400, "service_type"},
		{"null type", strings.Replace(postgres().with(nil), `"postgres"`, "null", 1), 400, "service_type"},
		{"no project", postgres().with(fields{"project_id": nil}), 400, "project_id"},
		{"project not a UUID", postgres().with(fields{"project_id": 123}), 400, "project_id"},
		{"unknown project", postgres().with(fields{"project_id": unknown}), 404, "Project not found"},
		{"no resource", postgres().with(fields{"resource_id": nil}), 400, "resource_id"},
		{"unknown resource", postgres().with(fields{"resource_id": unknown}), 404, "Resource not found"},
		{"closed resource", postgres().with(fields{"resource_id": DefaultClosedResourceID}), 422, "other projects"},
		{"no label", postgres().with(fields{"label": nil}), 400, "label"},
		{"blank label", postgres().with(fields{"label": " "}), 422, "label"},
		{"memory as text", postgres().with(fields{"ram_size": "abc"}), 400, "ram_size"},
		{"no memory", postgres().with(fields{"ram_size": 0}), 400, "ram_size"},
		{"negative disk", postgres().with(fields{"disk_size": -1}), 400, "disk_size"},
		{"negative cpu", postgres().with(fields{"cpu_size": -0.5}), 400, "cpu_size"},
		{"too much memory", postgres().with(fields{"ram_size": 1e9}), 422, "ram_size"},
		{"too much disk", postgres().with(fields{"disk_size": 1e9}), 422, "disk_size"},
		{"no version", postgres().with(fields{"postgres_version": nil}), 422, "postgres_version"},
		{"minor version", postgres().with(fields{"postgres_version": "16.2"}), 400, "postgres_version"},
		{"public access in words", postgres().with(fields{"public_access": "yes"}), 400, "public_access"},
		{"variables as object", postgres().with(fields{"environment_variables": map[string]any{}}), 400, "environment_variables"},
		{"two instances", postgres().with(fields{"instances": 2}), 400, "instances"},
		{"unknown mode", postgres().with(fields{"creation_mode": "replica"}), 400, "creation_mode"},
		{"empty mode", postgres().with(fields{"creation_mode": ""}), 400, "creation_mode"},
		{"storage without mount point", storage().with(fields{"mount_point": nil}), 400, "mount_point"},
		{"relative mount point", storage().with(fields{"mount_point": "data"}), 400, "mount_point"},
		{"mount point above", storage().with(fields{"mount_point": "/data/../etc"}), 400, "mount_point"},
		{"unknown access mode", storage().with(fields{"storage_access": "rwo"}), 400, "storage_access"},
		{"unknown auth", replica().with(fields{"auth_type": "cert"}), 400, "auth_type"},
		{"port zero", replica().with(fields{"external_port": 0}), 400, "external_port"},
		{"port too high", replica().with(fields{"external_port": 70000}), 400, "external_port"},
		{"port as text", replica().with(fields{"external_port": "abc"}), 400, "external_port"},
		{"archive in words", replica().with(fields{"s3_enabled": "yes"}), 400, "s3_enabled"},
		{"key as list", tlsReplica().with(fields{"tls_key": []string{"planted-key"}}), 400, "tls_key"},
		{"empty host", replica().with(fields{"external_host": ""}), 400, "external_host"},
		{"nothing of a replica", postgres().with(fields{"creation_mode": "external_replica"}), 400,
			"external_host is missing, external_port is missing, auth_type is missing, replication_username is missing"},
	}
	drop := func(from fields, names ...string) {
		for _, name := range names {
			cases = append(cases, struct {
				name, body string
				want       int
				names      string
			}{"without " + name, from.with(fields{name: nil}), 400, name + " is missing"})
		}
	}
	drop(replica(), "external_host", "external_port", "auth_type", "replication_username", "replication_password")
	drop(tlsReplica(), "ca_crt", "tls_crt", "tls_key")
	drop(archived(), "s3_endpoint", "s3_bucket", "s3_path", "s3_access_key", "s3_secret_key", "s3_server_name")

	s := start(t, nil)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := s.must(t, c.want, "POST "+root, c.body)
			if text, _ := got.member("error").(string); !strings.Contains(text, c.names) {
				t.Errorf("error %q does not contain %q", text, c.names)
			}
			if strings.Contains(got.text, "planted") || strings.Contains(got.text, "full") {
				t.Errorf("the refusal shows a secret: %s", got.text)
			}
			if s.count(t) != 0 {
				t.Error("a refused request made a service")
			}
		})
	}
}

// TestCapacity fills the resource: what others use is not left, and deleting gives it back.
func TestCapacity(t *testing.T) {
	s := start(t, func(c *Config) { c.MemoryMiB, c.DiskGiB = 1024, 10 })
	_, one := s.created(t, postgres().with(fields{"ram_size": 1000, "disk_size": 9}))
	s.must(t, http.StatusUnprocessableEntity, "POST "+root, postgres().with(fields{"ram_size": 25}))
	s.must(t, http.StatusUnprocessableEntity, "POST "+root, postgres().with(fields{"ram_size": 24, "disk_size": 2}))
	s.must(t, http.StatusOK, "PUT "+one, `{"ram_size":1024}`)
	s.must(t, http.StatusNoContent, "DELETE "+one, "")
	s.created(t, postgres().with(fields{"ram_size": 1024, "disk_size": 10}))
}

func TestIdentity(t *testing.T) {
	s := start(t, nil)
	got, _ := s.created(t, postgres().with(fields{"name": "mine"}))
	for member, want := range map[string]any{
		"name":         "caf-orders-00000001",
		"label":        "Café orders",
		"service_type": "postgres",
		"project_id":   DefaultProjectID,
		"resource_id":  DefaultResourceID,
		"created_at":   "2026-03-01T12:00:00.000Z",
		"updated_at":   "2026-03-01T12:00:00.000Z",
		"instances":    1.0,
		"state":        "healthy",
	} {
		if got.member(member) != want {
			t.Errorf("%s: got %v, want %v", member, got.member(member), want)
		}
	}
	again, _ := s.created(t, postgres().with(nil))
	if again.member("uuid") == got.member("uuid") || again.member("name") == got.member("name") {
		t.Errorf("two creations share uuid or name: %s", again.text)
	}
}

func TestSlug(t *testing.T) {
	for label, want := range map[string]string{
		"My Service":                   "my-service",
		"  --  ":                       "service",
		"日本":                           "service",
		strings.Repeat("a", 50):        strings.Repeat("a", 40),
		strings.Repeat("a", 39) + " b": strings.Repeat("a", 39),
	} {
		if got := slug(label); got != want {
			t.Errorf("slug(%q) = %q, want %q", label, got, want)
		}
	}
}
