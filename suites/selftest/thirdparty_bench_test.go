//go:build thirdparty

package selftest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// BenchmarkProvision compares the reference with a broker that brokerapi carries: both are processes of their own, and
// eight connections create instances as fast as the answers come.
//
//	go test -tags thirdparty -run ^$ -bench Provision ./suites/selftest/
func BenchmarkProvision(b *testing.B) {
	b.Run("reference", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "conformance")
		if output, err := exec.Command("go", "build", "-o", path, "../../cmd/conformance").CombinedOutput(); err != nil {
			b.Fatalf("build the reference: %v\n%s", err, output)
		}
		provisionAll(b, startServer(b, path, "serve", "broker", "--username", clientUser, "--password", clientPassword),
			"296022e7-bb65-427b-957b-888fa1b71306", "49735305-65a1-4199-93e8-7969b619ef13")
	})
	b.Run("brokerapi", func(b *testing.B) {
		provisionAll(b, startServer(b, program(b, "minimal"), "-user", clientUser, "-password", clientPassword),
			"5c1c8a7e-3f0b-4a4d-8f53-0a1d6b1f2c01", "5c1c8a7e-3f0b-4a4d-8f53-0a1d6b1f2c02")
	})
}

func provisionAll(b *testing.B, url, service, plan string) {
	b.Helper()
	const connections = 8
	body, err := json.Marshal(map[string]any{
		"service_id": service, "plan_id": plan, "organization_guid": "an organization", "space_guid": "a space",
		"context": map[string]any{"platform": "cloudfoundry", "organization_guid": "an organization", "space_guid": "a space"},
	})
	if err != nil {
		b.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	create := func(id int64) error {
		request, err := http.NewRequestWithContext(b.Context(), http.MethodPut, fmt.Sprintf("%s/v2/service_instances/%d", url, id), bytes.NewReader(body))
		if err != nil {
			return err
		}
		request.SetBasicAuth(clientUser, clientPassword)
		request.Header.Set("X-Broker-API-Version", "2.17")
		request.Header.Set("Content-Type", "application/json")
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		answer, err := io.ReadAll(response.Body)
		if err == nil && response.StatusCode != http.StatusCreated {
			err = fmt.Errorf("got %d, want 201: %s", response.StatusCode, answer)
		}
		return err
	}
	if err := create(0); err != nil {
		b.Fatal(err)
	}
	var last atomic.Int64
	var group sync.WaitGroup
	b.ResetTimer()
	for range connections {
		group.Go(func() {
			for {
				id := last.Add(1)
				if id > int64(b.N) {
					return
				}
				if err := create(id); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	b.StopTimer()
}
