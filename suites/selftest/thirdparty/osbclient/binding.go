package main

import (
	"errors"
	"slices"

	osb "sigs.k8s.io/go-open-service-broker-client/v2"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

var errEmpty = errors.New("got a binding without credentials, volume mounts, syslog drain or route service")

// empty says whether a binding gives an application nothing at all. That of a route service may: some of them are put
// in front of an application by other means.
func (l *lifecycle) empty(credentials map[string]any, volumes []any, drain, route *string) bool {
	if slices.Contains(l.service.Requires, "route_forwarding") {
		return false
	}
	return len(credentials) == 0 && len(volumes) == 0 && drain == nil && route == nil
}

func (l *lifecycle) bindable() bool {
	if l.plan.Bindable != nil {
		return *l.plan.Bindable
	}
	return l.service.Bindable
}

func (l *lifecycle) bind() (string, error) {
	if !l.bindable() {
		return "", steps.Skipped("the plan is not bindable")
	}
	request := &osb.BindRequest{
		BindingID: l.binding, InstanceID: l.instance, AcceptsIncomplete: l.asyncBind, ServiceID: l.service.ID, PlanID: l.plan.ID,
	}
	if l.app != "" {
		request.BindResource = &osb.BindResource{AppGUID: &l.app}
	}
	reply, err := l.client.Bind(request)
	if err != nil {
		return "", err
	}
	if !reply.Async && l.empty(reply.Credentials, reply.VolumeMounts, reply.SyslogDrainURL, reply.RouteServiceURL) {
		return "", errEmpty
	}
	return l.settle(reply.Async, reply.OperationKey, pending{binding: true})
}

func (l *lifecycle) fetchBinding() (string, error) {
	if !l.bindable() || !l.service.BindingsRetrievable {
		return "", steps.Skipped("bindings_retrievable is not set, or the plan is not bindable")
	}
	reply, err := l.client.GetBinding(&osb.GetBindingRequest{InstanceID: l.instance, BindingID: l.binding})
	if err != nil {
		return "", err
	}
	if l.empty(reply.Credentials, reply.VolumeMounts, reply.SyslogDrainURL, reply.RouteServiceURL) {
		return "", errEmpty
	}
	return "there", nil
}

func (l *lifecycle) unbind() (string, error) {
	if !l.bindable() {
		return "", steps.Skipped("the plan is not bindable")
	}
	reply, err := l.client.Unbind(&osb.UnbindRequest{
		InstanceID: l.instance, BindingID: l.binding, AcceptsIncomplete: l.asyncBind, ServiceID: l.service.ID, PlanID: l.plan.ID,
	})
	if err != nil {
		return "", err
	}
	return l.settle(reply.Async, reply.OperationKey, pending{binding: true, deletes: true})
}
