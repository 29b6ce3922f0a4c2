package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"conformance/reference/broker"
)

// TestMain lets scripts run the program as a process of its own: "exec conformance …".
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"conformance": main})
}

func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("TMPDIR", env.WorkDir)
			env.Setenv("NO_COLOR", "1")
			env.Values[targetKey{}] = &targets{}
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "hangup" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return !signal.Ignored(syscall.SIGHUP), nil // under nohup the program is not to hear of it either
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"target": startTarget, "await": await, "code": exitCodeIs, "serving": startServing, "ask": ask},
	})
}

type targetKey struct{}

// targets are the servers of one script.
type targets struct {
	mu       sync.Mutex
	awaited  map[string]chan struct{}
	instance func() int
}

const scriptPassword = "planted-S3cret/of the?script"

// startTarget starts a server and puts its address into $URL: "target broker DELAY", "target html" …
func startTarget(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: target KIND [ARG]")
	}
	state := ts.Value(targetKey{}).(*targets)
	handler := map[string]func() http.Handler{
		"broker": func() http.Handler { return state.broker(ts, args) },
		"html":   func() http.Handler { return static("text/html", "<html>welcome</html>") },
		"empty":  func() http.Handler { return static("application/json", "") },
		"list":   func() http.Handler { return static("application/json", "[]") },
		"big": func() http.Handler {
			return static("application/json", `{"services":"`+strings.Repeat("x", 1<<20)+`"}`)
		},
		"bomb":     func() http.Handler { return http.HandlerFunc(bomb) },
		"silent":   state.silent,
		"chatty":   func() http.Handler { return http.HandlerFunc(chatty) },
		"notfound": func() http.Handler { return http.NotFoundHandler() },
	}[args[0]]
	if args[0] == "closed" {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		ts.Check(err)
		ts.Setenv("URL", "http://"+listener.Addr().String())
		ts.Check(listener.Close())
		return
	}
	if handler == nil {
		ts.Fatalf("no target %q", args[0])
	}
	server := httptest.NewServer(handler())
	ts.Defer(func() {
		server.CloseClientConnections()
		server.Close()
	})
	ts.Setenv("URL", server.URL)
	ts.Setenv("PASSWORD", scriptPassword)
}

func static(contentType, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, body)
	})
}

// silent never answers. It tells await when the first request has come.
func (s *targets) silent() http.Handler {
	s.awaited = map[string]chan struct{}{"request": make(chan struct{})}
	var once sync.Once
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		once.Do(func() { close(s.awaited["request"]) })
		<-r.Context().Done()
	})
}

// bomb sends a megabyte of zeros for every kilobyte on the wire.
func bomb(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Encoding", "gzip")
	zip := gzip.NewWriter(w)
	zeros := make([]byte, 1<<20)
	for range 64 {
		if _, err := zip.Write(zeros); err != nil {
			return
		}
	}
	_ = zip.Close() // the client may have hung up
}

// chatty answers with more than was asked for.
func chatty(w http.ResponseWriter, _ *http.Request) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	fmt.Fprintf(buffer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"services\":[]}{\"password\":%q}", scriptPassword)
	_ = buffer.Flush() // the client may be gone
}

// broker is the reference, whose asynchronous operations take as long as the script says. It tells await when the
// first instance is asked for.
func (s *targets) broker(ts *testscript.TestScript, args []string) http.Handler {
	delay := time.Duration(0)
	if len(args) > 1 {
		var err error
		delay, err = time.ParseDuration(args[1])
		ts.Check(err)
	}
	store := broker.NewMemory()
	server, err := broker.New(broker.Config{Username: "suite", Password: scriptPassword, AsyncDelay: delay, Store: store, Strict: true})
	ts.Check(err)
	s.awaited = map[string]chan struct{}{"provision": make(chan struct{}), "accepted": make(chan struct{})}
	once := map[string]*sync.Once{"provision": {}, "accepted": {}}
	alive := map[string]bool{}
	s.instance = func() int {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(alive)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := httptest.NewRecorder()
		server.ServeHTTP(recorder, r)
		segments := strings.Split(r.URL.Path, "/")
		s.mu.Lock()
		if len(segments) == 4 && segments[2] == "service_instances" {
			switch {
			case r.Method == http.MethodPut && recorder.Code < 300:
				alive[segments[3]] = true
				once["provision"].Do(func() { close(s.awaited["provision"]) })
				if recorder.Code == http.StatusAccepted {
					once["accepted"].Do(func() { close(s.awaited["accepted"]) })
				}
			case r.Method == http.MethodDelete && (recorder.Code < 300 || recorder.Code == http.StatusGone):
				delete(alive, segments[3])
			}
		}
		s.mu.Unlock()
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes()) // the client may be gone
	})
}

// await waits for an event at the target: "await provision", "await accepted", "await request", or
// "await instances N".
func await(ts *testscript.TestScript, _ bool, args []string) {
	state := ts.Value(targetKey{}).(*targets)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if len(args) == 2 && args[0] == "instances" {
		if got := fmt.Sprint(state.instance()); got != args[1] {
			ts.Fatalf("the target has %s instances, want %s", got, args[1])
		}
		return
	}
	select {
	case <-state.awaited[args[0]]:
	case <-ctx.Done():
		ts.Fatalf("%s did not happen", args[0])
	}
}

// startServing runs "conformance serve …" until the script ends, and puts what it prints first into $URL, $MANAGE and
// $PASSWORD: "serving broker --manage 127.0.0.1:0".
func startServing(ts *testscript.TestScript, _ bool, args []string) {
	program := ""
	for _, folder := range filepath.SplitList(ts.Getenv("PATH")) {
		if name := filepath.Join(folder, "conformance"); program == "" {
			if _, err := os.Stat(name); err == nil {
				program = name
			}
		}
	}
	cmd := exec.Command(program, append([]string{"serve"}, args...)...)
	cmd.Dir = ts.Getenv("WORK")
	output, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Signal(os.Interrupt) // it may have ended
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(output)
	wanted := map[string]*regexp.Regexp{
		"URL": regexp.MustCompile(`listens on (\S+)`), "PASSWORD": regexp.MustCompile(`--password (\S+)`),
	}
	if slices.Contains(args, "--manage") {
		wanted["MANAGE"] = regexp.MustCompile(`managed at (\S+)`)
	}
	for len(wanted) > 0 && lines.Scan() {
		for name, pattern := range wanted {
			if match := pattern.FindStringSubmatch(lines.Text()); match != nil {
				ts.Setenv(name, match[1])
				delete(wanted, name)
			}
		}
	}
	if len(wanted) > 0 {
		ts.Fatalf("conformance serve said too little: %v", lines.Err())
	}
}

// ask sends a request and saves the body: "ask PUT URL FILE".
func ask(ts *testscript.TestScript, _ bool, args []string) {
	request, err := http.NewRequest(args[0], args[1], nil)
	ts.Check(err)
	response, err := http.DefaultClient.Do(request)
	ts.Check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	ts.Check(err)
	if response.StatusCode > 299 {
		ts.Fatalf("%s %s: %d %s", args[0], args[1], response.StatusCode, body)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), body, 0o600))
}

// exitCodeIs runs the program and demands an exit code: "code 2 run --api nonsense".
func exitCodeIs(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec("conformance", args[1:]...)
	code := "0"
	if err != nil {
		code = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}
