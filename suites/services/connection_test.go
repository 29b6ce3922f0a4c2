package services

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/record"
	"conformance/suites/services/flows"
	"conformance/suites/verdict"
)

// TestConnection judges hand-written details, as they are and redacted: both have to give the same findings.
func TestConnection(t *testing.T) {
	for _, c := range []struct {
		name, password, url, external, command string
		want                                   []string
	}{
		{name: "the example of the page", password: "db_password",
			url: "postgres://u:db_password@in:5432/d", external: "postgres://u:db_password@out:5432/d",
			command: "PGPASSWORD=db_password psql -h out -U u d"},
		{name: "encoded and quoted", password: "a@/$'b!%c",
			url: "postgres://u:a%40%2F$%27b%21%25c@in:5432/d", external: "postgres://u:a%40%2f%24'b!%25c@out:5432/d",
			command: `PGPASSWORD='a@/$'\''b!%c' psql -h out -U u d`},
		{name: "in double quotes", password: "pass$word \"x\"",
			url: "postgres://u:pass$word%20%22x%22@in/d", external: "postgres://u:pass%24word%20%22x%22@out:5432/d",
			command: `PGPASSWORD="pass\$word \"x\"" psql -h out -U u d`},
		{name: "with backslashes", password: "pass$word&x",
			url: "postgres://u:pass$word&x@in/d", external: "postgres://u:pass%24word%26x@out:5432/d",
			command: `PGPASSWORD=pass\$word\&x psql -h out -U u d`},
		{name: "raw in the internal URL", password: "secret@word",
			url: "postgres://u:secret@word@in:5432/d", external: "postgres://u:secret%40word@out:5432/d",
			command: "PGPASSWORD=secret@word psql -h out -U u d",
			want:    []string{"SVC-CONN-006", "SVC-CONN-007", "SVC-CONN-010"}},
		{name: "half encoded", password: "secret@w/ord",
			url: "postgres://u:secret%40w/ord@in:5432/d", external: "postgres://u:secret%40w%2Ford@out:5432/d",
			command: "PGPASSWORD=secret@w/ord psql -h out -U u d",
			want:    []string{"SVC-CONN-005", "SVC-CONN-006", "SVC-CONN-007", "SVC-CONN-008", "SVC-CONN-009", "SVC-CONN-010"}},
		{name: "raw in the external URL", password: "secret#word",
			url: "postgres://u:secret%23word@in:5432/d", external: "postgres://u:secret#word@out:5432/d",
			command: "PGPASSWORD='secret#word' psql -h out -U u d",
			want:    []string{"SVC-CONN-010", "SVC-CONN-012", "SVC-CONN-013", "SVC-CONN-017", "SVC-CONN-020"}},
		{name: "encoded twice", password: "secret@word",
			url: "postgres://u:secret%2540word@in:5432/d", external: "postgres://u:secret%40word@out:5432/d",
			command: "PGPASSWORD=secret@word psql -h out -U u d",
			want:    []string{"SVC-CONN-006"}},
		{name: "unquoted", password: "secret;word",
			url: "postgres://u:secret;word@in:5432/d", external: "postgres://u:secret%3Bword@out:5432/d",
			command: "PGPASSWORD=secret;word psql -h out -U u d",
			want:    []string{"SVC-CONN-016", "SVC-CONN-021"}},
		{name: "expanded", password: "secret$word",
			url: "postgres://u:secret$word@in:5432/d", external: "postgres://u:secret$word@out:5432/d",
			command: `PGPASSWORD="secret$word" psql -h out -U u d`,
			want:    []string{"SVC-CONN-021"}},
		{name: "another password in the command", password: "secret-word",
			url: "postgres://u:secret-word@in:5432/d", external: "postgres://u:secret-word@out:5432/d",
			command: "PGPASSWORD=secret-w0rd psql -h out -U u d",
			want:    []string{"SVC-CONN-016"}},
		{name: "another port outside", password: "secret-word",
			url: "postgres://u:secret-word@in/d", external: "postgres://u:secret-word@out:6000/d",
			command: "PGPASSWORD=secret-word psql -h out -U u d",
			want:    []string{"SVC-CONN-020"}},
		{name: "upper case host", password: "secret-word",
			url: "postgres://u:secret-word@IN:5432/d", external: "postgres://u:secret-word@OUT:5432/d",
			command: "PGPASSWORD=secret-word psql -h out -U u d"},
	} {
		for _, redacted := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, redacted %v", c.name, redacted), func(t *testing.T) {
				recording := reading(t, map[string]any{
					"internal": map[string]any{"hostname": "in", "database": "d", "port": 5432, "username": "u", "password": c.password, "connection_url": c.url},
					"external": map[string]any{"external_connection_url": c.external, "psql_command": c.command},
				})
				if redacted {
					redact(t, recording)
					if body := string(recording.Exchanges[0].Response.Body); strings.Contains(body, c.password) {
						t.Errorf("the password is still there: %s", body)
					}
				}
				if diff := cmp.Diff(c.want, broken(t, recording, "SVC-CONN-")); diff != "" {
					t.Errorf("broken (-want +got):\n%s\n%s", diff, recording.Exchanges[0].Response.Body)
				}
			})
		}
	}
}

// reading is a recording of one read of a database with these connection details.
func reading(t *testing.T, details map[string]any) *record.Recording {
	t.Helper()
	data, err := json.Marshal(map[string]any{
		"uuid": "2c8f0d7b-91a4-4d8e-8a7e-6b4c1f3e5d20", "name": "n-1", "label": "n", "service_type": "postgres",
		"project_id": "5b0cf3a6-3b1c-4b6e-9e2f-0f4a1c5d7e10", "resource_id": "8d2f4f6a-7c1e-4c0b-a3d5-2e9b6f1a0c37",
		"created_at": "2026-01-05T09:30:00Z", "updated_at": "2026-01-05T09:30:00Z", "connection_details": details,
	})
	if err != nil {
		t.Fatal(err)
	}
	return &record.Recording{
		Format: record.Format, API: "services", Version: latest(t).Version, Target: "http://target.example.com",
		Scenarios: []record.Scenario{{Name: flows.Database.Name}},
		Exchanges: []*record.Exchange{{
			Number: 1, Scenario: flows.Database.Name, Step: "read", Operation: "get", Side: record.Target,
			Request:  record.Request{Method: http.MethodGet, URL: "http://target.example.com/api/v1/services/2c8f0d7b-91a4-4d8e-8a7e-6b4c1f3e5d20"},
			Response: &record.Response{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: data},
		}},
	}
}

func latest(t *testing.T) *specs.Document {
	t.Helper()
	api, err := specs.Load("services")
	if err != nil {
		t.Fatal(err)
	}
	document, err := api.Document(api.Latest())
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func redact(t *testing.T, recording *record.Recording) {
	t.Helper()
	record.Redact(recording, latest(t), []byte("0123456789abcdef0123456789abcdef"))
}

// broken returns the ids with the prefix that failed or warn, sorted.
func broken(t *testing.T, recording *record.Recording, prefix string) []string {
	t.Helper()
	outcome, err := engine.Judge(Suite(), recording, "test")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range outcome.Results {
		if strings.HasPrefix(r.Rule.ID, prefix) && slices.Contains([]verdict.Verdict{verdict.Fail, verdict.Warn, verdict.Error}, r.Verdict) {
			ids = append(ids, r.Rule.ID)
		}
	}
	return ids
}
