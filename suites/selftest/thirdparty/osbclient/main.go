// Command osbclient drives one instance and one binding from creation to deletion with go-open-service-broker-client,
// the client of Kubernetes' service catalog. It exits 0 only when every step gave what was expected.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/google/uuid"
	osb "sigs.k8s.io/go-open-service-broker-client/v2"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

func main() {
	config := osb.DefaultClientConfiguration()
	l := &lifecycle{instance: uuid.NewString(), binding: uuid.NewString()}
	flag.StringVar(&config.URL, "url", "", "base URL of the broker")
	user := flag.String("user", "", "user name for basic authentication")
	password := flag.String("password", "", "password for basic authentication")
	token := flag.String("token", "", "bearer token, instead of user and password")
	version := flag.String("version", "2.14", "API version to speak: 2.11, 2.12, 2.13 or 2.14")
	sync := flag.Bool("sync", false, "do not accept asynchronous answers")
	flag.StringVar(&l.serviceID, "service", "", "id of the service (default: the first that fits)")
	flag.StringVar(&l.planID, "plan", "", "id of the plan (default: the first that fits)")
	flag.StringVar(&l.app, "app", "", "guid of an application to bind to (default: none)")
	flag.DurationVar(&l.timeout, "timeout", time.Minute, "longest wait for one asynchronous operation")
	flag.Parse()

	config.AuthConfig = credentials(*user, *password, *token)
	if err := speak(config, *version); err != nil || config.URL == "" {
		fmt.Fprintln(os.Stderr, "osbclient: -url is needed, and -version must be one of 2.11 to 2.14")
		os.Exit(2)
	}
	client, err := osb.NewClient(config)
	if err != nil {
		fmt.Fprintln(os.Stderr, "osbclient: set up the client:", err)
		os.Exit(2)
	}
	l.client, l.async = client, !*sync
	// Bindings became asynchronous in 2.14; the client refuses to ask for it before.
	l.asyncBind = l.async && config.APIVersion.AtLeast(osb.Version2_14())
	os.Exit(steps.Run(os.Stdout, l.steps(config.APIVersion)))
}

func credentials(user, password, token string) *osb.AuthConfig {
	switch {
	case token != "":
		return &osb.AuthConfig{BearerConfig: &osb.BearerConfig{Token: token}}
	case user != "" || password != "":
		return &osb.AuthConfig{BasicAuthConfig: &osb.BasicAuthConfig{Username: user, Password: password}}
	}
	return nil
}

func speak(config *osb.ClientConfiguration, version string) error {
	for _, known := range osb.APIVersions() {
		if known.HeaderValue() == version {
			config.APIVersion = known
			return nil
		}
	}
	return fmt.Errorf("version %q is unknown to the client", version)
}

func (l *lifecycle) steps(version osb.APIVersion) []steps.Step {
	list := []steps.Step{{Name: "catalog", Do: l.catalog}, {Name: "provision", Do: l.provision}}
	fetch := version.AtLeast(osb.Version2_14())
	if fetch {
		list = append(list, steps.Step{Name: "fetch instance", Do: l.fetchInstance})
	}
	list = append(list, steps.Step{Name: "bind", Do: l.bind})
	if fetch {
		list = append(list, steps.Step{Name: "fetch binding", Do: l.fetchBinding})
	}
	return append(list,
		steps.Step{Name: "unbind", Do: l.unbind},
		steps.Step{Name: "update", Do: l.update},
		steps.Step{Name: "deprovision", Do: l.deprovision})
}
