package rules

import (
	"net/http"
	"regexp"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/osb/flows"
	"conformance/suites/record"
)

func catalogChecks() List {
	return List{
		// "Broker serves GET /v2/catalog"
		On("OSB-CAT-001", flows.Preflight, func(c *Case, run *flows.PreflightRun) { routed(c, run.Catalog) }),
		// "Broker serves GET /v2/catalog"
		On("OSB-CAT-001", flows.Catalog, func(c *Case, run *flows.CatalogRun) { routed(c, run.Again) }),
		// "Successful catalog request gives 200"
		On("OSB-CAT-002", flows.Preflight, func(c *Case, run *flows.PreflightRun) { answered(c, run.Catalog.Last(), http.StatusOK) }),
		// "Successful catalog request gives 200"
		On("OSB-CAT-002", flows.Catalog, func(c *Case, run *flows.CatalogRun) { answered(c, run.Again, http.StatusOK) }),
		// "Broker keeps ids stable across requests"
		On("OSB-CAT-006", flows.Catalog, stableIDs),
		// "CLI-friendly names use letters, digits, period, hyphen"
		On("OSB-CAT-012", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			texts(offerings, "name", friendlyName, friendly)(c, run)
			texts(allPlans, "name", friendlyName, friendly)(c, run)
		}),
		// "Avoid CLI-unfriendly names such as hyphen"
		On("OSB-CAT-013", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			texts(offerings, "name", plainName, "is trouble for command lines")(c, run)
			texts(allPlans, "name", plainName, "is trouble for command lines")(c, run)
		}),
		// "Offering names unique within the catalog"
		On("OSB-CAT-016", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			x := c.Use(run.Catalog)
			unique(c, x, "offerings have the name", members(offerings(x), "name"))
		}),
		// "Offering name charset (2.13)"
		On("OSB-CAT-019", flows.Catalog, texts(offerings, "name", lowerName, "is not made of lower-case letters, digits and hyphens")),
		// "Offering name lower case (2.11, 2.12)"
		On("OSB-CAT-020", flows.Catalog, texts(offerings, "name", lowerWord, "has upper case or white space")),
		// "Offering id is globally unique"
		On("OSB-CAT-023", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			x := c.Use(run.Catalog)
			unique(c, x, "offerings have the id", members(offerings(x), "id"))
		}),
		// "Offering id should be a GUID"
		On("OSB-CAT-024", flows.Catalog, texts(offerings, "id", guid, "is no GUID")),
		// "Plan names unique within an offering"
		On("OSB-CAT-041", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			x := c.Use(run.Catalog)
			for _, offering := range offerings(x) {
				unique(c, x, "plans of offering "+flows.Text(offering, "name")+" have the name", members(objects(offering, "plans"), "name"))
			}
		}),
		// "Plan name charset (2.13)"
		On("OSB-CAT-044", flows.Catalog, texts(allPlans, "name", lowerName, "is not made of lower-case letters, digits and hyphens")),
		// "Plan name lower case (2.11, 2.12)"
		On("OSB-CAT-045", flows.Catalog, texts(allPlans, "name", lowerWord, "has upper case or white space")),
		// "Plan id is globally unique"
		On("OSB-CAT-048", flows.Catalog, func(c *Case, run *flows.CatalogRun) {
			x := c.Use(run.Catalog)
			unique(c, x, "plans have the id", members(allPlans(x), "id"))
		}),
		// "Plan id should be a GUID"
		On("OSB-CAT-049", flows.Catalog, texts(allPlans, "id", guid, "is no GUID")),
		// "Use conventional metadata property names"
		On("OSB-CAT-059", flows.Catalog, conventionalNames),
		// "Bindable offerings are declared bindable"
		On("OSB-CAT-075", flows.Unbindable, func(c *Case, run *flows.UnbindableRun) { bindsNothing(c, run.Bind, run.Fetch) }),
		// "Bindable offerings are declared bindable"
		On("OSB-CAT-075", flows.Lifecycle, func(c *Case, run *flows.LifecycleRun) { bindsNothing(c, run.BindAnyway, run.FetchAnyway) }),
	}
}

