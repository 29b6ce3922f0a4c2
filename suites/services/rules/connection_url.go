package rules

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// endpoint is where a connection URL leads, its parts decoded.
type endpoint struct {
	scheme, user, password, host, port, database string
	// flaw is the first thing that a strict reader of URLs objects to, or "".
	flaw string
}

func (e endpoint) portOrDefault() string {
	if e.port == "" {
		return defaultPort
	}
	return e.port
}

// address splits host and port.
func (e *endpoint) address(text string) {
	e.host = text
	if i := strings.LastIndexByte(text, ':'); i > strings.LastIndexByte(text, ']') {
		e.host, e.port = text[:i], text[i+1:]
	}
	if strings.Trim(e.port, "0123456789") != "" {
		e.object("its port is no number")
	}
	if e.host = strings.Trim(e.host, "[]"); e.host == "" {
		e.object("it has no host")
	}
	if strings.Contains(e.host, "@") {
		e.object("it has a second @ before the host")
	}
}

// decode returns a part without its percent-encoding. also are characters that may stand in it besides those that may
// stand anywhere.
func (e *endpoint) decode(name, text, also string) string {
	for i := range len(text) {
		if c := text[i]; !isUnreserved(c) && !strings.ContainsRune("!$&'()*+,;=%"+also, rune(c)) {
			e.object(fmt.Sprintf("its %s holds a raw %q, which has to be percent-encoded", name, c))
			break
		}
	}
	decoded, err := url.PathUnescape(text)
	if err != nil {
		e.object("its " + name + " holds a % that begins no encoding")
		return text
	}
	return decoded
}

func (e *endpoint) object(flaw string) {
	if e.flaw == "" {
		e.flaw = flaw
	}
}

// defaultPort is where PostgreSQL is when nobody says otherwise.
const defaultPort = "5432"

// readURL takes a connection URL apart as RFC 3986 does: the first @ ends the user and the password, and the first /
// ends the host. A library that is more forgiving would find its way around characters that had to be encoded, and
// hide that other clients do not. The error says that the text is no URL with a host at all.
func readURL(text string) (endpoint, error) {
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok || scheme == "" || strings.ContainsAny(scheme, " =/:@") {
		return endpoint{}, errors.New("it does not begin with a scheme and ://")
	}
	e := endpoint{scheme: strings.ToLower(scheme)}
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	if userinfo, host, found := strings.Cut(authority, "@"); found {
		user, password, _ := strings.Cut(userinfo, ":")
		e.user, e.password = e.decode("user", user, ""), e.decode("password", password, ":")
		authority = host
	}
	e.address(authority)
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	e.database = e.decode("database", strings.TrimPrefix(path, "/"), ":@")
	return e, nil
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
