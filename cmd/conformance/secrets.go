package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
	"unicode"
)

func (t *target) readSecrets() error {
	for _, secret := range []struct {
		file, flag string
		value      *string
	}{{t.passwordFile, "password", &t.password}, {t.tokenFile, "token", &t.token}} {
		if secret.file == "" {
			continue
		}
		if *secret.value != "" {
			return usage("--%s and --%[1]s-file exclude each other", secret.flag)
		}
		data, err := os.ReadFile(secret.file)
		if err != nil {
			return usage("--%s-file: %v", secret.flag, err)
		}
		if *secret.value = strings.TrimRight(string(data), "\r\n"); *secret.value == "" {
			return usage("--%s-file: %s is empty", secret.flag, secret.file)
		}
	}
	switch {
	case t.token != "" && t.tokenCommand != "":
		return usage("--token and --token-command exclude each other")
	case t.token != "" && t.username != "":
		return usage("--token and --username exclude each other")
	case t.tokenCommand != "" && t.username != "":
		return usage("--token-command and --username exclude each other")
	case strings.ContainsFunc(t.token, unicode.IsControl):
		return usage("the token of --token or --token-file holds line breaks or other control characters, which no header can carry")
	}
	return nil
}

// runTokenCommand runs --token-command. What it prints is secret, and stays out of errors.
func (t *target) runTokenCommand(ctx context.Context) (string, error) {
	limited, cancel := context.WithTimeoutCause(ctx, t.timeout, fmt.Errorf("it took longer than %s; see --timeout", t.timeout))
	defer cancel()
	command := exec.CommandContext(limited, "sh", "-c", t.tokenCommand)
	command.WaitDelay = time.Second // for what the shell has started
	output, err := command.Output()
	token := strings.TrimSpace(string(output))
	switch {
	case limited.Err() != nil:
		return "", fmt.Errorf("--token-command: %w", context.Cause(limited))
	case err != nil:
		return "", fmt.Errorf("--token-command failed: %w", err)
	case token == "":
		return "", errors.New("--token-command printed nothing")
	case strings.ContainsFunc(token, unicode.IsControl):
		return "", errors.New("--token-command printed more than one line, or control characters; expected a token")
	}
	return token, nil
}
