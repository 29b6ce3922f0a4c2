package reports

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"conformance/suites/record"
)

// How many bytes of a body a curl line carries, and how long the whole line may be: shells and terminals take no more in
// good grace.
const (
	longestBody = 16 << 10
	longestLine = 96 << 10
)

// unsent are headers that curl writes itself, or that say who sent the request and not what it was.
var unsent = []string{"Accept-Encoding", "Authorization", "Connection", "Content-Length", "Host", "Transfer-Encoding", "User-Agent"}

// Curl is the request of an exchange as one line for a POSIX shell. Credentials are the variables USERNAME and PASSWORD,
// or TOKEN, of that shell. The line is printable: a body that is not is piped through printf, byte by byte, and a body
// of more than 16 KiB is left to be saved from the JSON report. A request that is too long even so becomes a remark.
func Curl(x *record.Exchange) string {
	before, data, note := body(x)
	words := []string{"curl", "-i"}
	switch {
	case x.Request.Method == http.MethodHead:
		words = append(words, "--head")
	case x.Request.Method != http.MethodGet || data != "":
		words = append(words, "-X", word(x.Request.Method))
	}
	words = append(words, authorization(x.Request.Header)...)
	for _, name := range slices.Sorted(maps.Keys(x.Request.Header)) {
		if slices.Contains(unsent, http.CanonicalHeaderKey(name)) || strings.HasPrefix(name, "@") {
			continue // curl reads a header that begins with @ from a file
		}
		for _, value := range x.Request.Header[name] {
			words = append(words, "-H", headerWord(name, value))
		}
	}
	if data != "" {
		if first(x.Request.Header, "Content-Type") == "" {
			words = append(words, "-H", "'Content-Type:'") // or curl would call it a form
		}
		words = append(words, data)
	}
	command := before + strings.Join(append(words, address(x.Request.URL)...), " ") + note
	if len(command) > longestLine {
		return fmt.Sprintf("# the request of exchange %d is too long for a command line; the JSON report has it", x.Number)
	}
	return command
}

func authorization(header http.Header) []string {
	value := first(header, "Authorization")
	scheme, _, _ := strings.Cut(value, " ")
	switch {
	case value == "":
		return nil
	case strings.EqualFold(scheme, "Basic"):
		return []string{"-u", `"$USERNAME:$PASSWORD"`}
	case strings.EqualFold(scheme, "Bearer"):
		return []string{"-H", `"Authorization: Bearer $TOKEN"`}
	}
	return []string{"-H", `"Authorization: $AUTHORIZATION"`}
}

// first returns the first value of a header, in whatever case its name was sent.
func first(header http.Header, name string) string {
	for key, values := range header {
		if strings.EqualFold(key, name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

func headerWord(name, value string) string {
	if value == "" {
		return word(name + ";") // how curl sends a header without value
	}
	return word(name + ": " + value)
}

// body returns what has to stand before the command, the option that sends the body, and a remark behind the line.
func body(x *record.Exchange) (before, option, note string) {
	text := string(x.Request.Body)
	switch {
	case text == "":
		return "", "", ""
	case len(text) > longestBody:
		file := fmt.Sprintf("exchange-%d.body", x.Number)
		return "", "--data-binary @" + file, fmt.Sprintf(" # save the body of exchange %d, %d bytes, as %s", x.Number, len(text), file)
	case plain(text):
		return "", "--data-raw " + word(text), ""
	}
	return "printf '" + octal(text) + "' | ", "--data-binary @-", " # the body is not plain text"
}

// address keeps curl from reading brackets as patterns and from tidying dot segments away.
func address(url string) []string {
	var words []string
	if strings.ContainsAny(url, "[]{}") {
		words = append(words, "--globoff")
	}
	if strings.Contains(url, "/.") {
		words = append(words, "--path-as-is")
	}
	if strings.HasPrefix(url, "-") {
		words = append(words, "--url") // or curl would obey it
	}
	var encoded strings.Builder
	for _, b := range []byte(url) {
		if b <= ' ' || b > '~' {
			fmt.Fprintf(&encoded, "%%%02X", b)
			continue
		}
		encoded.WriteByte(b)
	}
	return append(words, word(encoded.String()))
}

// word is text as one word of a POSIX shell.
func word(text string) string {
	switch {
	case text != "" && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		return text
	case plain(text):
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	return `"$(printf '` + octal(text) + `')"`
}

// octal is text as a format of printf that prints exactly its bytes.
func octal(text string) string {
	var out strings.Builder
	for _, b := range []byte(text) {
		switch {
		case b < ' ' || b > '~' || b == '\'' || b == '\\':
			fmt.Fprintf(&out, `\%03o`, b)
		case b == '%':
			out.WriteString("%%")
		default:
			out.WriteByte(b)
		}
	}
	return out.String()
}
