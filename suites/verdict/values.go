package verdict

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	// The usual one; Go has no UUIDs of its own.
	"github.com/google/uuid"

	"conformance/suites/record"
)

// values are what an exchange carried, each with its place. Two remarks that differ only in the values of their own
// exchanges mean the same.
type values map[string]string

// shortest is the length of a value below which it may be part of other words.
const shortest = 9

func (v values) add(value, place string) {
	if _, known := v[value]; !known && len(value) >= shortest {
		v[value] = place
	}
}

// masked is texts with the places of the values that stand in them, the longest value first.
func (v values) masked(texts ...string) string {
	longer := func(a, b string) int { return len(b) - len(a) }
	var pairs []string
	for _, value := range slices.SortedStableFunc(slices.Values(slices.Sorted(maps.Keys(v))), longer) {
		pairs = append(pairs, value, "{"+v[value]+"}")
	}
	return strings.NewReplacer(pairs...).Replace(strings.Join(texts, "\x00"))
}

// valuesOf are what the request of an exchange carried, what names the subject of its scenario, and what its answer made
// up: ids, and what stands for secrets.
func valuesOf(x *record.Exchange, run *record.Scenario) values {
	v := values{}
	for _, key := range slices.Sorted(maps.Keys(run.Subject)) {
		v.add(run.Subject[key], key)
	}
	v.address(&x.Request)
	headers(x.Request.Header, v.add)
	leaves(x.Request.Body, v.add)
	if x.Response != nil {
		madeUp := func(value, place string) {
			if record.Redacted(value) || uuid.Validate(value) == nil {
				v.add(value, place)
			}
		}
		headers(x.Response.Header, madeUp)
		leaves(x.Response.Body, madeUp)
	}
	return v
}

// address adds the segments of the path and the query.
func (v values) address(r *record.Request) {
	path, _, _ := strings.Cut(r.Path(), "?")
	for i, segment := range strings.Split(path, "/") {
		at := fmt.Sprintf("segment %d", i)
		v.add(segment, at)
		if plain, err := url.PathUnescape(segment); err == nil {
			v.add(plain, at)
		}
	}
	query := r.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range query[name] {
			v.add(value, name)
		}
	}
}

func headers(header http.Header, visit func(value, place string)) {
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			visit(value, name)
		}
	}
}

// leaves visits the texts of a body of JSON, each with its path.
func leaves(body record.Body, visit func(value, place string)) {
	var walk func(value any, place string)
	walk = func(value any, place string) {
		switch value := value.(type) {
		case string:
			visit(value, place)
		case []any:
			for i, item := range value {
				walk(item, fmt.Sprintf("%s/%d", place, i))
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(value)) {
				walk(value[name], place+"/"+name)
			}
		}
	}
	value, _ := body.JSON()
	walk(value, "")
}
