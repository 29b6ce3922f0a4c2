package engine

import (
	"slices"
	"strings"

	"conformance/specs"
)

// Rule is a requirement that a suite judges, and where its check stands; the first of its checks when it has several.
type Rule struct {
	*specs.Requirement
	Place specs.Place
}

// Rules returns what the suite judges in a version, sorted by id; without version, what it judges in any.
func (s Suite) Rules(version specs.Version) ([]Rule, error) {
	api, err := specs.Load(s.API)
	if err != nil {
		return nil, err
	}
	versions := api.Versions
	if version != "" {
		if version, err = api.Version(string(version)); err != nil {
			return nil, err
		}
		versions = []specs.Version{version}
	}
	var rules []Rule
	known := map[string]bool{}
	for _, v := range versions {
		document, err := api.Document(v)
		if err != nil {
			return nil, err
		}
		for _, k := range selected(api, document, s.Checks, nil) {
			if !known[k.ID] {
				known[k.ID] = true
				rules = append(rules, Rule{api.Requirements.Find(k.ID), k.Place()})
			}
		}
	}
	slices.SortFunc(rules, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	return rules, nil
}
