package selftest

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// oddities are values that a member may have instead of its own, as JSON.
var oddities = []string{
	"null", "true", "false", "0", "-0", "-1", "1.5", "1e400", "1E+999999999", "123456789012345678901234567890", "9007199254740993",
	`""`, `" "`, `"a"`, `"\u0000"`, `"\u001b[2J\u001b]0;own\u0007"`, `"\ud800"`, `"\u202e\u2066"`, `"<script>alert(1)</script>"`, `"]]>"`,
	`"../../../etc/passwd"`, `"a/b?c#d&e=f"`, `"%2f%00%zz"`, `"a b\nc"`, `"' ; reboot #"`, `"{{.}}"`, `"in progress"`, `"succeeded"`, `"failed"`,
	`"49735305-65a1-4199-93e8-7969b619ef13"`, `"http://[::1"`, `"javascript:alert(1)"`, `"9999-99-99T99:99:99Z"`, `"suite:secret"`,
	"[]", "{}", "[[]]", "[null]", `{"":{}}`, `[{"id":null}]`, `{"plans":0}`, `{"$ref":"#"}`, `{"type":"object","properties":{"a":{"$ref":"file:///etc/passwd"}}}`,
}

func oddity(chance *rand.Rand) json.RawMessage {
	switch chance.IntN(40) {
	case 0:
		return json.RawMessage(`"` + strings.Repeat("long ", 2000) + `"`)
	case 1:
		return json.RawMessage(strings.Repeat("[", 1000) + strings.Repeat("]", 1000))
	case 2:
		return json.RawMessage("[" + strings.Repeat("0,", 5000) + "0]")
	}
	return json.RawMessage(oddities[chance.IntN(len(oddities))])
}

// alter changes a few places of a JSON text: another value, none, one more, or a member that is there twice.
func alter(body []byte, chance *rand.Rand) []byte {
	var document any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&document) != nil {
		return oddity(chance)
	}
	for range 1 + chance.IntN(3) {
		document = alterAt(document, chance)
	}
	out, err := json.Marshal(document)
	if err != nil {
		return body
	}
	object, _ := document.(map[string]any)
	if len(object) > 0 && chance.IntN(6) == 0 {
		name, _ := json.Marshal(slices.Sorted(maps.Keys(object))[chance.IntN(len(object))])
		out = slices.Concat([]byte("{"), name, []byte(":"), oddity(chance), []byte(","), out[1:])
	}
	return out
}

func alterAt(value any, chance *rand.Rand) any {
	switch value := value.(type) {
	case map[string]any:
		if len(value) == 0 || chance.IntN(8) == 0 {
			break
		}
		name := slices.Sorted(maps.Keys(value))[chance.IntN(len(value))]
		switch chance.IntN(8) {
		case 0:
			delete(value, name)
		case 1:
			value["odd"] = oddity(chance)
		default:
			value[name] = alterAt(value[name], chance)
		}
		return value
	case []any:
		if len(value) == 0 || chance.IntN(8) == 0 {
			break
		}
		i := chance.IntN(len(value))
		switch chance.IntN(8) {
		case 0:
			return slices.Delete(value, i, i+1)
		case 1:
			return append(value, value[i])
		}
		value[i] = alterAt(value[i], chance)
		return value
	}
	return oddity(chance)
}
