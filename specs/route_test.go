package specs

import (
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// TestRouter: routes are those that one router of the library over the whole document finds.
func TestRouter(t *testing.T) {
	for _, name := range Names() {
		api, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, version := range api.Versions {
			document, err := api.Document(version)
			if err != nil {
				t.Fatal(err)
			}
			library, err := gorillamux.NewRouter(document.doc)
			if err != nil {
				t.Fatal(err)
			}
			for template := range document.doc.Paths.Map() {
				for _, path := range spelled(template) {
					for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "get"} {
						holdRoute(t, document, library, method, path)
					}
				}
			}
		}
	}
}

// spelled are paths that fit a template and paths that nearly do.
func spelled(template string) []string {
	filled := template
	for _, value := range []string{"a%2Fb%20c", "%zz", "catalog", "last_operation"} {
		before, rest, found := strings.Cut(filled, "{")
		if !found {
			break
		}
		_, after, _ := strings.Cut(rest, "}")
		filled = before + value + after
	}
	last := filled[strings.LastIndex(filled, "/")+1:]
	return []string{
		filled, filled + "/", "/" + filled, filled[:len(filled)-len(last)], filled + "/x", strings.ToUpper(filled),
		strings.Replace(filled, "v2", "%76%32", 1), strings.Replace(filled, "/", "//", 2), filled + "%2F", filled + ".json", "/x" + filled,
	}
}

func holdRoute(t *testing.T, document *Document, library routers.Router, method, path string) {
	t.Helper()
	request := httptest.NewRequest(method, "/", http.NoBody)
	request.URL = &url.URL{Path: path}
	if unescaped, err := url.PathUnescape(path); err == nil {
		request.URL.Path, request.URL.RawPath = unescaped, path
	}
	want, wanted, wantErr := library.FindRoute(request)
	route, params, err := document.router.find(request)
	switch {
	case !errors.Is(err, wantErr):
		t.Errorf("%s %s: got error %v, want %v", method, path, err, wantErr)
	case err == nil && (route.Operation != want.Operation || !maps.Equal(params, wanted)):
		t.Errorf("%s %s: got %s with %v, want %s with %v", method, path, route.Operation.OperationID, params, want.Operation.OperationID, wanted)
	}
}
