package rules

import (
	"net/http"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/scenario"
	"conformance/suites/services/flows"
)

// sent returns the member of a request's body, or nil.
func sent(x *record.Exchange, member string) any {
	value, _ := x.Request.Body.JSON()
	object, _ := value.(map[string]any)
	return object[member]
}

// refused demands that each request of a step was refused as what it is: a status of the 400s, but not one that says
// something about the caller.
func refused(c *Case, step record.Step) {
	for _, x := range c.UseAll(step) {
		switch {
		case x.Is(http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests):
			c.NotApplicable(x, "%s was answered %s, which says nothing about %s", x, x.Got(), x.Invalid)
		case !flows.IsRefusal(x):
			c.Fail(x, Want("it refused with a 4xx: %s", x.Invalid))
		}
	}
}

// refuses is a check that a step is refused.
func refuses[R any](id string, kind scenario.Kind[R], step func(*R) record.Step) Check {
	return On(id, kind, func(c *Case, run *R) { refused(c, step(run)) })
}

// answers is a check that every request of a step was answered with one of the statuses.
func answers[R any](id string, kind scenario.Kind[R], step func(*R) record.Step, statuses ...int) Check {
	return On(id, kind, func(c *Case, run *R) { c.Expect(step(run)).To(HaveStatus(statuses...)) })
}

// survives is a check that no request of a step was answered in the 500s, whatever else the target makes of it.
func survives[R any](id string, kind scenario.Kind[R], step func(*R) record.Step) Check {
	return On(id, kind, func(c *Case, run *R) {
		for _, x := range c.UseAll(step(run)) {
			if !flows.IsSuccess(x) && !flows.IsRefusal(x) {
				c.Fail(x, Want("a 2xx or a 4xx: %s", x.Invalid))
			}
		}
	})
}

// unblamed demands that a valid creation was not refused because of something that its refusal would name with one of
// the words. A refusal for another reason shows nothing.
func unblamed(c *Case, step record.Step, words ...string) *record.Exchange {
	x := c.Use(step)
	if flows.IsSuccess(x) {
		return x
	}
	if word := named(x, words...); x.Is(http.StatusBadRequest, http.StatusUnprocessableEntity) && word != "" {
		c.Fail(x, Want("a 2xx: the request is valid").Got("%s with a text that names %s", x.Got(), word))
		return x
	}
	c.NotApplicable(x, "%s was answered %s for another reason", x, x.Got())
	return x
}

// unblames is a check that a valid creation is not refused for what the words name.
func unblames[R any](id string, kind scenario.Kind[R], step func(*R) record.Step, words ...string) Check {
	return On(id, kind, func(c *Case, run *R) { unblamed(c, step(run), words...) })
}

// named returns the first word that the text of an answer holds, in any case, or "".
func named(x *record.Exchange, words ...string) string {
	if x.Response == nil {
		return ""
	}
	text := strings.ToLower(string(x.Response.Body))
	for _, word := range words {
		if strings.Contains(text, strings.ToLower(word)) {
			return word
		}
	}
	return ""
}

// listed returns the services of a list that was answered, and ends the check when it holds none that can be read.
func listed(c *Case, step record.Step) (*record.Exchange, []map[string]any) {
	x := c.Use(step)
	all, ok := flows.Entries(x)
	if !ok {
		c.NotApplicable(x, "%s was answered %s without a list", x, x.Got())
	}
	return x, all
}

// listedByLabel is listed for a list in which services can be told by their labels.
func listedByLabel(c *Case, step record.Step) (*record.Exchange, []map[string]any) {
	x, all := listed(c, step)
	if !flows.Labels(all) {
		c.NotApplicable(x, "the list does not show the labels of its services, so nobody can tell which is new")
	}
	return x, all
}

// leavesNothing demands that a creation's label is in no list afterwards.
func leavesNothing(c *Case, creation *record.Exchange, list *record.Exchange, all []map[string]any) {
	c.Look(creation)
	name, _ := sent(creation, "label").(string)
	if _, found := flows.Find(all, "label", name); name != "" && found {
		c.Fail(list, Note("shows a service labelled %q, want none: its creation (exchange %d) was answered %s", name, creation.Number, creation.Got()))
	}
}

// shown returns the service that a step showed, and ends the check when it showed none.
func shown(c *Case, step record.Step) (*record.Exchange, map[string]any) {
	x := c.Use(step)
	if !flows.IsSuccess(x) || flows.Entity(x) == nil {
		c.NotApplicable(x, "%s was answered %s and shows no service", x, x.Got())
	}
	return x, flows.Entity(x)
}

func isEmpty(value any) bool {
	object, _ := value.(map[string]any)
	return value == nil || object != nil && len(object) == 0
}

// tells reports whether an answer holds one of the secrets, and returns where they came from.
func tells(x *record.Exchange, secrets map[string]string) []string {
	if x.Response == nil {
		return nil
	}
	found := map[string]bool{}
	look := func(text string) {
		for secret, origin := range secrets {
			if strings.Contains(text, secret) {
				found[origin] = true
			}
		}
	}
	look(string(x.Response.Body))
	value, _ := x.Response.JSON()
	Texts(value, look)
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// sentSecrets adds the secret members of a creation's body to the set, under their names.
func sentSecrets(x *record.Exchange, secrets map[string]string) {
	for _, member := range []string{"replication_password", "tls_key", "s3_secret_key"} {
		if text, _ := sent(x, member).(string); text != "" {
			secrets[text] = member
		}
	}
}
