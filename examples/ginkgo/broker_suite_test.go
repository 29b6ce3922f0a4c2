// Package notes_test judges a broker in a Ginkgo suite that is about other things as well.
package notes_test

import (
	"net/http/httptest"
	"os"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"conformance/suites/engine"
	conformance "conformance/suites/ginkgo"
	"conformance/suites/scenario"

	"example.com/broker"
)

func TestBroker(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Notes")
}

var server *httptest.Server

var _ = BeforeSuite(func() {
	server = httptest.NewServer((&broker.Broker{Fault: os.Getenv("BROKER_FAULT")}).Handler())
	DeferCleanup(server.Close)
})

// The suite for brokers: this is all that it takes.
var _ = conformance.Describe("osb", func() engine.Config {
	return engine.Config{
		Target:      server.URL,
		Credentials: scenario.Credentials{Username: broker.Username, Password: broker.Password},
		Parallel:    4,
	}
}, Label("conformance"))

var _ = Describe("Notes", func() {
	It("asks for credentials", func() {
		response, err := server.Client().Get(server.URL + "/v2/catalog")
		Expect(err).NotTo(HaveOccurred())
		Expect(response).To(HaveHTTPStatus(401))
		Expect(response.Body.Close()).To(Succeed())
	})
})
