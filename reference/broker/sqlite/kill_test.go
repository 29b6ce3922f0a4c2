package sqlite

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"conformance/reference/broker"
)

// A process of its own is this test binary with these variables set.
const (
	roleVariable = "CONFORMANCE_STORE_ROLE"
	pathVariable = "CONFORMANCE_STORE_PATH"
)

// start is when the brokers of these tests are asked, and work how long their work takes.
var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const work = time.Hour

func TestMain(m *testing.M) {
	role, isChild := os.LookupEnv(roleVariable)
	if !isChild {
		os.Exit(m.Run())
	}
	s, err := Open(os.Getenv(pathVariable))
	if err == nil {
		err = roles[role](s)
	}
	_, _ = fmt.Println("ended:", err)
}

// roles are what a process of its own does. It ends by itself when its parent is gone, as its input ends then.
var roles = map[string]func(*Store) error{
	"provisions": func(s *Store) error {
		answer, err := ask(s, start, "PUT", "/v2/service_instances/a?accepts_incomplete=true", order)
		fmt.Println(answer.Code, err)
		return wait()
	},
	"holds the file": func(s *Store) error {
		return s.Change("a", func(i *broker.Instance) *broker.Instance {
			fmt.Println("holding")
			_ = wait()
			return count(i)
		})
	},
	// One change for each line: a process that never lets go of the file may keep it from another for longer than that waits.
	"counts when told": func(s *Store) error {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			if err := s.Change("a", count); err != nil {
				return err
			}
			fmt.Println("changed")
		}
		return nil
	},
	"counts": func(s *Store) error {
		for {
			if err := s.Change("a", count); err != nil {
				return err
			}
			if _, err := fmt.Println("changed"); err != nil {
				return err
			}
		}
	},
}

func wait() error {
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// child is a process of its own.
type child struct {
	*testing.T
	command *exec.Cmd
	input   io.Writer
	lines   *bufio.Reader
}

func begin(t *testing.T, path, role string) *child {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), roleVariable+"="+role, pathVariable+"="+path)
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	c := &child{t, command, input, bufio.NewReader(out)}
	t.Cleanup(c.kill)
	return c
}

// says waits for a line.
func (c *child) says(want string) {
	c.Helper()
	line, err := c.lines.ReadString('\n')
	if !strings.HasPrefix(line, want) {
		c.Fatalf("the process said %q (%v), want %s", line, err, want)
	}
}

func (c *child) kill() {
	if c.command.ProcessState == nil {
		_ = c.command.Process.Kill()
		_ = c.command.Wait()
	}
}

const (
	catalog = `services: [{id: s, name: s, description: d, bindable: true, instances_retrievable: true, plans: [{id: p, name: p, description: d, reference: {instances: async}}]}]`
	order   = `{"service_id":"s","plan_id":"p","organization_guid":"o","space_guid":"s","parameters":{"size":10000000000000000000001,"share":1.50}}`
)

// ask sends one request to a broker whose clock stands at that time.
func ask(s broker.Store, now time.Time, method, path, body string) (*httptest.ResponseRecorder, error) {
	answer := httptest.NewRecorder()
	server, err := broker.New(broker.Config{
		Catalog: []byte(catalog), Store: s, AsyncDelay: work, Strict: true, Now: func() time.Time { return now },
	})
	if err != nil {
		return answer, err
	}
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("X-Broker-API-Version", "2.17")
	server.ServeHTTP(answer, request)
	return answer, nil
}

func TestKilledWhileProvisioning(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	c := begin(t, path, "provisions")
	c.says("202 ")
	c.kill()
	s := opened(t, path)
	for _, step := range []struct {
		name, method, path, body string
		at                       time.Duration
		status                   int
		part                     string
	}{
		{"still running", "GET", "/last_operation", "", work - time.Second, 200, `"in progress"`},
		{"the same request", "PUT", "?accepts_incomplete=true", order, work - time.Second, 202, `"operation":"create-`},
		{"another request", "PUT", "?accepts_incomplete=true", strings.Replace(order, "1.50", "1.51", 1), work - time.Second, 409, ``},
		{"finished", "GET", "/last_operation", "", work, 200, `"succeeded"`},
		{"what it was made of", "GET", "", "", work, 200, `"size":10000000000000000000001`},
		{"the same request afterwards", "PUT", "", order, work, 200, ``},
		{"a binding", "PUT", "/service_bindings/b", `{"service_id":"s","plan_id":"p"}`, work, 201, ``},
		{"its removal", "DELETE", "?service_id=s&plan_id=p&accepts_incomplete=true", "", work, 202, ``},
		{"removed", "GET", "/last_operation", "", 2 * work, 200, `"succeeded"`},
	} {
		answer, err := ask(s, start.Add(step.at), step.method, "/v2/service_instances/a"+step.path, step.body)
		if err != nil || answer.Code != step.status || !strings.Contains(answer.Body.String(), step.part) {
			t.Errorf("%s: got %d %s and %v, want %d and %s", step.name, answer.Code, answer.Body, err, step.status, step.part)
		}
	}
}

func TestKilledWithinChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	put(t, opened(t, path), "a", count(nil))
	c := begin(t, path, "holds the file")
	c.says("holding")
	c.kill()
	if got := counted(get(t, opened(t, path), "a")); got != 1 {
		t.Errorf("got %d changes, want 1: the second did not end", got)
	}
}

func TestKilledBetweenChanges(t *testing.T) {
	const said = 20
	path := filepath.Join(t.TempDir(), "store")
	c := begin(t, path, "counts")
	for range said {
		c.says("changed")
	}
	c.kill()
	if got := counted(get(t, opened(t, path), "a")); got < said {
		t.Errorf("got %d changes, want at least the %d that were told", got, said)
	}
}

func TestTwoProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	s := opened(t, path)
	impatient, err := open(path, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer impatient.Close()
	c := begin(t, path, "holds the file")
	c.says("holding")
	if err := impatient.Change("b", count); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("got %v, want an error about another process", err)
	}
	if _, err := open(path, time.Millisecond); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("got %v, want an error about another process", err)
	}
	if answer, err := ask(impatient, start, "GET", "/v2/service_instances/b", ""); err != nil || answer.Code != http.StatusInternalServerError {
		t.Errorf("the broker: got %d and %v, want 500", answer.Code, err)
	}
	c.kill()
	if got := counted(get(t, impatient, "b")); got != 0 {
		t.Errorf("got %d changes, want none from the one that failed", got)
	}
	counting := begin(t, path, "counts when told")
	for range 10 {
		if _, err := fmt.Fprintln(counting.input); err != nil {
			t.Fatal(err)
		}
		if err := s.Change("a", count); err != nil {
			t.Fatal(err)
		}
		counting.says("changed")
	}
	if got := counted(get(t, s, "a")); got != 20 {
		t.Errorf("got %d changes, want those of both, 20", got)
	}
}
