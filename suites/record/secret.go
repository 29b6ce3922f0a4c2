package record

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"sort"
	"strings"
)

// shortest is the length below which a secret is only replaced where it stands as a leaf: a shorter one occurs in
// innocent text by chance.
const shortest = 6

// vault holds the secrets of a run and what stands for each: a token keyed per run, so that equal secrets stay equal
// and nobody can guess them. A token keeps the reserved characters of its secret, so that an encoding, or the lack of
// one, can still be judged.
type vault struct {
	key    []byte
	tokens map[string]string
	// encoded holds passwords as they stand in URLs, and what each decodes to.
	encoded map[string]string
}

func (v *vault) add(secret string) {
	if secret == "" || v.tokens[secret] != "" {
		return
	}
	v.tokens[secret] = v.token(secret)
}

func (v *vault) token(secret string) string {
	mac := hmac.New(sha256.New, v.key)
	mac.Write([]byte(secret))
	sum := mac.Sum(nil)
	if strings.Trim(secret, "0123456789") == "" {
		digits := "9"
		for _, b := range sum[:min(len(secret), len(sum))-1] {
			digits += fmt.Sprint(b % 10)
		}
		return digits
	}
	token := "redacted-" + hex.EncodeToString(sum[:6])
	for _, r := range secret {
		if strings.ContainsRune("!*'();:@&=+$,/?#[]%\"\\ <>{}|^`", r) && !strings.ContainsRune(token, r) {
			token += string(r)
		}
	}
	return token
}

// replacer replaces every occurrence of the longer secrets, in all the forms in which they travel. A text that is both a
// secret and an encoded form of another one, as the password in a URL is, is taken for the latter: what stands for it
// then still decodes to what stands for the other.
func (v *vault) replacer() *strings.Replacer {
	forms := map[string]string{}
	for secret, token := range v.tokens {
		if len(secret) < shortest {
			continue
		}
		for _, encode := range encodings {
			form, stand := encode(secret), encode(token)
			if _, known := forms[form]; form != secret || !known {
				forms[form] = stand
			}
			if lower := lowerEscapes(form); lower != form {
				forms[lower] = lowerEscapes(stand)
			}
		}
	}
	for raw, secret := range v.encoded {
		if token, known := v.tokens[secret]; known && len(secret) >= shortest {
			stand := encodedLike(raw, token)
			forms[raw], forms[jsonText(raw, true)], forms[jsonText(raw, false)] = stand, jsonText(stand, true), jsonText(stand, false)
		}
	}
	ordered := make([]string, 0, len(forms))
	for form := range forms {
		ordered = append(ordered, form)
	}
	sort.Slice(ordered, func(i, j int) bool {
		if len(ordered[i]) != len(ordered[j]) {
			return len(ordered[i]) > len(ordered[j])
		}
		return ordered[i] < ordered[j]
	})
	var pairs []string
	for _, form := range ordered {
		pairs = append(pairs, form, forms[form])
	}
	return strings.NewReplacer(pairs...)
}

var encodings = []func(string) string{
	func(s string) string { return s },
	url.PathEscape,
	url.QueryEscape,
	func(s string) string { return strings.TrimPrefix(url.UserPassword("", s).String(), ":") },
	percentAll,
	func(s string) string { return jsonText(s, true) },
	func(s string) string { return jsonText(s, false) },
	func(s string) string { return strings.ReplaceAll(s, "'", `'\''`) },
	func(s string) string { return jsonText(strings.ReplaceAll(s, "'", `'\''`), false) },
	func(s string) string { return strings.ReplaceAll(s, "/", `\/`) },
	doubleQuoted,
	func(s string) string { return jsonText(doubleQuoted(s), false) },
	backslashed,
	func(s string) string { return jsonText(backslashed(s), false) },
}

// doubleQuoted and backslashed escape what a POSIX shell would expand, inside of double quotes and without quotes.
func doubleQuoted(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(s)
}

func backslashed(s string) string {
	return special.ReplaceAllString(s, `\$0`)
}

// encodedLike percent-encodes a token, except for the characters that the raw text holds unencoded: every encoder leaves
// others alone, and one that leaves too many has to be found.
func encodedLike(raw, token string) string {
	var b strings.Builder
	for i := range len(token) {
		if c := token[i]; c != '%' && (strings.IndexByte(raw, c) >= 0 || url.QueryEscape(string(rune(c))) == string(rune(c))) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// percentAll escapes everything but the unreserved characters of RFC 3986.
func percentAll(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}

func jsonText(s string, html bool) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(html)
	if encoder.Encode(s) != nil {
		return s
	}
	return strings.Trim(strings.TrimSuffix(b.String(), "\n"), `"`)
}

var escape = regexp.MustCompile(`%[0-9A-F]{2}`)

func lowerEscapes(s string) string { return escape.ReplaceAllStringFunc(s, strings.ToLower) }

var (
	secretName = regexp.MustCompile(`(?i)(passw(or)?d|passphrase|secret|token|credential|api_?key|private_?key|authorization|(^|_)pwd$)`)
	userinfo   = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*://[^/@:]*:(.*)@[^@]*$`)
	special    = regexp.MustCompile(`[^A-Za-z0-9_\-.,:+/@\n]`)
	pgpassword = regexp.MustCompile(`PGPASSWORD=('(?:[^']|'\\'')*'|"[^"]*"|\S*)`)
)

// inURL returns the password of a URL as it stands there and decoded, when the two differ.
func inURL(leaf string) (raw, decoded string, ok bool) {
	match := userinfo.FindStringSubmatch(leaf)
	if match == nil {
		return "", "", false
	}
	decoded, err := url.PathUnescape(match[1])
	return match[1], decoded, err == nil && decoded != match[1]
}

// parts reduces a secret leaf to what is secret in it: the password of a URL or of a psql command, else the whole.
// What stands around is needed to judge whether the parts agree.
func parts(leaf string) []string {
	if match := userinfo.FindStringSubmatch(leaf); match != nil {
		decoded, err := url.PathUnescape(match[1])
		if err != nil {
			decoded = match[1]
		}
		return []string{match[1], decoded}
	}
	if match := pgpassword.FindStringSubmatch(leaf); match != nil {
		word := match[1]
		if len(word) > 1 && (word[0] == '\'' || word[0] == '"') {
			word = strings.ReplaceAll(word[1:len(word)-1], `'\''`, "'")
		}
		return []string{word, strings.ReplaceAll(word, `\`, "")}
	}
	return []string{leaf}
}
