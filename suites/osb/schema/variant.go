package schema

import "maps"

// variants are the ways to read a part: with what all branches ask for, and with one of those from which one is to be
// chosen.
func variants(node map[string]any) []map[string]any {
	base := node
	for _, branch := range list(node["allOf"]) {
		base = merged(base, branch)
	}
	all := []map[string]any{base}
	for _, keyword := range []string{"oneOf", "anyOf"} {
		branches := list(node[keyword])
		if len(branches) == 0 {
			continue
		}
		var more []map[string]any
		for _, branch := range branches[:min(len(branches), maxChoices)] {
			for _, variant := range all[:min(len(all), maxChoices)] {
				more = append(more, merged(variant, branch))
			}
		}
		all = more
	}
	return all
}

func list(value any) []any {
	all, _ := value.([]any)
	return all
}

// merged adds the members of a branch. Where both have one, properties and required are united, and else the branch's
// word counts: what does not fit then is found out.
func merged(node map[string]any, branch any) map[string]any {
	more, _ := branch.(map[string]any)
	all := maps.Clone(node)
	for keyword, member := range more {
		switch before := all[keyword].(type) {
		case map[string]any:
			if added, ok := member.(map[string]any); ok && keyword == "properties" {
				all[keyword] = united(before, added)
				continue
			}
		case []any:
			if added, ok := member.([]any); ok && keyword == "required" {
				all[keyword] = append(before[:len(before):len(before)], added...)
				continue
			}
		}
		all[keyword] = member
	}
	return all
}

func united(before, added map[string]any) map[string]any {
	all := maps.Clone(before)
	for name, part := range added {
		if known, ok := all[name].(map[string]any); ok {
			part = merged(known, part)
		}
		all[name] = part
	}
	return all
}
