package broker

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
)

// canonical writes a JSON value so that equal values give equal texts: members are sorted and numbers have one form,
// so that 1, 1.0 and 10e-1 are the same. Values that the broker decoded can always be written.
func canonical(value any) string {
	text, _ := json.Marshal(normal(value))
	return string(text)
}

func normal(value any) any {
	switch value := value.(type) {
	case map[string]any:
		object := make(map[string]any, len(value))
		for name, member := range value {
			object[name] = normal(member)
		}
		return object
	case []any:
		array := make([]any, len(value))
		for i, item := range value {
			array[i] = normal(item)
		}
		return array
	case json.Number:
		return json.Number(number(string(value)))
	}
	return value
}

// number writes a JSON number as sign, digits without zeros at either end, and exponent. It works on the text, so that
// 1e999999999 costs nothing; an exponent beyond 64 bits is left as it is.
func number(text string) string {
	rest, negative := strings.CutPrefix(text, "-")
	mantissa, power, _ := strings.Cut(strings.ToLower(rest), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return "0"
	}
	exponent, err := strconv.ParseInt(cmp.Or(power, "0"), 10, 64)
	if err != nil {
		return text
	}
	trimmed := strings.TrimRight(digits, "0")
	exponent += int64(len(digits) - len(trimmed) - len(fraction))
	if negative {
		trimmed = "-" + trimmed
	}
	return trimmed + "e" + strconv.FormatInt(exponent, 10)
}

// sameParameters compares configuration parameters by value; absent ones equal an empty object.
func sameParameters(a, b map[string]any) bool {
	return len(a) == 0 && len(b) == 0 || canonical(a) == canonical(b)
}
