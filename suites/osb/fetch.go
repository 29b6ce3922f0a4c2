package osb

import (
	"net/http"
	"reflect"
	"slices"

	. "conformance/suites/check"
	"conformance/suites/record"
)

func fetchChecks() List {
	return List{
		On("OSB-FETCH-001", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.Fetch, http.StatusOK) }),
		On("OSB-FETCH-001", Asynchronous, func(c *Case, run *AsynchronousRun) {
			for _, x := range seen(c, run.Fetch, run.FetchDiscovered) {
				c.Expect(x).To(HaveStatus(http.StatusOK))
			}
		}),
		On("OSB-FETCH-002", Asynchronous, func(c *Case, run *AsynchronousRun) { answered(c, run.Fetch, http.StatusOK) }),
		On("OSB-FETCH-007", Lifecycle, func(c *Case, run *LifecycleRun) { sameAnswer(c, run.Fetch, run.FetchBare) }),
		On("OSB-FETCH-008", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.Fetch, http.StatusOK) }),
		On("OSB-FETCH-009", Catalog, func(c *Case, run *CatalogRun) { answered(c, run.FetchUnknown, http.StatusNotFound) }),
		On("OSB-FETCH-009", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.FetchGone, http.StatusNotFound) }),
		On("OSB-FETCH-010", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.FetchCreating)
			whileBusy(c, run.ProvisionPolls)
			c.Expect(x).To(HaveStatus(http.StatusNotFound))
		}),
		On("OSB-FETCH-012", Lifecycle, func(c *Case, run *LifecycleRun) { agrees(c, run, "service_id") }),
		On("OSB-FETCH-013", Lifecycle, func(c *Case, run *LifecycleRun) { agrees(c, run, "plan_id") }),
		On("OSB-FETCH-102", Asynchronous, func(c *Case, run *AsynchronousRun) { answered(c, run.FetchBound, http.StatusOK) }),
		On("OSB-FETCH-106", Lifecycle, func(c *Case, run *LifecycleRun) { sameAnswer(c, run.FetchBinding, run.FetchBindingBare) }),
		On("OSB-FETCH-107", Lifecycle, func(c *Case, run *LifecycleRun) { answered(c, run.FetchBinding, http.StatusOK) }),
		On("OSB-FETCH-108", Lifecycle, func(c *Case, run *LifecycleRun) {
			for _, x := range seen(c, run.FetchUnbound, run.FetchNoBinding) {
				c.Expect(x).To(HaveStatus(http.StatusNotFound))
			}
		}),
		On("OSB-FETCH-109", Asynchronous, func(c *Case, run *AsynchronousRun) {
			x := c.Use(run.FetchBinding)
			whileBusy(c, run.BindPolls)
			c.Expect(x).To(HaveStatus(http.StatusNotFound))
		}),
		On("OSB-FETCH-111", Asynchronous, func(c *Case, run *AsynchronousRun) {
			if x := c.Use(run.FetchBound); x.Is(http.StatusOK) {
				hasCredentials(c, x)
			} else {
				c.NotApplicable(x, "the binding cannot be fetched: %s", x.Got())
			}
		}),
		On("OSB-FETCH-114", Lifecycle, sameBinding),
	}
}

// sameAnswer judges that a fetch does not depend on hints.
func sameAnswer(c *Case, hinted, bare record.Step) {
	want, x := c.Use(hinted), c.Use(bare)
	if x.Status() != want.Status() {
		c.Fail(x, Want("%s as with them", want.Got()).Got("%s without hints", x.Got()))
	}
}

// agrees judges that a fetched id, if there is one, is that of the request that created the instance.
func agrees(c *Case, run *LifecycleRun, member string) {
	created, x := c.Use(run.Provision), c.Use(run.Fetch)
	if x.Object()[member] == nil {
		c.NotApplicable(x, "%s is optional, and the answer does not have it: %s", member, x.Got())
	}
	c.Expect(x).To(HaveMember("/"+member, sent(created, member)))
}

// sameBinding compares what a bind and a fetch say of one binding.
func sameBinding(c *Case, run *LifecycleRun) {
	bound, x := c.Use(run.Bind), c.Use(run.FetchBinding)
	if !bound.Is(http.StatusOK, http.StatusCreated) || !x.Is(http.StatusOK) {
		c.NotApplicable(x, "there are no two answers to compare")
	}
	agree(c, bound, x, lasting(run.FetchBinding, run.FetchBindingBare))
}

// agree compares what two answers say of one binding in the members that last.
func agree(c *Case, before, x *record.Exchange, members []string) {
	for _, member := range members {
		if contradict(before.Object()[member], x.Object()[member]) {
			c.Fail(x, Note("%s differs from that of an earlier answer", member).Against(before))
		}
	}
}

// lasting are the members in which two fetches agree between which nothing happened. Others, such as a token that is made
// for whoever asks, or what is hidden once it was told, are no measure.
func lasting(one, two record.Step) []string {
	first, second := one.Exchange().Object(), two.Exchange().Object()
	return slices.DeleteFunc(bindingData(), func(member string) bool { return contradict(first[member], second[member]) })
}

// contradict reports whether two answers cannot both be true. Either may leave out, or empty, what is told once, and lists
// have no order.
func contradict(was, is any) bool {
	if empty(was) || empty(is) {
		return false
	}
	switch was := was.(type) {
	case map[string]any:
		now, ok := is.(map[string]any)
		for name, value := range was {
			if ok && contradict(value, now[name]) {
				return true
			}
		}
		return !ok
	case []any:
		now, ok := is.([]any)
		if !ok || len(was) != len(now) {
			return true
		}
		now = slices.Clone(now)
		for _, value := range was {
			i := slices.IndexFunc(now, func(other any) bool { return !contradict(value, other) })
			if i < 0 {
				return true
			}
			now = slices.Delete(now, i, i+1)
		}
		return false
	}
	return !reflect.DeepEqual(was, is)
}

// empty reports whether a value says nothing.
func empty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return value == ""
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	}
	return false
}

// bindingData are the members of an answer that make a binding usable, and what belongs to them.
func bindingData() []string {
	return []string{"credentials", "syslog_drain_url", "route_service_url", "volume_mounts", "endpoints"}
}
