package controller

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"conformance/reference/dispatch"
)

// listing is a list as a handler gives it: the records that the caller may see, the keys that q may filter by, each
// with the values that a record has for it, and how a record is shown.
type listing[R record] struct {
	records []R
	filters map[string]func(R) []string
	// folded are the filters that ignore case.
	folded []string
	order  map[string]func(R) string
	show   func(R) resource
}

const (
	defaultPage = 50
	largestPage = 100
	deepest     = 3
)

// list filters, sorts, cuts and shows a list.
func list[R record](s *Server, r *request, l listing[R]) (dispatch.Reply, *failure) {
	conditions, refused := parseFilters(r.Query["q"])
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	records := l.records
	for _, c := range conditions {
		values := l.filters[c.key]
		if values == nil {
			return dispatch.Reply{}, fail("BadQueryParameter", "the query parameter q names the unknown key %s", c.key)
		}
		fold := slices.Contains(l.folded, c.key)
		records = slices.DeleteFunc(slices.Clone(records), func(record R) bool { return !c.matches(values(record), fold) })
	}
	p, refused := parsePaging(r.Query)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	if p.orderBy != "" {
		key := l.order[p.orderBy]
		if key == nil {
			return dispatch.Reply{}, fail("OrderByParameterInvalid", "the list cannot be ordered by %s", p.orderBy)
		}
		slices.SortStableFunc(records, func(a, b R) int { return cmp.Compare(key(a), key(b)) })
	}
	if p.descending {
		slices.Reverse(records)
	}
	total := len(records)
	resources := []resource{}
	for _, record := range records[min((p.number-1)*p.size, total):min(p.number*p.size, total)] {
		resources = append(resources, s.view(r).inline(l.show(record), p.depth))
	}
	pages := (total + p.size - 1) / p.size
	return ok(map[string]any{
		"total_results": total,
		"total_pages":   max(pages, 1),
		"prev_url":      p.link(r, p.number-1, pages),
		"next_url":      p.link(r, p.number+1, pages),
		"resources":     resources,
	}), nil
}

// one shows a single resource, with its relations when the caller asks for them.
func (s *Server) one(r *request, shown resource) (dispatch.Reply, *failure) {
	p, refused := parsePaging(r.Query)
	if refused != nil {
		return dispatch.Reply{}, refused
	}
	return ok(s.view(r).inline(shown, p.depth)), nil
}

type paging struct {
	number, size, depth int
	descending          bool
	orderBy             string
}

func parsePaging(query url.Values) (paging, *failure) {
	p := paging{number: 1, size: defaultPage, orderBy: query.Get("order-by")}
	for _, parameter := range []struct {
		name        string
		value       *int
		least, most int
	}{
		{"page", &p.number, 1, 1 << 30},
		{"results-per-page", &p.size, 1, largestPage},
		{"inline-relations-depth", &p.depth, 0, deepest},
	} {
		if !query.Has(parameter.name) {
			continue
		}
		n, err := strconv.Atoi(query.Get(parameter.name))
		if err != nil || n < parameter.least || n > parameter.most {
			return p, fail("BadQueryParameter", "%s must be a number from %d to %d", parameter.name, parameter.least, parameter.most)
		}
		*parameter.value = n
	}
	switch direction := query.Get("order-direction"); direction {
	case "", "asc":
	case "desc":
		p.descending = true
	default:
		return p, fail("BadQueryParameter", "order-direction must be asc or desc")
	}
	return p, nil
}

// link is the path of another page with everything else as it was asked for, or nil when there is none.
func (p paging) link(r *request, number, pages int) any {
	if number < 1 || number > pages {
		return nil
	}
	query := url.Values{}
	for name, values := range r.Query {
		query[name] = values
	}
	query.Set("page", strconv.Itoa(number))
	query.Set("results-per-page", strconv.Itoa(p.size))
	query.Set("order-direction", "asc")
	if p.descending {
		query.Set("order-direction", "desc")
	}
	return r.Request.URL.Path + "?" + query.Encode()
}

// condition is one filter: a key, how to compare, and the values of which one must match.
type condition struct {
	key, operator string
	values        []string
}

// parseFilters reads q parameters: key, operator and value; several in one are parted by a semicolon, and a doubled
// semicolon stands for one.
func parseFilters(parameters []string) ([]condition, *failure) {
	var all []condition
	for _, parameter := range parameters {
		for _, text := range strings.Split(strings.ReplaceAll(parameter, ";;", "\x00"), ";") {
			text = strings.ReplaceAll(text, "\x00", ";")
			if text == "" {
				continue
			}
			c, ok := parseFilter(text)
			if !ok {
				return nil, fail("BadQueryParameter", "the query parameter q must be key, operator and value")
			}
			all = append(all, c)
		}
	}
	return all, nil
}

func parseFilter(text string) (condition, bool) {
	end := strings.IndexAny(text, ":<> ")
	if end <= 0 {
		return condition{}, false
	}
	key, rest := text[:end], text[end:]
	if values, found := strings.CutPrefix(rest, " IN "); found {
		return condition{key, "=", strings.Split(values, ",")}, true
	}
	for _, operator := range []string{">=", "<=", ">", "<", ":"} {
		if value, found := strings.CutPrefix(rest, operator); found {
			return condition{key, operator, []string{value}}, true
		}
	}
	return condition{}, false
}

func (c condition) matches(have []string, fold bool) bool {
	return slices.ContainsFunc(have, func(value string) bool {
		return slices.ContainsFunc(c.values, func(wanted string) bool {
			order := cmp.Compare(value, wanted)
			switch c.operator {
			case ">=":
				return order >= 0
			case "<=":
				return order <= 0
			case ">":
				return order > 0
			case "<":
				return order < 0
			}
			return order == 0 || fold && strings.EqualFold(value, wanted)
		})
	})
}

// is makes a filter of a member that every record has once.
func is[R record](member func(R) string) func(R) []string {
	return func(record R) []string { return []string{member(record)} }
}
