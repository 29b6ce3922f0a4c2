//go:build thirdparty

package selftest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"testing"
	"time"

	"conformance/reference/broker"
	"conformance/reference/controller"
	"conformance/reference/ibmbroker"
	"conformance/specs"
)

const (
	clientUser     = "client"
	clientPassword = "planted S3cret/of the?client"
	clientApp      = "0d6ccd8f-6f62-4d0a-9e70-5c1ff5c1b4a0"
	clientDelay    = 60 * time.Millisecond
)

// TestThirdPartyClients: clients that others wrote find in the references what they expect, from creation to deletion.
func TestThirdPartyClients(t *testing.T) {
	t.Run("osbclient", driveBroker)
	t.Run("ibmsdk", driveIBMBroker)
	t.Run("cfclient", driveController)
}

// drive runs a client to its end, which has to be a good one.
func drive(t *testing.T, client string, arguments ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	output, err := exec.CommandContext(ctx, program(t, client), arguments...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", client, err, output)
		return
	}
	t.Logf("%s", output)
}

func listen(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func driveBroker(t *testing.T) {
	// These are the versions that the client speaks.
	for _, version := range []specs.Version{"2.11", "2.12", "2.13", "2.14"} {
		server, err := broker.New(broker.Config{
			Version: version, Username: clientUser, Password: clientPassword, AsyncDelay: clientDelay, Strict: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		url := listen(t, server)
		for _, offering := range offerings(t, url, version) {
			for _, plan := range offering.Plans {
				t.Run(string(version)+"/"+offering.Name+"/"+plan.Name, func(t *testing.T) {
					drive(t, "osbclient", "-url", url, "-user", clientUser, "-password", clientPassword, "-version", string(version),
						"-service", offering.ID, "-plan", plan.ID, "-app", clientApp)
				})
			}
		}
	}
}

// offering is what choosing a plan needs of a catalog.
type offering struct {
	ID, Name string
	Plans    []struct{ ID, Name string }
}

func offerings(t *testing.T, url string, version specs.Version) []offering {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/v2/catalog", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(clientUser, clientPassword)
	request.Header.Set("X-Broker-API-Version", string(version))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var catalog struct{ Services []offering }
	if err := json.NewDecoder(response.Body).Decode(&catalog); err != nil || len(catalog.Services) == 0 {
		t.Fatalf("the catalog was answered %d with %d services (%v)", response.StatusCode, len(catalog.Services), err)
	}
	return catalog.Services
}

func driveIBMBroker(t *testing.T) {
	const token = "planted-t0ken-of-the-client"
	server, err := ibmbroker.New(ibmbroker.Config{
		Username: clientUser, Password: clientPassword, Token: token, AsyncDelay: clientDelay, Strict: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	url := listen(t, server)
	for scheme, credentials := range map[string][]string{
		"basic":  {"-user", clientUser, "-password", clientPassword},
		"bearer": {"-token", token},
	} {
		for _, service := range ibmbroker.DefaultServices() {
			if slices.Contains(service.Requires, "volume_mount") {
				continue // the client takes the device of a volume mount for text, where OSB 2.12 has an object
			}
			for _, plan := range service.Plans {
				t.Run(scheme+"/"+service.Name+"/"+plan.Name, func(t *testing.T) {
					drive(t, "ibmsdk", append(credentials, "-url", url, "-service", service.ID, "-plan", plan.ID, "-app", clientApp)...)
				})
			}
		}
	}
}

func driveController(t *testing.T) {
	own, err := broker.New(broker.Config{Username: clientUser, Password: clientPassword, AsyncDelay: clientDelay, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	reference := listen(t, own)
	// The brokers with brokerapi's fakes are no use here: their maintenance_info has no version, and a controller must
	// refuse such a catalog.
	foreign := startServer(t, program(t, "minimal"), "-user", clientUser, "-password", clientPassword)
	// The client cannot ask for an asynchronous binding, as plan async has it.
	for name, c := range map[string]struct{ url, plan string }{
		"reference/sync":   {reference, "sync"},
		"reference/either": {reference, "either"},
		"minimal":          {foreign, "many"},
	} {
		t.Run(name, func(t *testing.T) {
			server, err := controller.New(controller.Config{
				Username: clientUser, Password: clientPassword, PollInterval: clientDelay / 2, AsyncDelay: clientDelay, Strict: true,
			})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := server.Close(context.WithoutCancel(t.Context())); err != nil {
					t.Error(err)
				}
			}()
			drive(t, "cfclient", "-url", listen(t, server), "-user", clientUser, "-password", clientPassword,
				"-broker-url", c.url, "-broker-user", clientUser, "-broker-password", clientPassword,
				"-org", controller.OrganizationGUID, "-space", controller.SpaceGUID, "-app", controller.AppGUID, "-plan", c.plan)
		})
	}
}
