package record

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestSender: who sends a request arrives whole at a server, whatever the names are.
func TestSender(t *testing.T) {
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.UserAgent() }))
	defer server.Close()
	for _, c := range []struct {
		sender Sender
		agent  string
	}{
		{Sender{"1.2", "r-1", "lifecycle", "provision again"}, "conformance/1.2 (run r-1; scenario lifecycle; step provision again)"},
		{Sender{"devel", "r", "same", "same"}, "conformance/devel (run r; scenario same; step same)"},
		{Sender{"devel", "", "", ""}, "conformance/devel (run ; scenario ; step )"},
		{Sender{"devel", "r", "update", "update / parameters a text"}, "conformance/devel (run r; scenario update; step update / parameters a text)"},
		{Sender{"devel", "r", "s", `a; step (b) 100%41 "q" \ é` + "\n "}, `conformance/devel (run r; scenario s; step a%3B step %28b%29 100%2541 "q" %5C %C3%A9%0A )`},
	} {
		request, err := http.NewRequest(http.MethodGet, server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("User-Agent", c.sender.String())
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if got != c.agent {
			t.Errorf("the server reads %q, want %q", got, c.agent)
		}
		if sender, ok := ReadSender(got); !ok || sender != c.sender {
			t.Errorf("%q is read as %+v (%t), want %+v", got, sender, ok, c.sender)
		}
	}
}

// TestForeignSender: no other client is taken for this program.
func TestForeignSender(t *testing.T) {
	for _, agent := range []string{
		"", "curl/8.5", "conformance", "conformance/devel", "conformance/devel (run r; scenario s)", "conformance/devel (run r; scenario s; step t",
		"other/devel (run r; scenario s; step t)", "conformance/devel (run r; step t)", "conformance/devel (run r; scenario s; step %)",
	} {
		if sender, ok := ReadSender(agent); ok {
			t.Errorf("%q is read as %+v", agent, sender)
		}
	}
}
