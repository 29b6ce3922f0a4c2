package probe

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The schemes of what can be opened.
const (
	postgres = "postgres"
	plain    = "http"
	secure   = "https"
)

// door is what credentials open, and what opens it.
type door struct {
	scheme, host string
	port         uint16
	// database and mode (sslmode) are of PostgreSQL, path is of HTTP, with the query.
	database, mode, path string
	user, password       string
}

var (
	schemes  = map[string]string{"postgres": postgres, "postgresql": postgres, "http": plain, "https": secure}
	ports    = map[string]uint16{postgres: 5432, plain: 80, secure: 443}
	modes    = []string{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}
	hostname = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})$`)
)

const otherKind = "the credentials are of another kind than PostgreSQL and HTTP with user name and password"

// find reads credentials: a URL among them, else the members that PostgreSQL needs. Why says what is wrong with them; what
// was found until then says where they lead.
func find(credentials map[string]any) (d door, why string) {
	users, passwords := text(credentials, "username", "user"), text(credentials, "password")
	for _, member := range []string{"uri", "url"} {
		value := text(credentials, member)
		if value == "" || strings.HasPrefix(value, "jdbc:postgresql:") {
			continue
		}
		u, err := url.Parse(value)
		if err != nil || schemes[u.Scheme] == "" {
			return door{}, otherKind
		}
		if d, why = ofURL(u); why != "" {
			return d, why
		}
		password, _ := u.User.Password()
		d.user, d.password = cmp.Or(u.User.Username(), users), cmp.Or(password, passwords)
		return d, d.lacks()
	}
	d = door{
		scheme: postgres, host: text(credentials, "host", "hostname"), user: users, password: passwords,
		database: text(credentials, "database", "dbname", "db_name", "name"), mode: cmp.Or(text(credentials, "sslmode"), "prefer"),
	}
	// Members do not say what is behind them. A database at the port of PostgreSQL is one.
	if text(credentials, "port") != "5432" || d.host == "" || d.database == "" {
		return door{}, otherKind
	}
	d.port = ports[postgres]
	if why := d.settle(); why != "" {
		return door{}, why
	}
	return d, d.lacks()
}

// ofURL reads where a URL leads. What it says besides, such as files to read or another host, is left alone.
func ofURL(u *url.URL) (door, string) {
	d := door{scheme: schemes[u.Scheme], host: u.Hostname()}
	d.port = ports[d.scheme]
	if text := u.Port(); text != "" {
		port, err := strconv.ParseUint(text, 10, 16)
		if err != nil || port == 0 {
			return door{}, "the credentials name a port that is none"
		}
		d.port = uint16(port)
	}
	if d.scheme == postgres {
		d.database = strings.TrimPrefix(u.Path, "/")
		d.mode = cmp.Or(u.Query().Get("sslmode"), "prefer")
	} else {
		d.path = u.RequestURI()
	}
	if why := d.settle(); why != "" {
		return door{}, why
	}
	return d, ""
}

// settle brings the host into the form in which hosts are compared.
func (d *door) settle() string {
	host, ok := canonical(d.host)
	if !ok {
		return "the credentials name a host that is none"
	}
	if d.host = host; d.scheme == postgres && !slices.Contains(modes, d.mode) {
		return "the credentials name an sslmode that is none"
	}
	return ""
}

// lacks says what is missing to open the door.
func (d door) lacks() string {
	if d.user == "" || d.scheme == postgres && d.password == "" {
		return otherKind
	}
	return ""
}

// canonical is a name in lower case, or an address as it is usually written.
func canonical(host string) (string, bool) {
	if address, err := netip.ParseAddr(host); err == nil {
		return address.Unmap().String(), address.Zone() == ""
	}
	return strings.ToLower(host), hostname.MatchString(host)
}

// address is host and port.
func (d door) address() string { return net.JoinHostPort(d.host, fmt.Sprint(d.port)) }

// where leaves out what could hold credentials.
func (d door) where() string {
	if d.scheme == "" {
		return ""
	}
	u := url.URL{Scheme: d.scheme, Host: d.address()}
	hidden := len(d.database) > 63
	for _, secret := range []string{d.password, d.user} {
		hidden = hidden || secret != "" && strings.Contains(d.database, secret)
	}
	if d.database != "" && !hidden {
		u.Path = "/" + d.database
	}
	return u.String()
}

// text returns the first of the members that is a text or a number.
func text(credentials map[string]any, members ...string) string {
	for _, member := range members {
		switch value := credentials[member].(type) {
		case string:
			if value != "" {
				return value
			}
		case json.Number:
			return value.String()
		case float64:
			return strconv.FormatFloat(value, 'f', -1, 64)
		}
	}
	return ""
}
