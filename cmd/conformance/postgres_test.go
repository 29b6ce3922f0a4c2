package main

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"conformance/reference/broker/postgres/cluster"
)

// TestPostgres runs the suite against a broker whose bindings are real, opens their credentials, and looks at what is left.
func TestPostgres(t *testing.T) {
	program := buildProgram(t)
	for name, c := range map[string]struct {
		args []string
		code string
		want []string
	}{
		"faultless": {nil, "0", []string{"credentials    opens postgres://127.0.0.1:", "conformant: "}},
		"all plans": {[]string{"--all-plans"}, "0", []string{"credentials postgres/async", "conformant: "}},
		"in 2.12":   {[]string{"--version", "2.12"}, "0", []string{"conformant: "}},
		"a login that stays": {[]string{"--fault", "unbind-leaves-the-login"}, "1",
			[]string{"FAIL  OSB-UNBIND-001", "the credentials of a binding that was removed still open"}},
		"a wrong password": {[]string{"--fault", "credentials-do-not-open"}, "1",
			[]string{"FAIL  OSB-BIND-006", "the credentials of the binding were refused (PostgreSQL says SQLSTATE 28P01)"}},
		"a rotation that revokes": {[]string{"--fault", "rotation-revokes"}, "1",
			[]string{"FAIL  OSB-BIND-104", "after a binding replaced its binding the credentials were refused"}},
		"another kind": {[]string{"--fault", "other-credentials"}, "0", []string{"conformant: "}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := cluster.Start(t) // roles are those of a cluster
			folder := t.TempDir()
			record := filepath.Join(folder, "run.json")
			cmd := exec.Command(program, append([]string{"run", "--embedded", "--probe-credentials", "--poll-limit", "5s", "--record", record}, c.args...)...)
			cmd.Dir, cmd.Env = folder, append(os.Environ(), "CONFORMANCE_POSTGRES="+dsn, "TMPDIR="+folder, "NO_COLOR=1")
			output, err := cmd.CombinedOutput()
			code := "0"
			if err != nil {
				code = strings.TrimPrefix(err.Error(), "exit status ")
			}
			text := strings.Join(strings.Fields(string(output)), " ")
			for _, want := range c.want {
				if !strings.Contains(text, strings.Join(strings.Fields(want), " ")) {
					t.Errorf("it does not say %q", want)
				}
			}
			if code != c.code || t.Failed() {
				t.Errorf("exit code %s, want %s\n%s", code, c.code, output)
			}
			saved, err := os.ReadFile(record)
			if err != nil {
				t.Fatal(err)
			}
			if again := exec.Command(program, "judge", record).Run(); (again == nil) != (c.code == "0") {
				t.Errorf("judged again: %v", again)
			}
			for _, secret := range []string{"not-a-secret-of-anybody", "SCRAM"} {
				if strings.Contains(string(saved)+string(output), secret) {
					t.Errorf("something says %q", secret)
				}
			}
			empty(t, dsn)
		})
	}
}

// TestPostgresServed: what a server made is gone after a reset, and when the server ends.
func TestPostgresServed(t *testing.T) {
	dsn := cluster.Start(t)
	cmd := exec.Command(buildProgram(t), "serve", "broker", "--manage", "127.0.0.1:0", "--password", scriptPassword)
	cmd.Dir, cmd.Env = t.TempDir(), append(os.Environ(), "CONFORMANCE_POSTGRES="+dsn)
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	end := func() error {
		if ended {
			return nil
		}
		ended = true
		return errors.Join(cmd.Process.Signal(os.Interrupt), cmd.Wait())
	}
	defer func() { _ = end() }() // a test that failed before
	lines, said := bufio.NewScanner(output), ""
	for !strings.Contains(said, "managed at") && lines.Scan() {
		said += lines.Text() + "\n"
	}
	if !strings.Contains(said, "--probe-credentials --probe-allow 127.0.0.1:") {
		t.Errorf("the command that judges it opens no credentials: %s", said)
	}
	url, steering := regexp.MustCompile(`listens on (\S+)`).FindStringSubmatch(said)[1], regexp.MustCompile(`managed at (\S+)`).FindStringSubmatch(said)[1]
	for range 2 {
		provide(t, url)
		if roles(t, dsn) != 1 {
			t.Error("an instance is no schema")
		}
		response, err := http.Post(steering+"/reset", "", nil)
		if err != nil || response.StatusCode > 299 {
			t.Fatalf("reset: %v %v", response, err)
		}
		empty(t, dsn)
	}
	provide(t, url)
	if err := end(); err != nil {
		t.Error(err)
	}
	empty(t, dsn)
}

// provide asks for an instance.
func provide(t *testing.T, url string) {
	t.Helper()
	body := `{"service_id":"3c1f3a5e-7a57-4b0f-9a77-6d3c2f3f0b51","plan_id":"8a0b6f0e-4b0f-4f8e-9a43-0c1d8f1f6c52","organization_guid":"o","space_guid":"s"}`
	request, err := http.NewRequest(http.MethodPut, url+"/v2/service_instances/one", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth("conformance", scriptPassword)
	request.Header.Set("X-Broker-API-Version", "2.17")
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil || response.StatusCode != http.StatusCreated {
		t.Fatalf("provision: %v %v", response, err)
	}
}

// empty demands that a database has nothing of ours, neither role nor schema.
func empty(t *testing.T, dsn string) {
	t.Helper()
	if left := roles(t, dsn); left > 0 {
		t.Errorf("%d roles or schemas are left", left)
	}
}

// roles counts the names of roles and schemas that are ours; an instance without bindings has one for both.
func roles(t *testing.T, dsn string) (count int) {
	t.Helper()
	connection, err := pgx.Connect(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close(context.Background())
	err = connection.QueryRow(context.Background(), `select count(*) from (select rolname::text as name from pg_roles
		union select nspname::text from pg_namespace) as every where starts_with(name, 'conformance')`).Scan(&count)
	if err != nil {
		t.Fatal(err)
	}
	return count
}
