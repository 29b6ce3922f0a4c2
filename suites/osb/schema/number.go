package schema

import (
	"encoding/json"
	"math/big"
	"strings"
)

// rational reads a number of a schema, or returns nil.
func rational(value any) *big.Rat {
	n, ok := value.(json.Number)
	if !ok || !ordinary(n) {
		return nil
	}
	r, ok := new(big.Rat).SetString(string(n))
	if !ok {
		return nil
	}
	return r
}

// number writes a rational number as JSON has it. One that has no short decimal form is cut, and whoever uses it finds
// out that it does not fit.
func number(r *big.Rat) json.Number {
	if r.IsInt() {
		return json.Number(r.Num().String())
	}
	return json.Number(strings.TrimRight(r.FloatString(20), "0"))
}

// count reads a keyword that is a number of things. Absent ones are otherwise.
func count(node map[string]any, keyword string, otherwise int) int {
	r := rational(node[keyword])
	switch {
	case r == nil || !r.IsInt():
		return otherwise
	case !r.Num().IsInt64() || r.Num().Int64() > most:
		return most
	}
	return int(r.Num().Int64())
}

// most stands for any number of things that is too large to be made.
const most = 1 << 20

// limits are the bounds of a number. A bound that is excluded is as good as any other here: what does not fit is tried
// and dropped.
type limits struct {
	low, high, multiple, step *big.Rat
}

func limitsOf(node map[string]any) limits {
	l := limits{multiple: rational(node["multipleOf"]), step: big.NewRat(1, 1)}
	for _, keyword := range []string{"exclusiveMinimum", "minimum"} {
		if bound := rational(node[keyword]); bound != nil && (l.low == nil || bound.Cmp(l.low) > 0) {
			l.low = bound
		}
	}
	for _, keyword := range []string{"exclusiveMaximum", "maximum"} {
		if bound := rational(node[keyword]); bound != nil && (l.high == nil || bound.Cmp(l.high) < 0) {
			l.high = bound
		}
	}
	if l.multiple != nil && l.multiple.Sign() > 0 {
		l.step = l.multiple
	} else {
		l.multiple = nil
	}
	return l
}

// numbers are candidates for a number within the limits, likely ones first.
func numbers(node map[string]any) []any {
	l := limitsOf(node)
	all := []*big.Rat{big.NewRat(1, 1), new(big.Rat)}
	if l.low != nil {
		all = append(all, l.low, new(big.Rat).Add(l.low, l.step), l.up(l.low), new(big.Rat).Add(l.up(l.low), l.step))
	}
	if l.high != nil {
		all = append(all, l.high, new(big.Rat).Sub(l.high, l.step), l.down(l.high), new(big.Rat).Sub(l.down(l.high), l.step))
	}
	if l.low != nil && l.high != nil {
		middle := new(big.Rat).Add(l.low, l.high)
		all = append(all, middle.Mul(middle, big.NewRat(1, 2)))
	}
	return written(append(all, l.step))
}

// outside are candidates for numbers that break one of the bounds, or the multiple, and nothing else.
func outside(node map[string]any, keyword string, value any) []any {
	l := limitsOf(node)
	var all []*big.Rat
	switch keyword {
	case "minimum", "exclusiveMinimum":
		if l.low != nil {
			below := new(big.Rat).Sub(l.low, l.step)
			all = append(all, l.low, l.down(l.low), below, new(big.Rat).Sub(l.low, big.NewRat(1, 1)), l.down(below))
		}
	case "maximum", "exclusiveMaximum":
		if l.high != nil {
			above := new(big.Rat).Add(l.high, l.step)
			all = append(all, l.high, l.up(l.high), above, new(big.Rat).Add(l.high, big.NewRat(1, 1)), l.up(above))
		}
	case "multipleOf":
		if r := rational(value); r != nil {
			half := new(big.Rat).Mul(l.step, big.NewRat(1, 2))
			all = append(all, new(big.Rat).Add(r, big.NewRat(1, 1)), new(big.Rat).Sub(r, big.NewRat(1, 1)), new(big.Rat).Add(r, half), new(big.Rat).Sub(r, half))
		}
	}
	return written(all)
}

func (l limits) up(r *big.Rat) *big.Rat   { return l.aligned(r, 1) }
func (l limits) down(r *big.Rat) *big.Rat { return l.aligned(r, 0) }

// aligned is the multiple next to a number, which is the number itself where it needs none.
func (l limits) aligned(r *big.Rat, more int64) *big.Rat {
	if l.multiple == nil {
		return r
	}
	quotient := new(big.Rat).Quo(r, l.multiple)
	if quotient.IsInt() {
		return r
	}
	whole := new(big.Int).Div(quotient.Num(), quotient.Denom()) // rounds down, as the denominator is positive
	whole.Add(whole, big.NewInt(more))
	return new(big.Rat).Mul(new(big.Rat).SetInt(whole), l.multiple)
}

func written(all []*big.Rat) []any {
	var texts []any
	for _, r := range all {
		if n := number(r); ordinary(n) {
			texts = append(texts, n)
		}
	}
	return texts
}
