package rules

import (
	"errors"
	"strings"
)

// split takes a command apart into words as a POSIX shell does (Shell Command Language, sections 2.2 and 2.3), without
// expanding anything. Operators are words of their own. unsafe is the first character to which a shell would give a
// meaning other than quoting, or 0 when the words are exactly what the command is given. A quote that is not closed and a
// backslash at the end are errors.
func split(text string) (words []string, unsafe byte, err error) {
	r := &shellReader{text: text}
	for r.at < len(r.text) && r.err == nil {
		r.next()
	}
	r.end()
	return r.words, r.unsafe, r.err
}

type shellReader struct {
	text string
	at   int
	// word is the word that is being read; open tells an empty word from none.
	word strings.Builder
	open bool

	words  []string
	unsafe byte
	err    error
}

// next reads one character, or one quoted part, outside of quotes.
func (r *shellReader) next() {
	c := r.text[r.at]
	r.at++
	switch {
	case c == '\'':
		r.single()
	case c == '"':
		r.double()
	case c == '\\':
		r.escaped()
	case strings.IndexByte(operators, c) >= 0 && !(c == '\n' && r.blankRest()):
		r.warn(c)
		r.end()
		if c != '\n' {
			r.words = append(r.words, string(c))
		}
	case strings.IndexByte(blanks, c) >= 0:
		r.end()
	default:
		if strings.IndexByte(expansions, c) >= 0 || !r.open && (c == '#' || c == '~') {
			r.warn(c)
		}
		r.add(c)
	}
}

// blankRest reports whether nothing but blanks follow: a line end at the end of a command means nothing.
func (r *shellReader) blankRest() bool { return strings.Trim(r.text[r.at:], blanks) == "" }

func (r *shellReader) single() {
	r.open = true
	end := strings.IndexByte(r.text[r.at:], '\'')
	if end < 0 {
		r.err = errors.New("a single quote is not closed")
		return
	}
	r.word.WriteString(r.text[r.at : r.at+end])
	r.at += end + 1
}

// double reads up to the closing double quote; inside, a backslash escapes only what would have a meaning there.
func (r *shellReader) double() {
	r.open = true
	for r.at < len(r.text) {
		c := r.text[r.at]
		r.at++
		switch {
		case c == '"':
			return
		case c == '\\' && r.at < len(r.text) && strings.IndexByte("$`\"\\\n", r.text[r.at]) >= 0:
			if r.text[r.at] != '\n' {
				r.word.WriteByte(r.text[r.at])
			}
			r.at++
		default:
			if c == '$' || c == '`' {
				r.warn(c)
			}
			r.word.WriteByte(c)
		}
	}
	r.err = errors.New("a double quote is not closed")
}

// escaped takes the character after a backslash as it is; a line end after one joins two lines.
func (r *shellReader) escaped() {
	if r.at == len(r.text) {
		r.err = errors.New("a backslash stands at the end")
		return
	}
	if c := r.text[r.at]; c != '\n' {
		r.add(c)
	}
	r.at++
}

func (r *shellReader) add(c byte) {
	r.open = true
	r.word.WriteByte(c)
}

func (r *shellReader) end() {
	if r.open {
		r.words = append(r.words, r.word.String())
	}
	r.word.Reset()
	r.open = false
}

func (r *shellReader) warn(c byte) {
	if r.unsafe == 0 {
		r.unsafe = c
	}
}

const (
	blanks    = " \t\n"
	operators = "|&;<>()\n"
	// expansions are characters that a shell replaces by something else where they are not quoted.
	expansions = "$`*?["
)
