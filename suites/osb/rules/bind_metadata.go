package rules

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// bindingMetadata is the metadata of a binding in an answer that describes it, or nil.
func bindingMetadata(x *record.Exchange) map[string]any {
	if !x.Is(http.StatusOK, http.StatusCreated) || x.Operation != "bind" && x.Operation != "fetch-binding" {
		return nil
	}
	metadata, _ := x.Object()["metadata"].(map[string]any)
	return metadata
}

// lifetime is the two times of a binding, if it has both; their form is for other rules.
func lifetime(x *record.Exchange) (renew, expires time.Time, ok bool) {
	metadata := bindingMetadata(x)
	renew, err := time.Parse(time.RFC3339, flows.Text(metadata, "renew_before"))
	expires, err2 := time.Parse(time.RFC3339, flows.Text(metadata, "expires_at"))
	return renew, expires, err == nil && err2 == nil
}

// reserve judges that there is more time to make a successor than the binding itself took. How much more is not said. A
// renewal after the end is for another rule.
func reserve(c *Case, x *record.Exchange, took time.Duration) {
	renew, expires, ok := lifetime(x)
	if !ok || renew.After(expires) {
		c.NotApplicable(x, "the answer has no renew_before and expires_at to compare")
	}
	if expires.Sub(renew) <= took {
		c.Fail(x, Note("there are %s between renew_before and expires_at, want more: this binding took %s", expires.Sub(renew), took.Round(time.Millisecond)))
	}
}

// skew is how far the target's clock may be from ours.
const skew = 5 * time.Minute

// notExpired judges that a new binding ends in the future: by the target's own clock if its answer tells the time, else
// by ours.
func notExpired(c *Case, x *record.Exchange) {
	expires, err := time.Parse(time.RFC3339, flows.Text(bindingMetadata(x), "expires_at"))
	if err != nil {
		c.NotApplicable(x, "the binding has no expires_at")
	}
	now, err := http.ParseTime(x.Response.Header.Get("Date"))
	if err != nil {
		now = c.When(x).Add(-skew)
	}
	if c.Look(x); expires.Before(now) {
		c.Fail(x, Note("got a new binding whose expires_at %s was over at %s", expires.Format(time.RFC3339), now.UTC().Format(time.RFC3339)))
	}
}

// shortestSecret is the length in bytes below which equal texts may be equal by chance.
const shortestSecret = 6

// noConnectionData judges that the metadata of a binding neither names nor repeats what opens the service.
func noConnectionData(c *Case, x *record.Exchange) {
	metadata := bindingMetadata(x)
	if metadata == nil {
		c.NotApplicable(x, "the answer has no metadata")
	}
	var known []string
	walkTexts("", x.Object()["credentials"], func(_, value string) { known = append(known, value) })
	walkTexts("", metadata, func(name, value string) {
		if name == "expires_at" || name == "renew_before" { // credentials may say it, too
			return
		}
		plain := strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
		sounds := plain == "uri" || slices.ContainsFunc([]string{"password", "secret", "token", "apikey", "privatekey", "connectionstring", "credentials"},
			func(word string) bool { return strings.HasSuffix(plain, word) })
		repeats := len(value) >= shortestSecret && slices.Contains(known, value) && !strings.Contains(x.Request.Path(), value)
		if name != "" && (sounds || repeats) {
			c.Fail(x, Note("metadata has %s, want connection data in credentials alone", name))
		}
	})
}

// walkTexts visits every string of a value with the name of the innermost member that it is in.
func walkTexts(name string, value any, visit func(name, value string)) {
	switch value := value.(type) {
	case string:
		visit(name, value)
	case []any:
		for _, item := range value {
			walkTexts(name, item, visit)
		}
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(value)) {
			walkTexts(member, value[member], visit)
		}
	}
}
