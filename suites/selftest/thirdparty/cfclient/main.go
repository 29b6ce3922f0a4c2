// Command cfclient drives a Cloud Foundry v2 controller with go-cfclient: from signing in, over a broker, an instance
// and a binding, to the deletion of all three. It exits 0 only when every step gave what was expected.
package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"time"

	cfclient "github.com/cloudfoundry-community/go-cfclient"
	"github.com/google/uuid"

	"conformance/suites/selftest/thirdparty/internal/steps"
)

func main() {
	l := &lifecycle{suffix: uuid.NewString()[:8], seen: &statuses{base: http.DefaultTransport}}
	l.config = cfclient.Config{HttpClient: &http.Client{Transport: l.seen, Timeout: time.Minute}}
	flag.StringVar(&l.config.ApiAddress, "url", "", "base URL of the controller")
	flag.StringVar(&l.config.Username, "user", "", "name of a user who may create brokers")
	flag.StringVar(&l.config.Password, "password", "", "password of the user")
	flag.StringVar(&l.broker.BrokerURL, "broker-url", "", "base URL of the broker, as the controller reaches it")
	flag.StringVar(&l.broker.Username, "broker-user", "", "name that the broker asks for")
	flag.StringVar(&l.broker.Password, "broker-password", "", "password that the broker asks for")
	flag.StringVar(&l.org, "org", "", "guid of the organization; when given, the space must belong to it")
	flag.StringVar(&l.space, "space", "", "guid of the space in which the instance is created")
	flag.StringVar(&l.app, "app", "", "guid of the application that is bound; without it nothing is bound")
	flag.StringVar(&l.planName, "plan", "", "name of the plan (default: the first bindable one)")
	flag.DurationVar(&l.timeout, "timeout", time.Minute, "longest wait for one asynchronous operation")
	flag.Parse()
	if l.config.ApiAddress == "" || l.broker.BrokerURL == "" || l.space == "" {
		fmt.Fprintln(os.Stderr, "cfclient: -url, -broker-url and -space are needed")
		os.Exit(2)
	}
	os.Exit(steps.Run(os.Stdout, []steps.Step{
		{Name: "discover and sign in", Do: l.signIn},
		{Name: "space", Do: l.checkSpace},
		{Name: "create broker", Do: l.createBroker},
		{Name: "find plan", Do: l.findPlan},
		{Name: "make plan public", Do: l.publish},
		{Name: "create instance", Do: l.createInstance},
		{Name: "instance is ready", Do: l.ready},
		{Name: "create binding", Do: l.bind},
		{Name: "delete binding", Do: l.unbind},
		{Name: "delete instance", Do: l.deleteInstance},
		{Name: "instance is gone", Do: l.gone},
		{Name: "delete broker", Do: l.deleteBroker},
	}))
}

// statuses remembers the status of the last answer: the client takes some unexpected ones without an error.
type statuses struct {
	base http.RoundTripper
	last int
}

// RoundTrip implements http.RoundTripper.
func (s *statuses) RoundTrip(r *http.Request) (*http.Response, error) {
	s.last = 0
	response, err := s.base.RoundTrip(r)
	if err == nil {
		s.last = response.StatusCode
	}
	return response, err
}

// expect tells the last status when it is one of the wanted ones, and is an error otherwise.
func (s *statuses) expect(wanted ...int) (string, error) {
	for _, status := range wanted {
		if s.last == status {
			return fmt.Sprintf("status %d", status), nil
		}
	}
	return "", fmt.Errorf("got status %d, expected one of %v", s.last, wanted)
}
