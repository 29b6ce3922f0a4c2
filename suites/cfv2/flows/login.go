package flows

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"conformance/suites/engine"
	"conformance/suites/record"
	"conformance/suites/scenario"
)

// longestToken bounds what is read of a login server's answer, in bytes.
const longestToken = 1 << 20

// logIn exchanges the run's user name and password for a token, and again whenever the token has expired. It does
// nothing when the run has a token. The login server is not under test, so nothing of this is recorded.
func logIn(s *scenario.Session, info *record.Exchange) error {
	own := s.Client.Credentials
	if own.Token != "" || own.Username == "" {
		return nil
	}
	server := cmp.Or(Text(info, "/token_endpoint"), Text(info, "/authorization_endpoint"))
	if server == "" {
		return &engine.Refusal{Sentence: info.String() + " names no login server to exchange --username and --password at; give a token with --token"}
	}
	client := s.Client
	grant := func(ctx context.Context) (string, error) {
		ctx, cancel := context.WithTimeout(ctx, client.Timeout)
		defer cancel()
		return exchange(ctx, client.Transport, strings.TrimRight(server, "/")+"/oauth/token", own)
	}
	token, err := grant(s.Context())
	if err != nil {
		return &engine.Refusal{Sentence: fmt.Sprintf("the login server %s gives no token: %v; see --username, --password and --token", server, err)}
	}
	client.Credentials.Token, client.Refresh = token, grant
	return nil
}

// exchange is the password grant of OAuth 2, as the client that the command line of the platform uses.
func exchange(ctx context.Context, transport http.RoundTripper, address string, user scenario.Credentials) (string, error) {
	form := url.Values{"grant_type": {"password"}, "username": {user.Username}, "password": {user.Password}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	r.SetBasicAuth("cf", "")
	response, err := transport.RoundTrip(r)
	if err != nil {
		return "", errors.New("it cannot be reached")
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("POST /oauth/token was answered %d", response.StatusCode)
	}
	var answer struct {
		Token string `json:"access_token"`
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, longestToken))
	if err != nil || json.Unmarshal(data, &answer) != nil || answer.Token == "" {
		return "", errors.New("POST /oauth/token was answered without an access_token")
	}
	return answer.Token, nil
}
