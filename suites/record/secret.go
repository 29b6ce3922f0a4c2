package record

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// shortest is the length in bytes below which a secret is only replaced where it stands as a leaf: a shorter one occurs
// in innocent text by chance.
const shortest = 6

// vault holds the secrets of a run. What stands for a secret is a token keyed per run, so that equal secrets stay equal
// and nobody can guess them. A token keeps the reserved characters of its secret, each as it was found, so that an
// encoding, or the lack of one, can still be judged; that of a number is a number as long.
type vault struct {
	key []byte
	// secrets maps each secret to whether it is replaced everywhere.
	secrets map[string]bool
	finder  *finder
	// replaced and tokens hold what replace and token answered: much in a run is said over and over.
	replaced, tokens map[string]string
}

func newVault(key []byte) vault {
	return vault{key: key, secrets: map[string]bool{}, replaced: map[string]string{}, tokens: map[string]string{}}
}

// add learns a secret. One that occurs in ordinary, which are words that everybody knows, is replaced only where it
// stands as a secret: elsewhere it would take names and ids with it and hide nothing.
func (v *vault) add(secret, ordinary string) {
	if secret != "" {
		v.secrets[secret] = v.secrets[secret] || len(secret) >= shortest && !strings.Contains(ordinary, secret)
	}
}

// seal ends the learning.
func (v *vault) seal() {
	var wanted []string
	for secret, everywhere := range v.secrets {
		if everywhere {
			wanted = append(wanted, secret)
		}
	}
	v.finder = newFinder(wanted)
}

var (
	number   = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
	mark     = "redacted-"
	reserved = "!*'();:@&=+$,/?#[]%\"\\ <>{}|^`~"
)

// Redacted reports whether a text is what stands for a secret.
func Redacted(text string) bool { return strings.HasPrefix(text, mark) }

// token is what stands for a secret that was found unencoded.
func (v *vault) token(secret string) string { return once(v.tokens, secret, v.newToken) }

func (v *vault) newToken(secret string) string { return v.stand(secret, secret, plain) }

// replace puts tokens in the place of all secrets in a text, in whatever encoding they stand there.
func (v *vault) replace(text string) string { return once(v.replaced, text, v.search) }

func once[T any](known map[string]T, text string, find func(string) T) T {
	found, met := known[text]
	if !met {
		found = find(text)
		known[text] = found
	}
	return found
}

// stand is what replaces a secret that was found as text, in that encoding.
func (v *vault) stand(secret, text string, e encoding) string {
	mac := hmac.New(sha256.New, v.key)
	mac.Write([]byte(string([]rune(secret)))) // as it is searched
	sum := mac.Sum(nil)
	if number.MatchString(secret) {
		return digits(secret, sum)
	}
	kept := map[rune]string{}
	for i := 0; i < len(text); {
		r, size := e.decode(text[i:])
		if kept[r] == "" && strings.ContainsRune(reserved, r) {
			kept[r] = text[i : i+size]
		}
		i += size
	}
	token := mark + hex.EncodeToString(sum[:6])
	for _, r := range slices.Sorted(maps.Keys(kept)) { // in this order, or they would tell theirs
		token += kept[r]
	}
	return token
}

// digits replaces the digits of a number, but not those of its exponent. None becomes 0, which may not lead a number of
// JSON; one that does lead it stays, for the same reason.
func digits(number string, sum []byte) string {
	out := []byte(number)
	for i, b := range out {
		if b == 'e' || b == 'E' {
			break
		}
		leading := b == '0' && strings.Trim(number[:i], "-") == ""
		if '0' <= b && b <= '9' && !leading {
			out[i] = '1' + sum[i%len(sum)]%9
		}
	}
	return string(out)
}

// leaf replaces what is secret in a leaf that stands in a secret place; replaced is false when it is nothing.
func (v *vault) leaf(text string) (out string, replaced bool) {
	p := partOf(text)
	secret := p.decoded(text)
	if _, known := v.secrets[secret]; !known {
		return text, false
	}
	return v.replace(text[:p.start]) + v.stand(secret, text[p.start:p.end], p.encoding) + v.replace(text[p.end:]), true
}

// Secret reports whether a member, a parameter or a key of that name holds a secret by the sound of it.
func Secret(name string) bool {
	lower := "_" + strings.ToLower(name)
	sounds := slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(lower, word) })
	return sounds && !slices.ContainsFunc(harmless, func(end string) bool { return strings.HasSuffix(lower, end) })
}

// secretHeader reports whether the value of a header is secret as a whole.
func secretHeader(name string) bool {
	lower := "-" + strings.ToLower(name)
	return slices.ContainsFunc(secretHeaders, func(end string) bool { return strings.HasSuffix(lower, end) })
}

var (
	secretWords = []string{"password", "passwd", "_pwd", "passphrase", "secret", "token", "credential", "apikey", "api_key", "api-key",
		"privatekey", "private_key", "private-key", "authorization"}
	harmless      = []string{"endpoint", "_type", "client_id", "expires", "expires_in", "expires_at"}
	secretHeaders = []string{"-authorization", "-cookie", "-token", "-secret", "-password", "-api-key", "-apikey"}
)

var (
	userinfo   = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*://[^/@:]*:(.*)@[^@]*$`)
	pgpassword = regexp.MustCompile(`PGPASSWORD=(?:'((?:[^']|'\\'')*)'|"((?:[^"\\]|\\.)*)"|((?:[^\s\\]|\\.)*))`)
	// assigned finds values that text which is no JSON gives to secret names.
	assigned = regexp.MustCompile(`(?i)["']?([a-z0-9_-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|private[_-]?key)[a-z0-9_-]*)["']?\s*[:=]\s*(?:"((?:[^"\\]|\\.)*)|'([^']*)|([^\s"',;&<>{}()\[\]]+))`)
)

// secretPath reports whether a member on the way says by its name that what follows is secret. What a JSON Schema says
// about such a member is not. sounds is Secret, or knows what it says.
func secretPath(path []string, sounds func(string) bool) bool {
	for i, name := range path {
		if sounds(name) && (i == len(path)-1 || i == 0 || path[i-1] != "properties") {
			return true
		}
	}
	return false
}

// part is where the secret stands in a leaf, and how it is encoded there.
type part struct {
	start, end int
	encoding   encoding
}

func (p part) decoded(text string) string { return p.encoding.all(text[p.start:p.end]) }

// partOf reduces a secret leaf to what is secret in it: the password of a URL or of a psql command, else the whole. What
// stands around is needed to judge whether the parts agree.
func partOf(leaf string) part {
	if at := userinfo.FindStringSubmatchIndex(leaf); at != nil {
		if _, err := url.PathUnescape(leaf[at[2]:at[3]]); err == nil {
			return part{at[2], at[3], percent}
		}
		return part{at[2], at[3], plain}
	}
	if at := pgpassword.FindStringSubmatchIndex(leaf); at != nil {
		if at[2] >= 0 {
			return part{at[2], at[3], quoted}
		}
		from := max(at[4], at[6])
		return part{from, max(at[5], at[7]), escaped}
	}
	return part{0, len(leaf), plain}
}

// assignments returns where the values stand that text gives to secret names.
func assignments(text string) (spans [][2]int) {
	for _, at := range assigned.FindAllStringSubmatchIndex(text, -1) {
		if !Secret(text[at[2]:at[3]]) {
			continue
		}
		for i := 4; i < len(at); i += 2 {
			if at[i] >= 0 && at[i+1] > at[i] {
				spans = append(spans, [2]int{at[i], at[i+1]})
			}
		}
	}
	return slices.Clip(spans)
}
