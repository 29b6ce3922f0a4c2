//go:build thirdparty

package selftest

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// program returns the path of a program of the nested module.
func program(t testing.TB, name string) string {
	t.Helper()
	directory := os.Getenv("THIRDPARTY")
	if directory == "" {
		t.Fatal("the build tag thirdparty needs the programs of ./thirdparty: THIRDPARTY names the directory that holds them, as make thirdparty sets it")
	}
	path := filepath.Join(directory, name)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v; make thirdparty builds it", err)
	}
	return path
}

var address = regexp.MustCompile(`http://\S+`)

// startServer runs a server as a process of its own until the test has ended, and returns the URL that its first line
// tells. Should the test be killed, the server's standard input ends, which stops it as well.
func startServer(t testing.TB, path string, arguments ...string) string {
	t.Helper()
	var complaints bytes.Buffer
	command := exec.Command(path, arguments...)
	command.Stderr = &complaints
	command.WaitDelay = 10 * time.Second
	if _, err := command.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM) // it may have ended by itself
		if err := command.Wait(); err != nil {
			t.Errorf("%s: %v\n%s", path, err, &complaints)
		}
	})
	url := address.FindString(line)
	if err != nil || url == "" {
		t.Fatalf("%s: the first line is %q (%v), expected a URL", path, line, err)
	}
	return url
}
