// Package cluster starts a PostgreSQL of its own for a test, from the programs that Debian's package postgresql installs.
package cluster

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Start starts a cluster that ends with the test, and returns the DSN of its superuser. Without PostgreSQL the test is
// left out, unless CONFORMANCE_REQUIRE says that it has to run.
func Start(t testing.TB) string {
	t.Helper()
	bin := programs()
	if bin == "" {
		if slices.Contains(strings.Split(os.Getenv("CONFORMANCE_REQUIRE"), ","), "postgres") {
			t.Fatal("PostgreSQL is missing, and CONFORMANCE_REQUIRE says that its tests have to run")
		}
		t.Skip("LEFT OUT: the tests with a real database, because PostgreSQL (initdb, pg_ctl) is missing")
	}
	folder, err := os.MkdirTemp("", "conformance-postgres-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) }) // the system empties its temporary directory, too
	const password = "not-a-secret-of-anybody"
	secret := filepath.Join(folder, "password")
	if err := os.WriteFile(secret, []byte(password), 0o600); err != nil {
		t.Fatal(err)
	}
	as := owner(t, folder, secret)
	data, port := filepath.Join(folder, "data"), free(t)
	execute(t, as, filepath.Join(bin, "initdb"), "-D", data, "-U", "suite", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--locale", "C", "--no-sync")
	settings := fmt.Sprintf("-c listen_addresses=127.0.0.1 -c port=%d -c unix_socket_directories= -c fsync=off", port)
	execute(t, as, filepath.Join(bin, "pg_ctl"), "start", "-w", "-D", data, "-l", filepath.Join(folder, "log"), "-o", settings)
	t.Cleanup(func() { execute(t, as, filepath.Join(bin, "pg_ctl"), "stop", "-w", "-m", "immediate", "-D", data) })
	dsn := url.URL{Scheme: "postgres", User: url.UserPassword("suite", password), Host: fmt.Sprintf("127.0.0.1:%d", port), Path: "/postgres"}
	return dsn.String()
}

// programs is the folder of the newest PostgreSQL that can make a cluster, or "".
func programs() string {
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path)
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is well formed
	if len(found) == 0 {
		return ""
	}
	slices.SortFunc(found, func(a, b string) int { return len(a) - len(b) + strings.Compare(a, b) })
	return filepath.Dir(found[len(found)-1])
}

// owner is as whom PostgreSQL runs, as it refuses to be root; what it needs becomes theirs.
func owner(t testing.TB, files ...string) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		t.Fatalf("PostgreSQL refuses to run as root, and there is no user postgres: %v", err)
	}
	uid, _ := strconv.ParseUint(account.Uid, 10, 32) // numbers on every system that has initdb
	gid, _ := strconv.ParseUint(account.Gid, 10, 32)
	for _, file := range files {
		if err := os.Chown(file, int(uid), int(gid)); err != nil {
			t.Fatal(err)
		}
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func execute(t testing.TB, as *syscall.Credential, program string, arguments ...string) {
	t.Helper()
	log, err := os.CreateTemp("", "conformance-postgres-*.log")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = log.Close(), os.Remove(log.Name()) }()
	cmd := exec.Command(program, arguments...)
	// A file, and no pipe: the server keeps what it inherits open for as long as it lives.
	cmd.Stdout, cmd.Stderr, cmd.Dir = log, log, "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true}
	if err := cmd.Run(); err != nil {
		output, _ := os.ReadFile(log.Name())
		t.Fatalf("%s: %v\n%s", program, err, output)
	}
}

func free(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port
}