var (
	guid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	// plainName begins with neither a hyphen nor nothing but punctuation.
	plainName = regexp.MustCompile(`^[^-].*[\p{L}\p{N}]|^[\p{L}\p{N}]`)
	// friendlyName leaves open what a letter is, as the rule does.
	friendlyName = regexp.MustCompile(`^[\p{L}\p{N}.-]*$`)
	lowerName    = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}-]*$`)
	lowerWord    = regexp.MustCompile(`^[^\s\p{Lu}]*$`)
)

const friendly = "is not made of letters, digits, periods and hyphens"

// members returns a text of each object; those that lack it are for other rules.
func members(of []map[string]any, member string) []string {
	var all []string
	for _, object := range of {
		if value := flows.Text(object, member); value != "" {
			all = append(all, value)
		}
	}
	return all
}

// texts judges that a text of each object in the catalog is of a form.
func texts(in func(*record.Exchange) []map[string]any, member string, form *regexp.Regexp, wrong string) func(*Case, *flows.CatalogRun) {
	return func(c *Case, run *flows.CatalogRun) {
		x := c.Use(run.Catalog)
		for _, value := range members(in(x), member) {
			if !form.MatchString(value) {
				c.Fail(x, Note("the %s %q %s", member, value, wrong))
			}
		}
	}
}

func unique(c *Case, x *record.Exchange, what string, values []string) {
	count := map[string]int{}
	for _, value := range values {
		if count[value]++; count[value] == 2 {
			c.Fail(x, Note("several %s %q, want it once", what, value))
		}
	}
}

// stableIDs compares the ids of what has the same name in two catalogs. What has one name twice cannot be compared.
func stableIDs(c *Case, run *flows.CatalogRun) {
	first, again := c.Use(run.Catalog), c.Use(run.Again)
	if !first.Is(http.StatusOK) || !again.Is(http.StatusOK) {
		c.NotApplicable(again, "there are no two catalogs to compare")
	}
	before, after := idsByName(first), idsByName(again)
	for name, ids := range InOrder(before) {
		if len(ids) == 1 && len(after[name]) == 1 && ids[0] != after[name][0] {
			c.Fail(again, Note("the id of %s is %q, and was %q in the catalog before", name, after[name][0], ids[0]))
		}
	}
}

func idsByName(x *record.Exchange) map[string][]string {
	ids := map[string][]string{}
	for _, offering := range offerings(x) {
		name := flows.Text(offering, "name")
		ids[name] = append(ids[name], flows.Text(offering, "id"))
		for _, p := range objects(offering, "plans") {
			path := name + "/" + flows.Text(p, "name")
			ids[path] = append(ids[path], flows.Text(p, "id"))
		}
	}
	return ids
}

// conventionalNames looks for metadata members that are a conventional one but for case and punctuation.
func conventionalNames(c *Case, run *flows.CatalogRun) {
	x := c.Use(run.Catalog)
	for _, offering := range offerings(x) {
		nearMisses(c, x, offering, "displayName", "imageUrl", "longDescription", "providerDisplayName", "documentationUrl", "supportUrl", "shareable")
	}
	for _, p := range allPlans(x) {
		nearMisses(c, x, p, "displayName", "bullets", "costs")
	}
}

// joints takes out what names are joined with.
var joints = strings.NewReplacer("_", "", "-", "", ".", "")

func nearMisses(c *Case, x *record.Exchange, object map[string]any, names ...string) {
	metadata, _ := object["metadata"].(map[string]any)
	for member := range InOrder(metadata) {
		bare := joints.Replace(member)
		for _, name := range names {
			if member != name && strings.EqualFold(bare, name) {
				c.Fail(x, Note("metadata of %s has %s, whose conventional name is %s", flows.Text(object, "name"), member, name))
			}
		}
	}
}

// bindsNothing judges that a bind which the catalog excludes yields nothing to use.
func bindsNothing(c *Case, bind, fetch record.Step) {
	x := c.Use(bind)
	for _, answer := range []*record.Exchange{x, fetch.Exchange()} {
		if answer.Is(http.StatusOK, http.StatusCreated) && givesData(answer) {
			c.Fail(answer, Note("got a binding that can be used, though the catalog does not declare the plan as bindable"))
			return
		}
	}
	if x.Status() >= 200 && x.Status() < 300 {
		c.NotApplicable(x, "got %s, and nothing that shows a binding which can be used", x.Got())
	}
}
