package services

import (
	"net"
	"net/url"
	"strconv"
	"strings"
)

// internalPort is PostgreSQL's own, and the one that psql takes when it is not told.
const internalPort = 5432

// connectionDetails is empty for a volume, and for a database until its credentials exist. Only a public database
// shows how it is reached from outside.
func (s *Server) connectionDetails(service Service) map[string]any {
	details := map[string]any{}
	if service.ServiceType != Postgres || !s.ready(service) {
		return details
	}
	inside := service.Name + ".internal.example"
	details["internal"] = map[string]any{
		"hostname":       inside,
		"database":       service.Database,
		"port":           internalPort,
		"username":       service.Username,
		"password":       service.Password,
		"connection_url": connectionURL(service, inside, internalPort),
	}
	if service.Public || service.Replica {
		outside := service.Name + ".external.example"
		details["external"] = map[string]any{
			"external_connection_url": connectionURL(service, outside, s.config.ExternalPort),
			"psql_command":            psqlCommand(service, outside, s.config.ExternalPort),
		}
	}
	return details
}

// connectionURL percent-encodes what has a meaning in URLs, so that parsing gives back the values.
func connectionURL(service Service, host string, port int) string {
	address := url.URL{
		Scheme: "postgres",
		User:   url.UserPassword(service.Username, service.Password),
		Host:   net.JoinHostPort(host, strconv.Itoa(port)),
		Path:   "/" + service.Database,
	}
	return address.String()
}

// psqlCommand quotes what has a meaning in a shell, so that splitting gives back the values.
func psqlCommand(service Service, host string, port int) string {
	words := []string{"PGPASSWORD=" + quote(service.Password), "psql", "-h", quote(host)}
	if port != internalPort {
		words = append(words, "-p", strconv.Itoa(port))
	}
	words = append(words, "-U", quote(service.Username), quote(service.Database))
	return strings.Join(words, " ")
}

// quote writes a text as one word of a POSIX shell.
func quote(text string) string {
	plain := func(r rune) bool {
		return isNameRune(r) || 'A' <= r && r <= 'Z' || strings.ContainsRune("_@%+=:,./-", r)
	}
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
