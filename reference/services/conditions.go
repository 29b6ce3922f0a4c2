package services

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
)

// The values that decide which fields apply.
const (
	Postgres        = "postgres"
	SharedStorage   = "shared_storage"
	ExternalReplica = "external_replica"
)

// condition demands fields of the bodies that it applies to.
type condition struct {
	when   []string // pairs of field and value, all of which the body has to have
	fields []string
}

// conditions is the tree of what a creation needs beyond the fields that every creation needs. The document leaves it
// to the server, because the document says what one field may be, not what it demands of others.
func conditions(archiveServerField string) []condition {
	replica := []string{"service_type", Postgres, "creation_mode", ExternalReplica}
	return []condition{
		{nil, []string{"resource_id"}},
		{replica, []string{"external_host", "external_port", "auth_type", "replication_username"}},
		{slices.Concat(replica, []string{"auth_type", "password"}), []string{"replication_password"}},
		{slices.Concat(replica, []string{"auth_type", "tls"}), []string{"ca_crt", "tls_crt", "tls_key"}},
		{slices.Concat(replica, []string{"s3_enabled", "1"}), []string{
			"s3_endpoint", "s3_bucket", "s3_path", "s3_access_key", "s3_secret_key", archiveServerField}},
		{[]string{"service_type", SharedStorage}, []string{"mount_point"}},
	}
}

func (c condition) applies(body map[string]any) bool {
	for pair := range slices.Chunk(c.when, 2) {
		if body[pair[0]] != pair[1] {
			return false
		}
	}
	return true
}

// missing returns a fault for each field that a condition demands and the body lacks; an empty text is no value.
func missing(body map[string]any, archiveServerField string) []string {
	var faults []string
	for _, condition := range conditions(archiveServerField) {
		if !condition.applies(body) {
			continue
		}
		for _, field := range condition.fields {
			if value := body[field]; value == nil || value == "" {
				faults = append(faults, field+" is missing")
			}
		}
	}
	return faults
}

// malformed returns a fault for each field whose value the type of the service cannot have.
func malformed(serviceType string, body map[string]any) []string {
	var faults []string
	for _, field := range []string{"ram_size", "disk_size", "cpu_size"} {
		if size, given := number(body[field]); given && size <= 0 {
			faults = append(faults, field+" has to be greater than 0")
		}
	}
	if version, given := body["postgres_version"].(string); given && serviceType == Postgres && !slices.Contains(versions(), version) {
		faults = append(faults, "postgres_version has to be one of "+strings.Join(versions(), "; "))
	}
	replica := serviceType == Postgres && body["creation_mode"] == ExternalReplica
	if port, given := number(body["external_port"]); given && replica && !isPort(port) {
		faults = append(faults, "external_port has to be a whole number from 1 to 65535")
	}
	if point, given := body["mount_point"].(string); given && serviceType == SharedStorage && point != "" && !isMountPoint(point) {
		faults = append(faults, "mount_point has to be an absolute path")
	}
	return faults
}

// versions are the major versions of PostgreSQL on offer.
func versions() []string { return []string{"13", "14", "15", "16", "17", "18"} }

func isPort(n float64) bool { return n >= 1 && n <= 65535 && n == float64(int(n)) }

func isMountPoint(point string) bool {
	return path.IsAbs(point) && !slices.Contains(strings.Split(point, "/"), "..")
}

// number returns the value of a JSON number, and false for anything else.
func number(value any) (float64, bool) {
	literal, _ := value.(json.Number)
	n, err := literal.Float64()
	return n, err == nil
}
