// Command ibmsdk drives one instance and one binding of a broker for IBM Cloud from creation to deletion with
// platform-services-go-sdk. It exits 0 only when every step gave what was expected.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/IBM/go-sdk-core/v5/core"
	sdk "github.com/IBM/platform-services-go-sdk/openservicebrokerv1"
	"github.com/google/uuid"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

func main() {
	account, prefix := uuid.NewString(), "crn:v1:bluemix:public:conformance:us-south:a/"
	l := &lifecycle{account: account, instance: prefix + account + ":" + uuid.NewString() + "::"}
	l.binding = prefix + account + ":" + uuid.NewString() + ":resource-key:" + uuid.NewString()
	url := flag.String("url", "", "base URL of the broker")
	user := flag.String("user", "", "user name for basic authentication")
	password := flag.String("password", "", "password for basic authentication")
	token := flag.String("token", "", "bearer token, instead of user and password")
	flag.StringVar(&l.serviceID, "service", "", "id of the service (default: the first that fits)")
	flag.StringVar(&l.planID, "plan", "", "id of the plan (default: the first that fits)")
	flag.StringVar(&l.app, "app", "", "guid of an application to bind to (default: none)")
	flag.DurationVar(&l.timeout, "timeout", time.Minute, "longest wait for one asynchronous operation")
	flag.Parse()
	if *url == "" {
		fmt.Fprintln(os.Stderr, "ibmsdk: -url is needed")
		os.Exit(2)
	}
	client, err := sdk.NewOpenServiceBrokerV1(&sdk.OpenServiceBrokerV1Options{
		URL: *url, Authenticator: credentials(*user, *password, *token),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "ibmsdk: set up the client:", err)
		os.Exit(2)
	}
	l.client = client
	os.Exit(steps.Run(os.Stdout, []steps.Step{
		{Name: "catalog", Do: l.catalog},
		{Name: "provision", Do: l.provision},
		{Name: "update", Do: l.update},
		{Name: "bind", Do: l.bind},
		{Name: "state is enabled", Do: func() (string, error) { return l.state(true) }},
		{Name: "disable", Do: func() (string, error) { return l.setState(false) }},
		{Name: "state is disabled", Do: func() (string, error) { return l.state(false) }},
		{Name: "enable", Do: func() (string, error) { return l.setState(true) }},
		{Name: "unbind", Do: l.unbind},
		{Name: "deprovision", Do: l.deprovision},
	}))
}

func credentials(user, password, token string) core.Authenticator {
	switch {
	case token != "":
		return &core.BearerTokenAuthenticator{BearerToken: token}
	case user != "" || password != "":
		return &core.BasicAuthenticator{Username: user, Password: password}
	}
	return &core.NoAuthAuthenticator{}
}
