package vary

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Prefix begins the name of every member that is added, as a sender's own members should have a prefix.
const Prefix = "x-vary-"

// places are the objects of a catalog that get members of our own; of other answers it is the outermost object alone. What
// is opaque to the platform, such as credentials, parameters, schemas and metadata, is not among them, as a member means
// something there, nor is what a binding holds, as it should stay the same when it is fetched.
func places() []string {
	return []string{"services/*", "services/*/dashboard_client", "services/*/plans/*", "services/*/plans/*/maintenance_info"}
}

// strange are values of members that nobody knows.
func strange() []string {
	return []string{
		`null`, `true`, `0`, `-1.50e+3`, `123456789012345678901234567890`, `""`, `"é \u2028 \"quoted\" <b>"`, `[]`, `{}`,
		`[null, [1], {"state": "failed"}]`, `{"error": "none", "description": null}`,
	}
}

// extend adds members that nobody asked for, where they are legal.
func extend(dice *rand.Rand, operation string, root *value) {
	extendAt(dice, root, nil)
	if operation != "catalog" {
		return
	}
	for _, place := range places() {
		extendAt(dice, root, strings.Split(place, "/"))
	}
}

func extendAt(dice *rand.Rand, v *value, path []string) {
	switch {
	case v == nil:
	case len(path) == 0:
		if v.object() {
			add(dice, v)
		}
	case path[0] != "*":
		extendAt(dice, v.get(path[0]), path[1:])
	case v.raw[0] == '[':
		for _, m := range v.members {
			extendAt(dice, m.value, path[1:])
		}
	}
}

// add puts up to two members into an object, anywhere.
func add(dice *rand.Rand, v *value) {
	for range dice.IntN(3) {
		name := fmt.Sprintf("%s%d", Prefix, dice.IntN(100))
		values := strange()
		text := values[dice.IntN(len(values))]
		if !v.has(name) {
			m := member{name: []byte(`"` + name + `"`), value: parse([]byte(text))}
			v.members = slices.Insert(v.members, dice.IntN(len(v.members)+1), m)
		}
	}
}
