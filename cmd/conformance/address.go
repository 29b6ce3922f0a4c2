package main

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// address reads a base URL.
func address(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("is not of the form https://host[:port][/path]")
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); u.Port() != "" && (err != nil || port == 0) {
		return nil, errors.New("has no port from 1 to 65535")
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("has a query or a fragment, and a base URL has neither")
	}
	return u, nil
}

// quotable is what an error may say of a URL, after a blank: nothing when there could be a password in it, and never its
// query.
func quotable(text string) string {
	if strings.Contains(text, "@") {
		return ""
	}
	if i := strings.IndexAny(text, "?#"); i >= 0 {
		text = text[:i]
	}
	return fmt.Sprintf(" %q", text)
}
