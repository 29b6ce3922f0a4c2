package main

import (
	"errors"
	"net/http"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

func (l *lifecycle) bind() (string, error) {
	if l.app == "" {
		return "", steps.Skipped("-app is not given")
	}
	binding, err := l.client.CreateServiceBinding(l.app, l.instanceGUID)
	if err != nil {
		return "", err
	}
	// With another status the client returns neither a binding nor an error.
	told, err := l.seen.expect(http.StatusCreated)
	if err != nil {
		return "", err
	}
	if binding.Guid == "" || binding.Credentials == nil {
		return "", errors.New("got a binding without guid or without credentials")
	}
	l.bindingGUID = binding.Guid
	return told + ", with credentials", nil
}

func (l *lifecycle) unbind() (string, error) {
	if l.bindingGUID == "" {
		return "", steps.Skipped("nothing was bound")
	}
	if err := l.client.DeleteServiceBinding(l.bindingGUID); err != nil {
		return "", err
	}
	return l.seen.expect(http.StatusNoContent)
}
