package main

import (
	"errors"
	"fmt"

	sdk "github.com/IBM/platform-services-go-sdk/openservicebrokerv1"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

func (l *lifecycle) bind() (string, error) {
	if !*l.service.Bindable {
		return "", steps.Skipped("the service is not bindable")
	}
	resource := &sdk.BindResource{AccountID: &l.account}
	if l.app != "" {
		resource.AppGUID = &l.app
	}
	reply, response, err := l.client.ReplaceServiceBinding(&sdk.ReplaceServiceBindingOptions{
		BindingID: &l.binding, InstanceID: &l.instance, ServiceID: l.service.ID, PlanID: l.plan.ID,
		BindResource: resource, Headers: osb,
	})
	if err != nil {
		return "", err
	}
	if reply.Credentials == nil && len(reply.VolumeMounts) == 0 && reply.SyslogDrainURL == nil && reply.RouteServiceURL == nil {
		return "", errors.New("got a binding without credentials, volume mounts, syslog drain or route service")
	}
	return status(response, 201)
}

func (l *lifecycle) unbind() (string, error) {
	if !*l.service.Bindable {
		return "", steps.Skipped("the service is not bindable")
	}
	options := l.client.NewDeleteServiceBindingOptions(l.binding, l.instance, *l.plan.ID, *l.service.ID)
	response, err := l.client.DeleteServiceBinding(options.SetHeaders(osb))
	if err != nil {
		return "", err
	}
	return status(response, 200)
}

// state asks whether the instance is enabled.
func (l *lifecycle) state(enabled bool) (string, error) {
	reply, _, err := l.client.GetServiceInstanceState(l.client.NewGetServiceInstanceStateOptions(l.instance))
	if err != nil {
		return "", err
	}
	if reply.Enabled == nil || *reply.Enabled != enabled {
		return "", fmt.Errorf("got a state that does not say enabled: %t", enabled)
	}
	return fmt.Sprintf("enabled: %t", enabled), nil
}

// setState enables or disables the instance. The client reports an answer without a body, 204, as an error.
func (l *lifecycle) setState(enabled bool) (string, error) {
	options := l.client.NewReplaceServiceInstanceStateOptions(l.instance).SetEnabled(enabled)
	options.SetInitiatorID("IBMid-0000000000").SetReasonCode("IBMCLOUD_ADMIN_REQUEST")
	reply, response, err := l.client.ReplaceServiceInstanceState(options)
	if response != nil && response.StatusCode == 204 {
		return "status 204", nil
	}
	if err != nil {
		return "", err
	}
	if reply.Enabled == nil || *reply.Enabled != enabled {
		return "", fmt.Errorf("got a state that does not say enabled: %t", enabled)
	}
	return status(response, 200)
}
