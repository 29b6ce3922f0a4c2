// Package jsontext reads JSON as encoding/json does, several times as fast, and says where each token stands. Whole runs
// are little else than JSON.
package jsontext

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// Kinds of tokens that are no bracket or brace, which have their own character.
const (
	String  byte = '"'
	Number  byte = '0'
	Literal byte = 't' // true, false or null
)

// Token is one token of a text; commas and colons are none.
type Token struct {
	Kind byte
	// Name is set when a string names a member.
	Name bool
	// Start and End are the offsets of its bytes.
	Start, End int

	odd bool // a string that does not stand for itself
}

// Scanner reads the tokens of a text in order, and several values after one another. It is not recursive: the depth of a
// text is for its sender to choose.
type Scanner struct {
	text string
	at   int
	open []byte
	want want
}

// want is what may come next. A value is always welcome at the top.
type want byte

const (
	value want = iota
	valueOrEnd
	name
	nameOrEnd
	colon
	commaOrEnd
)

// NewScanner returns a scanner for a text.
func NewScanner(text string) *Scanner { return &Scanner{text: text} }

// Next returns the next token; ok is false where the text ends or stops being JSON.
func (s *Scanner) Next() (t Token, ok bool) {
	for ; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
		case c == ':' && s.want == colon:
			s.want = value
		case c == ',' && s.want == commaOrEnd:
			s.want = value
			if s.open[len(s.open)-1] == '{' {
				s.want = name
			}
		default:
			t, ok = s.token(c)
			if ok {
				s.at = t.End
			}
			return t, ok
		}
	}
	return Token{}, false
}

func (s *Scanner) token(c byte) (t Token, ok bool) {
	t = Token{Kind: c, Start: s.at, End: s.at + 1}
	switch {
	case c == '}' || c == ']':
		return t, s.close(c)
	case c == '"' && (s.want == name || s.want == nameOrEnd):
		t.Name, s.want = true, colon
		return t, s.quoted(&t)
	case s.want != value && s.want != valueOrEnd:
		return t, false
	case c == '{':
		s.open, s.want = append(s.open, c), nameOrEnd
		return t, true
	case c == '[':
		s.open, s.want = append(s.open, c), valueOrEnd
		return t, true
	case c == '"':
		ok = s.quoted(&t)
	case c == '-' || '0' <= c && c <= '9':
		ok = s.number(&t)
	default:
		ok = s.literal(&t)
	}
	s.ended()
	return t, ok
}

// close ends an object or array.
func (s *Scanner) close(c byte) bool {
	if len(s.open) == 0 || s.want != commaOrEnd && s.want != nameOrEnd && s.want != valueOrEnd || s.open[len(s.open)-1] != c-2 { // { and [ are two before } and ]
		return false
	}
	s.open = s.open[:len(s.open)-1]
	s.ended()
	return true
}

// ended says what may follow a value.
func (s *Scanner) ended() {
	s.want = commaOrEnd
	if len(s.open) == 0 {
		s.want = value
	}
}

func (s *Scanner) quoted(t *Token) bool {
	ascii := true
	for i := t.Start + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '"':
			t.End = i + 1
			t.odd = t.odd || !ascii && !utf8.ValidString(s.text[t.Start:t.End])
			return true
		case c < ' ':
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		case c == '\\':
			t.odd = true
			n := escape(s.text[i+1:])
			if n == 0 {
				return false
			}
			i += n
		}
	}
	return false
}

// escape returns the length of what may follow a backslash, 0 for anything else.
func escape(text string) int {
	switch {
	case text == "":
		return 0
	case strings.IndexByte(`"\/bfnrt`, text[0]) >= 0:
		return 1
	case text[0] == 'u' && len(text) >= 5 && strings.Trim(text[1:5], "0123456789abcdefABCDEF") == "":
		return 5
	}
	return 0
}

// number reads what the grammar of JSON takes in; what follows is for the next token to refuse.
func (s *Scanner) number(t *Token) bool {
	t.Kind = Number
	i := t.Start
	if s.text[i] == '-' {
		i++
	}
	digits := s.digits(i)
	if digits == i {
		return false
	}
	if s.text[i] == '0' {
		digits = i + 1
	}
	i = digits
	if i < len(s.text) && s.text[i] == '.' {
		if digits = s.digits(i + 1); digits == i+1 {
			return false
		}
		i = digits
	}
	if i < len(s.text) && (s.text[i] == 'e' || s.text[i] == 'E') {
		i++
		if i < len(s.text) && (s.text[i] == '+' || s.text[i] == '-') {
			i++
		}
		if digits = s.digits(i); digits == i {
			return false
		}
		i = digits
	}
	t.End = i
	return true
}

// digits returns where the digits from i on end.
func (s *Scanner) digits(i int) int {
	for i < len(s.text) && '0' <= s.text[i] && s.text[i] <= '9' {
		i++
	}
	return i
}

func (s *Scanner) literal(t *Token) bool {
	t.Kind = Literal
	for _, word := range []string{"true", "false", "null"} {
		if strings.HasPrefix(s.text[t.Start:], word) {
			t.End = t.Start + len(word)
			return true
		}
	}
	return false
}

// Text is what a token stands for: the text of a string without quotes and escapes, any other as it is.
func (s *Scanner) Text(t Token) string {
	raw := s.text[t.Start:t.End]
	switch {
	case t.odd:
		var text string
		_ = json.Unmarshal([]byte(raw), &text) // it was read as a string
		return text
	case t.Kind == String:
		return raw[1 : len(raw)-1]
	}
	return raw
}

// ErrMore says that something follows the value.
var ErrMore = errors.New("there is more after the JSON value")

// Decode reads a text that is exactly one value, numbers as json.Number. The error is ErrMore or that of encoding/json.
func Decode(text []byte) (any, error) {
	s := NewScanner(string(text))
	if value, ok := s.value(); ok && strings.TrimLeft(s.text[s.at:], " \n\t\r") == "" {
		return value, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, ErrMore
	}
	return value, nil
}

// deepest is how many values encoding/json reads within one another.
const deepest = 10000

func (s *Scanner) value() (any, bool) {
	t, ok := s.Next()
	if !ok {
		return nil, false
	}
	return s.decode(t)
}

func (s *Scanner) decode(t Token) (any, bool) {
	switch {
	case len(s.open) > deepest:
		return nil, false
	case t.Kind == '{':
		return s.object()
	case t.Kind == '[':
		return s.array()
	case t.Kind == String:
		return s.Text(t), true
	case t.Kind == Number:
		return json.Number(s.Text(t)), true
	}
	switch s.text[t.Start] {
	case 'n':
		return nil, true
	default:
		return s.text[t.Start] == 't', true
	}
}

func (s *Scanner) object() (any, bool) {
	object := map[string]any{}
	for {
		t, ok := s.Next()
		if !ok || t.Kind == '}' {
			return object, ok
		}
		value, ok := s.value()
		if !ok {
			return nil, false
		}
		object[s.Text(t)] = value
	}
}

func (s *Scanner) array() (any, bool) {
	array := []any{}
	for {
		t, ok := s.Next()
		if !ok || t.Kind == ']' {
			return array, ok
		}
		value, ok := s.decode(t)
		if !ok {
			return nil, false
		}
		array = append(array, value)
	}
}
