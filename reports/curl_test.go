package reports

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"conformance/suites/record"
)

func exchange(method, url, body string, header http.Header) *record.Exchange {
	return &record.Exchange{Number: 7, Side: record.Target, Request: record.Request{Method: method, URL: url, Header: header, Body: record.Body(body)}}
}

func TestCurl(t *testing.T) {
	basic := http.Header{"Authorization": {"basic dTpwYXNzd29yZA=="}}
	for _, c := range []struct {
		name string
		x    *record.Exchange
		want string
	}{
		{"GET", exchange("GET", "http://b/v2/catalog", "", nil), `curl -i 'http://b/v2/catalog'`},
		{"user and password", exchange("DELETE", "http://b/", "", basic), `curl -i -X DELETE -u "$USERNAME:$PASSWORD" 'http://b/'`},
		{"token", exchange("GET", "http://b/", "", http.Header{"Authorization": {"Bearer abc"}}), `curl -i -H "Authorization: Bearer $TOKEN" 'http://b/'`},
		{"another scheme", exchange("GET", "http://b/", "", http.Header{"Authorization": {"abc"}}), `curl -i -H "Authorization: $AUTHORIZATION" 'http://b/'`},
		{"headers sorted, without those of the client", exchange("GET", "http://b/", "", http.Header{
			"User-Agent": {"conformance"}, "Accept-Encoding": {"gzip"}, "Content-Length": {"3"}, "X-B": {"2", "3"}, "X-A": {""},
		}), `curl -i -H 'X-A;' -H 'X-B: 2' -H 'X-B: 3' 'http://b/'`},
		{"body", exchange("PUT", "http://b/", `{"a":"it's"}`, http.Header{"Content-Type": {"application/json"}}),
			`curl -i -X PUT -H 'Content-Type: application/json' --data-raw '{"a":"it'\''s"}' 'http://b/'`},
		{"body without type", exchange("POST", "http://b/", "@x", nil), `curl -i -X POST -H 'Content-Type:' --data-raw '@x' 'http://b/'`},
		{"GET with a body", exchange("GET", "http://b/", "{}", nil), `curl -i -X GET -H 'Content-Type:' --data-raw '{}' 'http://b/'`},
		{"binary body", exchange("PUT", "http://b/", "\x00\xff%\\'\n", nil),
			`printf '\000\377%%\134\047\012' | curl -i -X PUT -H 'Content-Type:' --data-binary @- 'http://b/' # the body is not plain text`},
		{"huge body", exchange("PUT", "http://b/", strings.Repeat("x", longestBody+1), nil),
			`curl -i -X PUT -H 'Content-Type:' --data-binary @exchange-7.body 'http://b/' # save the body of exchange 7, 16385 bytes, as exchange-7.body`},
		{"HEAD", exchange("HEAD", "http://b/", "", nil), `curl -i --head 'http://b/'`},
		{"brackets and dots", exchange("GET", "http://b/a/../[x]", "", nil), `curl -i --globoff --path-as-is 'http://b/a/../[x]'`},
		{"unprintable address", exchange("GET", "http://b/\x1b\u202e x", "", nil), `curl -i 'http://b/%1B%E2%80%AE%20x'`},
		{"huge address", exchange("GET", "http://b/"+strings.Repeat("x", longestLine), "", nil),
			"# the request of exchange 7 is too long for a command line; the JSON report has it"},
		{"no options in disguise", exchange("GET", "-o/etc/x", "", http.Header{"@/etc/x": {""}}), `curl -i --url '-o/etc/x'`},
		{"strange method", exchange("a b", "http://b/", "", nil), `curl -i -X 'a b' 'http://b/'`},
		{"unprintable header", exchange("GET", "http://b/", "", http.Header{"X-A": {"\xe9$x"}}), `curl -i -H "$(printf 'X-A: \351$x')" 'http://b/'`},
	} {
		if diff := cmp.Diff(c.want, Curl(c.x)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestCurlSendsTheRequest runs the lines and compares what a server receives with what was recorded.
func TestCurlSendsTheRequest(t *testing.T) {
	for _, tool := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("LEFT OUT: %s is not installed", tool)
		}
	}
	type seen struct{ Method, Path, Type, Header, Body, Password string }
	arrived := make(chan seen, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, password, _ := r.BasicAuth()
		arrived <- seen{r.Method, r.RequestURI, r.Header.Get("Content-Type"), r.Header.Get("X-Broker-Api-Originating-Identity"), string(body), password}
	}))
	defer server.Close()
	for _, c := range []struct{ name, method, path, body, kind, header string }{
		{"plain", "PUT", "/v2/x?a=b&c=d%20e", `{"service_id":"s"}`, "application/json", "cloudfoundry e30="},
		{"shell text", "PATCH", "/v2/$(id)/`id`/!x", `{"a":"it's \"$HOME\" \\n %s $(id) ` + "`id`" + ` é"}`, "application/json", `'"$(id)\`},
		{"no type", "POST", "/v2/x", "@nothing", "", ""},
		{"binary", "PUT", "/v2/%2e%2e/[1]{2}/../x", "\x00\x01\x7f\xff%d\\n'\n\n", "application/octet-stream", "tab\tand \xe9"},
		{"no body", "DELETE", "/v2/x", "", "", "x"},
	} {
		header := http.Header{"Authorization": {"Basic redacted"}, "X-Broker-Api-Originating-Identity": {c.header}}
		if c.kind != "" {
			header.Set("Content-Type", c.kind)
		}
		command := exec.CommandContext(t.Context(), "sh", "-c", Curl(exchange(c.method, server.URL+c.path, c.body, header)))
		command.Env = append(os.Environ(), "USERNAME=user", "PASSWORD=pass word", "no_proxy=*")
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", c.name, err, out)
		}
		if diff := cmp.Diff(seen{c.method, c.path, c.kind, c.header, c.body, "pass word"}, <-arrived); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
