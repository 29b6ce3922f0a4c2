package vary

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
)

// value is a JSON value that keeps the order of its members and the spelling of its texts and numbers.
type value struct {
	// raw is what stands there when it is neither an object nor an array, and the opening bracket when it is one.
	raw     []byte
	members []member
}

// member is a member of an object, or an element of an array, whose name is nil.
type member struct {
	name  []byte // with its quotes
	value *value
}

func (v *value) object() bool { return v.raw[0] == '{' }

// parse reads exactly one JSON value. It returns nil when the text is something else.
func parse(text []byte) *value {
	if !json.Valid(text) {
		return nil
	}
	return parseValid(bytes.TrimSpace(text))
}

func parseValid(text []byte) *value {
	if text[0] != '{' && text[0] != '[' {
		return &value{raw: text}
	}
	v := &value{raw: text[:1]}
	decoder := json.NewDecoder(bytes.NewReader(text))
	_, _ = decoder.Token() // the text is valid: nothing here can fail
	for decoder.More() {
		var m member
		if v.object() {
			before := decoder.InputOffset()
			_, _ = decoder.Token()
			m.name = bytes.TrimLeft(text[before:decoder.InputOffset()], ", \t\r\n")
		}
		var element json.RawMessage
		_ = decoder.Decode(&element)
		m.value = parseValid(element)
		v.members = append(v.members, m)
	}
	return v
}

// has reports whether an object has the member, however it is spelt.
func (v *value) has(name string) bool {
	for _, m := range v.members {
		if plain(m.name) == name {
			return true
		}
	}
	return false
}

// get returns a member of an object, or nil.
func (v *value) get(name string) *value {
	for _, m := range v.members {
		if v.object() && plain(m.name) == name {
			return m.value
		}
	}
	return nil
}

func plain(name []byte) string {
	var text string
	_ = json.Unmarshal(name, &text) // it was valid
	return text
}

// write writes a value with its members in another order and white space between them. Where a name stands twice, the
// order stays: a reader takes the first or the last.
func write(dice *rand.Rand, v *value) []byte {
	w := writer{dice: dice, airy: dice.IntN(4) > 0}
	w.space()
	w.value(v)
	w.space()
	return w.out.Bytes()
}

type writer struct {
	out  bytes.Buffer
	dice *rand.Rand
	// airy is set when there is white space at all.
	airy bool
}

func (w *writer) space() {
	if w.airy {
		spaces := []string{"", "", "", " ", "  ", "\n", "\t", "\r\n", "\n    "}
		w.out.WriteString(spaces[w.dice.IntN(len(spaces))])
	}
}

func (w *writer) value(v *value) {
	w.out.Write(v.raw)
	if v.raw[0] != '{' && v.raw[0] != '[' {
		return
	}
	w.space()
	for i, at := range w.order(v) {
		if i > 0 {
			w.out.WriteByte(',')
			w.space()
		}
		m := v.members[at]
		if m.name != nil {
			w.out.Write(m.name)
			w.space()
			w.out.WriteByte(':')
			w.space()
		}
		w.value(m.value)
		w.space()
	}
	w.out.WriteByte(v.raw[0] + 2) // the closing bracket stands two after the opening one
}

// order says in which order the members are written.
func (w *writer) order(v *value) []int {
	seen := map[string]bool{}
	for _, m := range v.members {
		seen[plain(m.name)] = true
	}
	if v.object() && len(seen) == len(v.members) {
		return w.dice.Perm(len(v.members))
	}
	as := make([]int, len(v.members))
	for i := range as {
		as[i] = i
	}
	return as
}
