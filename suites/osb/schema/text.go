package schema

import (
	"maps"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// WithText returns the parameters with one member more that is, or holds, the text: one that the schema describes or, where
// it admits others, a new one. It is nil when the schema admits no such member.
func (s *Schema) WithText(parameters map[string]any, text string) map[string]any {
	const other = "conformance_text"
	properties, _ := s.root["properties"].(map[string]any)
	for _, name := range append(slices.Sorted(maps.Keys(properties)), other) {
		if _, there := parameters[name]; there {
			continue
		}
		for _, value := range []any{text, []any{text}, map[string]any{other: text}} {
			if more := set(parameters, []string{name}, value); s.Check(more) == nil {
				return more
			}
		}
	}
	return nil
}

// longest is how many characters a text may have that is made here.
const longest = 4096

// texts are candidates for a text of min to max characters, likely ones first.
func texts(node map[string]any, least, greatest int) []any {
	if least > longest || greatest < least {
		return nil
	}
	var all []any
	if format, ok := node["format"].(string); ok {
		if sample := sampleOf(format); sample != "" {
			all = append(all, sample)
		}
	}
	if pattern, ok := node["pattern"].(string); ok {
		return append(all, matching(pattern, least, greatest)...)
	}
	return append(all, sized("conformance", least, greatest))
}

// sized cuts or fills a text.
func sized(text string, least, greatest int) string {
	runes := []rune(text)
	if len(runes) > greatest {
		return string(runes[:greatest])
	}
	return text + strings.Repeat("a", max(0, least-len(runes)))
}

// sampleOf is a text of a format.
func sampleOf(format string) string {
	switch format {
	case "date-time":
		return "2020-02-29T12:00:00Z"
	case "date":
		return "2020-02-29"
	case "time":
		return "12:00:00Z"
	case "duration":
		return "P1D"
	case "email", "idn-email":
		return "conformance@example.com"
	case "hostname", "idn-hostname":
		return "conformance.example.com"
	case "ipv4":
		return "192.0.2.1"
	case "ipv6":
		return "2001:db8::1"
	case "uri", "iri", "uri-reference", "iri-reference", "uri-template":
		return "https://conformance.example.com/"
	case "uuid":
		return "b1f6a7d2-64b8-43c5-8f0e-6f3f5f8f2a02"
	case "regex":
		return "^a$"
	case "json-pointer":
		return "/a"
	}
	return ""
}

// matching are texts of least to greatest characters that a pattern asks for: every repetition is made the same number
// of times, more and more often. A pattern without ends matches longer texts, too.
func matching(pattern string, least, greatest int) []any {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	machine, err := engine(pattern)
	if err != nil {
		return nil
	}
	var all []any
	for times := 0; times <= longest && len(all) < 4; times = next(times) {
		w := &writer{times: times}
		if !w.write(parsed) {
			break
		}
		text := w.String()
		if filled := sized(text, least, greatest); utf8.RuneCountInString(text) <= greatest && machine.MatchString(filled) {
			all = append(all, filled)
		}
	}
	return all
}

// next grows by one while texts are short, and then faster.
func next(times int) int {
	if times < 80 {
		return times + 1
	}
	return times + times/2
}

// writer writes one text that a pattern describes.
type writer struct {
	strings.Builder
	times int
	steps int
}

// write is false when the text becomes too long, or nothing matches.
func (w *writer) write(re *syntax.Regexp) bool {
	if w.steps++; w.steps > 4*longest || w.Len() > longest {
		return false
	}
	switch re.Op {
	case syntax.OpNoMatch:
		return false
	case syntax.OpLiteral:
		w.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		return w.one(re.Rune)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		w.WriteByte('a')
	case syntax.OpStar:
		return w.repeat(re.Sub[0], w.times)
	case syntax.OpPlus:
		return w.repeat(re.Sub[0], max(1, w.times))
	case syntax.OpQuest:
		return w.repeat(re.Sub[0], min(1, w.times))
	case syntax.OpRepeat:
		n := max(re.Min, w.times)
		if re.Max >= 0 {
			n = min(n, re.Max)
		}
		return w.repeat(re.Sub[0], n)
	case syntax.OpAlternate:
		return w.write(re.Sub[0])
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range re.Sub {
			if !w.write(sub) {
				return false
			}
		}
	}
	return true
}

func (w *writer) repeat(re *syntax.Regexp, times int) bool {
	for range times {
		if !w.write(re) {
			return false
		}
	}
	return true
}

// one writes a character of a class, given as pairs of first and last. Letters and digits are the least surprising.
func (w *writer) one(pairs []rune) bool {
	if len(pairs) == 0 {
		return false
	}
	for _, wanted := range "ab01A" {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] <= wanted && wanted <= pairs[i+1] {
				w.WriteRune(wanted)
				return true
			}
		}
	}
	w.WriteRune(pairs[0])
	return true
}

// foreign are candidates for texts of the same length that a pattern does not match.
func foreign(node map[string]any, text string) []any {
	least, greatest := count(node, "minLength", 0), count(node, "maxLength", most)
	length := utf8.RuneCountInString(text)
	var all []any
	for _, piece := range []string{"!", "a", "A", "0", " ", "-", "ü", "\n"} {
		for _, n := range []int{length, max(1, least), least} {
			if n <= longest && n <= greatest {
				all = append(all, strings.Repeat(piece, n))
			}
		}
	}
	return all
}
