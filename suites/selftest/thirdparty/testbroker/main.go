// Command testbroker serves the test broker of service-catalog: two dozen services, some of which work asynchronously
// (an operation takes a minute) and most of which fail on purpose. It asks for no credentials.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/kubernetes-sigs/service-catalog/contrib/pkg/broker/server"
	"github.com/kubernetes-sigs/service-catalog/contrib/pkg/broker/test_broker/controller"
	"k8s.io/klog"

	"conformance/suites/selftest/thirdparty/internal/serving"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	quiet()
	ctx, cancel := serving.Until()
	defer cancel()
	serving.Exit(run(ctx, *listen))
}

// quiet keeps all but errors from standard error: the broker logs every request and every instance.
func quiet() {
	flags := flag.NewFlagSet("klog", flag.PanicOnError)
	klog.InitFlags(flags)
	_ = flags.Set("logtostderr", "false")
	klog.SetOutput(io.Discard)
}

// run lets the broker open its own port, since its package has no other way in, and tells where once it answers.
func run(ctx context.Context, listen string) error {
	address, err := free(listen)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx, address, controller.CreateController()) }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			return err
		case <-tick.C:
		}
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			break
		}
	}
	serving.Announce(address)
	return <-ended
}

// free replaces port 0 by one that was free a moment ago. Should another process take it first, run says so and fails.
func free(listen string) (string, error) {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return "", fmt.Errorf("listen on %s: %w; choose another address with -listen", listen, err)
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}
