package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"conformance/reference/broker/postgres/cluster"
)

// TestPostgres runs the suite against a broker whose bindings are real, opens their credentials, and looks at what is left.
func TestPostgres(t *testing.T) {
	dsn := cluster.Start(t)
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
			folder := t.TempDir()
			record := filepath.Join(folder, "run.json")
			cmd := exec.Command(program, append([]string{"run", "--embedded", "--probe-credentials", "--record", record}, c.args...)...)
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

// empty demands that a database has nothing of ours.
func empty(t *testing.T, dsn string) {
	t.Helper()
	connection, err := pgx.Connect(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close(context.Background())
	var left int
	err = connection.QueryRow(context.Background(), `select (select count(*) from pg_roles where starts_with(rolname, 'conformance'))
		+ (select count(*) from pg_namespace where starts_with(nspname, 'conformance'))`).Scan(&left)
	if err != nil || left > 0 {
		t.Errorf("%d roles and schemas are left: %v", left, err)
	}
}
