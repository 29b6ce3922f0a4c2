package check

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	"conformance/specs/jsonvalue"
	"conformance/suites/record"
)

// expectation is a Gomega matcher on exchanges: want says what is demanded, got judges one exchange.
type expectation struct {
	want string
	got  func(*record.Exchange) (found string, ok bool)
}

func (e expectation) Match(actual any) (bool, error) {
	x, ok := actual.(*record.Exchange)
	if !ok {
		return false, fmt.Errorf("expected an exchange, got %T", actual)
	}
	_, matched := e.got(x)
	return matched, nil
}

func (e expectation) FailureMessage(actual any) string {
	found, _ := e.got(actual.(*record.Exchange))
	return "got " + found + ", want " + e.want
}

func (e expectation) NegatedFailureMessage(actual any) string {
	found, _ := e.got(actual.(*record.Exchange))
	return "got " + found + ", want anything but " + e.want
}

// HaveStatus matches an exchange that was answered with one of the statuses.
func HaveStatus(statuses ...int) types.GomegaMatcher {
	texts := make([]string, len(statuses))
	for i, status := range statuses {
		texts[i] = strconv.Itoa(status)
	}
	return expectation{strings.Join(texts, " or "), func(x *record.Exchange) (string, bool) {
		return x.Got(), slices.Contains(statuses, x.Status())
	}}
}

// HaveHeader matches an exchange whose response has the header; its first value has to satisfy the matcher, or to be
// equal to it.
func HaveHeader(name string, value any) types.GomegaMatcher {
	matcher := asMatcher(value)
	return expectation{"header " + name + " " + describe(value), func(x *record.Exchange) (string, bool) {
		if x.Response == nil {
			return x.Got(), false
		}
		values := x.Response.Header.Values(name)
		if len(values) == 0 {
			return "no header " + name, false
		}
		ok, err := matcher.Match(values[0])
		return fmt.Sprintf("header %s %q", name, values[0]), ok && err == nil
	}}
}

// HaveObject matches an exchange whose response body is a JSON object.
func HaveObject() types.GomegaMatcher {
	return expectation{"a JSON object as body", func(x *record.Exchange) (string, bool) {
		if x.Response == nil {
			return x.Got(), false
		}
		value, err := x.Response.JSON()
		if err != nil {
			return err.Error(), false
		}
		_, ok := value.(map[string]any)
		return "a body that is " + kind(value), ok
	}}
}

// HaveMember matches an exchange whose response body has a member at the JSON pointer that satisfies the matcher, or
// is equal to value. Numbers are json.Number.
func HaveMember(pointer string, value any) types.GomegaMatcher {
	matcher := asMatcher(value)
	return expectation{pointer + " " + describe(value), func(x *record.Exchange) (string, bool) {
		if x.Response == nil {
			return x.Got(), false
		}
		body, err := x.Response.JSON()
		if err != nil {
			return err.Error(), false
		}
		found, ok := At(body, pointer)
		if !ok {
			return "no " + pointer, false
		}
		ok, err = matcher.Match(found)
		return pointer + " " + quote(found), ok && err == nil
	}}
}

// At returns what stands at a JSON pointer (RFC 6901) of a decoded value.
func At(value any, pointer string) (any, bool) { return jsonvalue.At(value, pointer) }

func asMatcher(value any) types.GomegaMatcher {
	if matcher, ok := value.(types.GomegaMatcher); ok {
		return matcher
	}
	return gomega.WithTransform(normal, gomega.BeComparableTo(normal(value)))
}

// normal makes values comparable that JSON does not tell apart: whatever a value's type in Go, it is what a decoder would
// make of it, all numbers have one type, and null can be compared.
func normal(value any) any {
	switch value := value.(type) {
	case nil:
		return null{}
	case string, bool:
		return value
	case json.Number:
		return numberOf(value)
	case []any:
		all := make([]any, len(value))
		for i, item := range value {
			all[i] = normal(item)
		}
		return all
	case map[string]any:
		all := map[string]any{}
		for name, member := range value {
			all[name] = normal(member)
		}
		return all
	}
	data, err := json.Marshal(value)
	if err != nil {
		return value
	}
	decoded, err := record.Body(data).JSON()
	if err != nil {
		return value
	}
	return normal(decoded)
}

// null is a JSON null, numeral a JSON number.
type (
	null    struct{}
	numeral string
)

func numberOf(n json.Number) any {
	f, err := n.Float64()
	if err != nil {
		return numeral(n)
	}
	return numeral(strconv.FormatFloat(f, 'g', -1, 64))
}

func describe(value any) string {
	if described, ok := value.(fmt.Stringer); ok {
		return described.String()
	}
	if matcher, ok := value.(types.GomegaMatcher); ok {
		return describeMatcher(matcher)
	}
	return quote(value)
}

// describeMatcher names one of Gomega's matchers with what it was made of, such as MatchRegexp "^a$".
func describeMatcher(matcher types.GomegaMatcher) string {
	v := reflect.Indirect(reflect.ValueOf(matcher))
	text := strings.TrimSuffix(v.Type().Name(), "Matcher")
	for i := range v.NumField() {
		if field := v.Field(i); v.Type().Field(i).IsExported() && !field.IsZero() {
			text += " " + describeField(field)
		}
	}
	return text
}

func describeField(field reflect.Value) string {
	if value := field.Interface(); field.Kind() != reflect.Slice {
		return describe(value)
	}
	parts := make([]string, field.Len())
	for i := range parts {
		parts[i] = describe(field.Index(i).Interface())
	}
	return strings.Join(parts, ", ")
}

// Kind matches a decoded JSON value of a kind: "string", "number", "boolean", "object", "array" or "null".
func Kind(name string) types.GomegaMatcher { return kindMatcher(name) }

type kindMatcher string

func (k kindMatcher) Match(actual any) (bool, error) {
	return kind(actual) == kindMatcher.String(k), nil
}
func (k kindMatcher) FailureMessage(actual any) string {
	return "got " + kind(actual) + ", want " + k.String()
}
func (k kindMatcher) NegatedFailureMessage(actual any) string { return "got " + kind(actual) }
func (k kindMatcher) String() string {
	if k == "object" || k == "array" {
		return "an " + string(k)
	}
	if k == "null" {
		return "null"
	}
	return "a " + string(k)
}

func kind(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case json.Number, float64, int:
		return "a number"
	case bool:
		return "a boolean"
	case []any:
		return "an array"
	case map[string]any:
		return "an object"
	}
	return fmt.Sprintf("a %T", value)
}

// quote writes a value as JSON, cut to what fits a line.
func quote(value any) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return fmt.Sprintf("%v", value)
	}
	text := []rune(strings.TrimSuffix(out.String(), "\n"))
	if len(text) > 120 {
		return string(text[:120]) + "…"
	}
	return string(text)
}
