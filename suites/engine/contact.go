package engine

import (
	"fmt"
	"strings"

	"conformance/suites/record"
)

// Contacted judges the answer to a preflight request: nil when it is 200 with a JSON object, else a *Refusal that says
// in one sentence why nothing can be tested. what names the kind of server that was expected.
func Contacted(x *record.Exchange, what string) error {
	at := x.Request.Method + " " + x.Request.URL
	switch {
	case x.Slip != "":
		return fmt.Errorf("our own preflight request is not valid: %s", x.Slip)
	case x.Response == nil && x.Limit:
		return &Refusal{fmt.Sprintf("%s: %s", at, x.Failure)}
	case x.Response == nil:
		return &Refusal{fmt.Sprintf("the target cannot be reached: %s: %s", at, x.Failure)}
	case x.Is(401, 403):
		return &Refusal{fmt.Sprintf("the target refuses our credentials: %s was answered %s; see --username, --password and --token", at, x.Got())}
	case !x.Is(200):
		return &Refusal{fmt.Sprintf("the target does not look like %s: %s was answered %s, expected 200", what, at, x.Got())}
	}
	value, err := x.Response.JSON()
	if _, object := value.(map[string]any); err != nil || !object {
		return &Refusal{fmt.Sprintf("the target does not look like %s: %s was answered with %s, expected a JSON object", what, at, content(x, err))}
	}
	return nil
}

func content(x *record.Exchange, err error) string {
	kind, _, _ := strings.Cut(x.Response.Header.Get("Content-Type"), ";")
	switch {
	case len(x.Response.Body) == 0:
		return "an empty body"
	case strings.Contains(kind, "html"):
		return "HTML"
	case err != nil:
		return "what is no JSON"
	}
	return "JSON that is no object"
}
