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
		return &Refusal{fmt.Sprintf("the target cannot be reached: %s: %s%s", at, x.Failure, helpful(x.Hint))}
	case x.Is(401, 403) && len(x.Request.Header["Authorization"]) == 0:
		return &Refusal{fmt.Sprintf("the target asks for credentials, and the request carried none: %s was answered %s; see --username, --password and --token", at, x.Got())}
	case x.Is(401, 403):
		return &Refusal{fmt.Sprintf("the target refuses our credentials: %s was answered %s; see --username, --password and --token", at, x.Got())}
	case x.Is(412):
		return &Refusal{fmt.Sprintf("the target refuses the version of the API: %s was answered 412; see --version", at)}
	case x.Is(301, 302, 303, 307, 308):
		to, _, _ := strings.Cut(x.Response.Header.Get("Location"), "?")
		return &Refusal{fmt.Sprintf("%s was answered %s, which leads to %q; redirects are not followed, so give the URL that answers itself", at, x.Got(), to)}
	case !x.Is(200):
		return &Refusal{fmt.Sprintf("the target does not look like %s: %s was answered %s, expected 200%s", what, at, x.Got(), unsecured(x))}
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

// helpful adds a hint.
func helpful(hint string) string {
	if hint == "" {
		return ""
	}
	return "; " + hint
}

// unsecured is the hint for an answer that says in its body that the target wants TLS, as servers do.
func unsecured(x *record.Exchange) string {
	if x.Is(400) && strings.HasPrefix(x.Request.URL, "http:") && strings.Contains(string(x.Response.Body), "HTTPS") {
		return helpful("does it speak https?")
	}
	return ""
}
