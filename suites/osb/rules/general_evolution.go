package rules

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"conformance/specs"
	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

// evolutionChecks judge what may change between versions, and what vendors may add.
func evolutionChecks() List {
	standard := sync.OnceValue(standardNames)
	return List{
		// "Minor versions keep endpoints and fields"
		On("OSB-META-004", flows.Catalog, keepsMembers),
		// "Extension field names should carry prefix"
		Each("OSB-META-010", func(c *Case, x *record.Exchange) {
			var bare []string
			for _, member := range c.Members(x) {
				c.Look(x)
				if !member.Known && !prefixed.MatchString(member.Name) && !slices.Contains(standard(), member.Name) && !slices.Contains(bare, member.Pointer) {
					bare = append(bare, member.Pointer)
				}
			}
			if len(bare) > 0 {
				c.Fail(x, Note("members of the broker's own have no prefix: %s", strings.Join(bare, ", ")))
			}
		}),
		// "Strings are never empty (2.12)"
		Each("OSB-META-016", func(c *Case, x *record.Exchange) {
			for _, member := range c.Members(x) {
				text, isText := member.Value.(string)
				if !isText || !member.Known {
					continue
				}
				if c.Look(x); text == "" {
					c.Fail(x, Note("%s is empty, want a text or no such member", member.Pointer))
				}
			}
		}),
	}
}

// prefixed is a name whose first part can be the vendor's. How the parts are separated is not said: any sign will do, and
// so will a capital letter.
var prefixed = regexp.MustCompile(`[^\p{L}\p{N}]|\p{Ll}\p{Lu}`)

// standardNames are the members that the API has somewhere in some version. A broker that uses one elsewhere, or before
// its time, does not take a name that the API may want later.
func standardNames() []string {
	api, err := specs.Load("osb")
	if err != nil {
		return nil
	}
	var names []string
	for _, version := range api.Versions {
		if document, err := api.Document(version); err == nil {
			names = append(names, document.Names()...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// keepsMembers compares the catalog with that which a platform of the oldest version gets: what a member that both
// versions have says there has to be said here too. What decorates may differ.
func keepsMembers(c *Case, run *flows.CatalogRun) {
	before, after := c.Use(run.Oldest), c.Use(run.Again)
	if !before.Is(http.StatusOK) || !after.Is(http.StatusOK) {
		c.NotApplicable(before, "there are no two catalogs to compare: %s was answered %s with the version %s", before, before.Got(), before.Request.Header.Get(flows.VersionHeader))
	}
	now := byID(offerings(after))
	for _, old := range offerings(before) {
		offering := now[flows.Text(old, "id")]
		if offering == nil {
			continue // which offerings there are is the broker's affair
		}
		kept(c, after, "offering "+flows.Text(old, "name"), old, offering, "name", "id", "description", "bindable", "plans", "requires", "dashboard_client")
		plans := byID(objects(offering, "plans"))
		for _, oldPlan := range objects(old, "plans") {
			p := plans[flows.Text(oldPlan, "id")]
			if p == nil {
				continue
			}
			of := "plan " + flows.Text(oldPlan, "name")
			kept(c, after, of, oldPlan, p, "name", "id", "description")
			for _, flag := range []string{"bindable", "plan_updateable"} {
				if flows.Effective(old, oldPlan, flag) && offering[flag] == nil && p[flag] == nil {
					c.Fail(after, Note("%s has no %s, neither itself nor its offering; the catalog of version %s has it", of, flag, before.Request.Header.Get(flows.VersionHeader)).Against(before))
				}
			}
			if oldPlan["free"] == false && p["free"] == nil {
				c.Fail(after, Note("%s has no free, and so is free; in exchange %d it is not", of, before.Number))
			}
		}
	}
}

// kept judges that an object still has the members. One that was empty said nothing.
func kept(c *Case, x *record.Exchange, of string, before, after map[string]any, names ...string) {
	for _, name := range names {
		list, isList := before[name].([]any)
		if before[name] != nil && after[name] == nil && !(isList && len(list) == 0) {
			c.Fail(x, Note("%s has no %s, which the catalog of the oldest version has", of, name))
		}
	}
}

// byID finds objects by their ids, the first of those that share one.
func byID(all []map[string]any) map[string]map[string]any {
	found := map[string]map[string]any{}
	for _, object := range all {
		if id := flows.Text(object, "id"); id != "" && found[id] == nil {
			found[id] = object
		}
	}
	return found
}
