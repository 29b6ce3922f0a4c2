package reports

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longest is how many characters of one message a report for people shows; the JSON report has all of them.
const longest = 1000

// printable makes foreign text fit for one line of a terminal, an XML document or a shell: whatever is not a letter,
// mark, number, punctuation, symbol or plain space stands as a Go escape. Control characters, ANSI sequences, line
// breaks, bidirectional overrides, invisible characters and broken UTF-8 all fall under it.
func printable(text string) string {
	if plain(text) {
		return text
	}
	var out strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&out, `\x%02x`, text[0])
		case strconv.IsPrint(r):
			out.WriteRune(r)
		default:
			out.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
		text = text[size:]
	}
	return out.String()
}

// plain reports whether printable has nothing to replace.
func plain(text string) bool {
	for i, r := range text {
		if !strconv.IsPrint(r) {
			return false
		}
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return false
		}
	}
	return true
}

// lines splits a message at its line breaks and makes each line printable. Beyond the longest message it says how
// much was left out.
func lines(message string) []string {
	message = strings.TrimRight(message, "\r\n ")
	if cut, rest := split(message, longest); rest > 0 {
		message = fmt.Sprintf("%s… (%d more characters)", cut, rest)
	}
	var all []string
	for line := range strings.SplitSeq(message, "\n") {
		text := strings.TrimLeft(line, "\t") // a stack trace
		indent := strings.Repeat("    ", len(line)-len(text))
		all = append(all, indent+printable(strings.TrimSuffix(text, "\r")))
	}
	return all
}

// line is a message on a single line.
func line(message string) string { return strings.Join(lines(message), " ") }

// split cuts text after n characters and returns how many follow.
func split(text string, n int) (string, int) {
	if len(text) <= n {
		return text, 0
	}
	for i := range text {
		if n--; n < 0 {
			return text[:i], utf8.RuneCountInString(text[i:])
		}
	}
	return text, 0
}

// wrap breaks a printable line at its spaces, every line after the first indented, so that none is longer than width
// characters. A word that would leave most of a line empty is broken, if possible where a URL has a joint.
func wrap(text string, width, indent int) []string {
	var wrapped []string
	lead, room, rest := "", width, []rune(text)
	for len(rest) > room {
		cut := breakAt(rest, room)
		wrapped = append(wrapped, lead+strings.TrimRight(string(rest[:cut]), " "))
		rest = []rune(strings.TrimLeft(string(rest[cut:]), " "))
		lead, room = strings.Repeat(" ", indent), width-indent
	}
	return append(wrapped, lead+string(rest))
}

// Wrap is text of any origin as lines of at most so many columns, every line after the first indented.
func Wrap(text string, width, indent int) string {
	return strings.Join(wrap(line(text), width, indent), "\n")
}

func breakAt(text []rune, room int) int {
	for i := room; i > room/2; i-- {
		if text[i] == ' ' {
			return i
		}
	}
	for i := room; i > room/2; i-- {
		if strings.ContainsRune("/?&", text[i]) {
			return i
		}
	}
	return room
}
