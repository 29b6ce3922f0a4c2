package record

import (
	"html"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// encoding is a way in which text travels: it decodes the first character of what is not empty. What is not encoded in
// that way stands for itself. trigger is a character that something encoded always has.
type encoding struct {
	trigger string
	decode  func(text string) (rune, int)
}

func (e encoding) all(text string) string {
	var out strings.Builder
	for len(text) > 0 {
		r, size := e.decode(text)
		out.WriteRune(r)
		text = text[size:]
	}
	return out.String()
}

var (
	plain     = encoding{"", utf8.DecodeRuneInString}
	percent   = encoding{"%", decodePercent}
	form      = encoding{"+", decodeForm}
	backslash = encoding{`\`, decodeBackslash}
	quoted    = encoding{`'\''`, decodeQuoted}
	escaped   = encoding{`\`, decodeEscaped}
	entity    = encoding{"&", decodeEntity}
	encodings = []encoding{plain, percent, form, backslash, quoted, escaped, entity}
)

// decodePercent reads %C3%A4, in either case of the digits.
func decodePercent(text string) (rune, int) {
	var bytes []byte
	for rest := text; len(rest) >= 3 && rest[0] == '%' && !utf8.FullRune(bytes); rest = rest[3:] {
		b, err := strconv.ParseUint(rest[1:3], 16, 8)
		if err != nil {
			break
		}
		bytes = append(bytes, byte(b))
	}
	if len(bytes) == 0 {
		return utf8.DecodeRuneInString(text)
	}
	r, size := utf8.DecodeRune(bytes)
	return r, 3 * size
}

// decodeForm is decodePercent where a space is a plus sign.
func decodeForm(text string) (rune, int) {
	if text[0] == '+' {
		return ' ', 1
	}
	return decodePercent(text)
}

// decodeQuoted reads how a POSIX shell has an apostrophe between apostrophes.
func decodeQuoted(text string) (rune, int) {
	if strings.HasPrefix(text, `'\''`) {
		return '\'', 4
	}
	return utf8.DecodeRuneInString(text)
}

// decodeEscaped reads the backslash of a POSIX shell: what follows stands for itself.
func decodeEscaped(text string) (rune, int) {
	if text[0] != '\\' || len(text) == 1 {
		return utf8.DecodeRuneInString(text)
	}
	r, size := utf8.DecodeRuneInString(text[1:])
	return r, 1 + size
}

// decodeBackslash reads the escapes of JSON.
func decodeBackslash(text string) (rune, int) {
	if text[0] != '\\' || len(text) == 1 {
		return utf8.DecodeRuneInString(text)
	}
	switch text[1] {
	case 'u':
		if r, ok := hexRune(text); ok {
			if low, ok := hexRune(text[6:]); ok && utf16.IsSurrogate(r) {
				return utf16.DecodeRune(r, low), 12
			}
			return r, 6
		}
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	}
	return decodeEscaped(text)
}

func hexRune(text string) (rune, bool) {
	if len(text) < 6 || text[:2] != `\u` {
		return 0, false
	}
	r, err := strconv.ParseUint(text[2:6], 16, 32)
	return rune(r), err == nil
}

// decodeEntity reads the character references of HTML.
func decodeEntity(text string) (rune, int) {
	if text[0] == '&' {
		if end := strings.IndexByte(text[:min(len(text), 12)], ';'); end > 0 {
			decoded := html.UnescapeString(text[:end+1])
			if r, size := utf8.DecodeRuneInString(decoded); size == len(decoded) {
				return r, end + 1
			}
		}
	}
	return utf8.DecodeRuneInString(text)
}

// revealing is the length in bytes from which the beginning of a secret is treated as the secret. It also keeps a search
// linear: whatever was compared for longer is replaced and not looked at again.
const revealing = 64

// finder finds the secrets that a text holds.
type finder struct {
	// secrets are sorted, in valid UTF-8.
	secrets []string
	// first are the bytes with which a secret begins; begins are those with which one does in some encoding.
	first, begins [256]bool
}

func newFinder(secrets []string) *finder {
	f := &finder{}
	for _, secret := range secrets {
		f.secrets = append(f.secrets, string([]rune(secret)))
		f.first[f.secrets[len(f.secrets)-1][0]] = true
	}
	sort.Strings(f.secrets)
	f.begins = f.first
	for b := utf8.RuneSelf; b < len(f.begins); b++ {
		f.begins[b] = true // what is no UTF-8 is searched as the replacement character
	}
	for _, e := range encodings {
		if e.trigger != "" {
			f.begins[e.trigger[0]] = true
		}
	}
	return f
}

// longest returns the longest secret that text begins with in that encoding, and how much of the text it takes.
func (f *finder) longest(text string, e encoding) (secret string, end int) {
	low, high, depth := 0, len(f.secrets), 0
	for i := 0; i < len(text); {
		r, size := e.decode(text[i:])
		var unit [utf8.UTFMax]byte
		for _, b := range unit[:utf8.EncodeRune(unit[:], r)] {
			if depth == 0 && !f.first[b] {
				return "", 0
			}
			if low, high = f.narrow(low, high, depth, b); low == high {
				return secret, end
			}
			depth++
		}
		i += size
		if len(f.secrets[low]) == depth || depth >= revealing {
			secret, end = f.secrets[low], i
		}
	}
	return secret, end
}

// narrow returns those secrets of a range, equal up to depth, that have b there.
func (f *finder) narrow(low, high, depth int, b byte) (int, int) {
	among := f.secrets[low:high]
	from := sort.Search(len(among), func(i int) bool { return len(among[i]) > depth && among[i][depth] >= b })
	to := sort.Search(len(among), func(i int) bool { return len(among[i]) > depth && among[i][depth] > b })
	return low + from, low + to
}

// search is replace for a text that it has not met.
func (v *vault) search(text string) string {
	if len(v.finder.secrets) == 0 {
		return text
	}
	var ways []encoding
	for _, e := range encodings {
		if strings.Contains(text, e.trigger) {
			ways = append(ways, e)
		}
	}
	var out strings.Builder
	done := 0
	for i := 0; i < len(text); {
		if !v.finder.begins[text[i]] {
			i++
			continue
		}
		secret, end, way := "", 0, plain
		for _, e := range ways {
			if found, n := v.finder.longest(text[i:], e); n > end {
				secret, end, way = found, n, e
			}
		}
		if end == 0 {
			i++
			continue
		}
		out.WriteString(text[done:i])
		out.WriteString(v.stand(secret, text[i:i+end], way))
		i += end
		done = i
	}
	if done == 0 {
		return text
	}
	out.WriteString(text[done:])
	return out.String()
}
