package scenario

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestSpell: the names of headers go over the wire as the call spells them, and the recording shows them so.
func TestSpell(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	sent := make(chan []string, 1)
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		defer connection.Close()
		var lines []string
		for scanner := bufio.NewScanner(connection); scanner.Scan() && scanner.Text() != ""; {
			name, _, _ := strings.Cut(scanner.Text(), ":")
			lines = append(lines, name)
		}
		sent <- lines
		_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") // the test reads it
	}()
	s := against(t, "http://"+listener.Addr().String(), &http.Transport{DisableKeepAlives: true})
	s.Client.Credentials = Credentials{Username: "u", Password: "p"}
	x := s.start(t.Context()).Send("one", Call{Operation: "catalog", Spell: strings.ToLower})
	if x.Status() != 200 || x.Slip != "" {
		t.Fatalf("got %s, slip %q", x.Got(), x.Slip)
	}
	names := <-sent
	for _, want := range []string{"accept", "authorization", "x-broker-api-version", "User-Agent"} {
		if !slices.Contains(names, want) {
			t.Errorf("no header %s was sent among %q", want, names)
		}
		if x.Request.Header[want] == nil {
			t.Errorf("no header %s is recorded in %v", want, x.Request.Header)
		}
	}
	for _, name := range names {
		if strings.HasPrefix(name, "X-") || name == "Authorization" {
			t.Errorf("header %s was sent", name)
		}
	}
}
