package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/url"
	"regexp"

	"github.com/jackc/pgx/v5/pgconn"

	"conformance/suites/record"
)

// sqlstate is how PostgreSQL names an error.
var sqlstate = regexp.MustCompile(`^[0-9A-Z]{5}$`)

// openPostgres logs in and asks for 1.
func openPostgres(ctx context.Context, d door, dial dialer, roots *x509.CertPool) record.Opening {
	config, err := postgresConfig(d, dial, roots)
	if err != nil {
		return record.Opening{Outcome: record.Unclear, Reason: "the settings of PostgreSQL in this environment (PG…) cannot be used"}
	}
	connection, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return postgresFailure(err)
	}
	defer func() { _ = connection.Close(ctx) }() // nothing was changed
	results, err := connection.Exec(ctx, "select 1").ReadAll()
	if err == nil && (len(results) != 1 || len(results[0].Rows) != 1 || string(results[0].Rows[0][0]) != "1") {
		err = errors.New("it is not 1")
	}
	if err != nil {
		return record.Opening{Outcome: record.Unclear, Reason: "PostgreSQL let us in, and then did not answer select 1"}
	}
	return record.Opening{Outcome: record.Opened}
}

// postgresConfig takes nothing from the credentials but what is in the door: a URL can name files, other hosts and sockets.
// Nothing of the environment is sent either.
func postgresConfig(d door, dial dialer, roots *x509.CertPool) (*pgconn.Config, error) {
	settings := url.URL{Scheme: postgres, Host: net.JoinHostPort(d.host, "5432"), Path: "/"}
	query := url.Values{"sslmode": {d.mode}, "sslcertmode": {"disable"}, "user": {"probe"}, "password": {"probe"}}
	settings.RawQuery = query.Encode()
	config, err := pgconn.ParseConfig(settings.String())
	if err != nil {
		return nil, err
	}
	config.Port, config.Database, config.User, config.Password = d.port, d.database, d.user, d.password
	trust(config.TLSConfig, roots)
	for _, fallback := range config.Fallbacks {
		fallback.Port = d.port
		trust(fallback.TLSConfig, roots)
	}
	config.RuntimeParams = map[string]string{"application_name": "conformance"}
	config.ValidateConnect = nil
	config.MaxProtocolMessageBodyLen = mostRead
	config.LookupFunc = func(context.Context, string) ([]string, error) { return []string{d.host}, nil } // it was looked up
	config.DialFunc = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
	return config, nil
}

// trust sets the certificates that count where the mode has them checked.
func trust(config *tls.Config, roots *x509.CertPool) {
	if config != nil {
		config.RootCAs = roots
	}
}

// postgresFailure tells why nobody was let in. What the server says is left out: it may quote what it was told.
func postgresFailure(err error) record.Opening {
	var said *pgconn.PgError
	if errors.As(err, &said) && sqlstate.MatchString(said.Code) {
		outcome := record.Unclear
		switch said.Code {
		case "28P01": // the password is wrong, or there is no such role
			outcome = record.Refused
		case "28000", "3D000", "42501": // the role, the place that we come from, or the database
			outcome = record.Denied
		}
		return record.Opening{Outcome: outcome, Reason: "PostgreSQL says SQLSTATE " + said.Code}
	}
	return unreachable(err, "what answers there does not speak PostgreSQL as it was asked to")
}

// unreachable tells why there was no conversation.
func unreachable(err error, otherwise string) record.Opening {
	reason := otherwise
	var dialed *net.OpError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		reason = "the certificate of the service is not trusted"
	case errors.As(err, &dialed) && dialed.Op == "dial":
		reason = dialed.Err.Error()
	}
	return record.Opening{Outcome: record.Unclear, Reason: reason}
}
