// Package serving holds what the brokers of this module have in common as processes: they listen on an address, print
// one line that says where, and stop when their parent asks them to or is gone.
package serving

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Main reads the flags of a broker that asks for a name and a password, serves what build makes of them until the
// process is asked to stop, and ends it.
func Main(build func(user, password string) http.Handler) {
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on")
	user := flag.String("user", "user", "name that the broker asks for")
	password := flag.String("password", "password", "password that the broker asks for")
	flag.Parse()
	ctx, cancel := Until()
	defer cancel()
	Exit(Run(ctx, *listen, build(*user, *password)))
}

// Until returns a context that ends on SIGTERM and on SIGINT and, where standard input is a pipe, when that pipe ends.
// Other kinds of standard input are not read: /dev/null is at its end from the start.
func Until() (context.Context, context.CancelFunc) {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	if info, err := os.Stdin.Stat(); err == nil && info.Mode()&os.ModeNamedPipe != 0 {
		go func() {
			defer cancel()
			buffer := make([]byte, 512)
			for {
				if _, err := os.Stdin.Read(buffer); err != nil {
					return
				}
			}
		}()
	}
	return ctx, cancel
}

// Announce prints the line from which a parent process learns the URL of the server.
func Announce(address string) { fmt.Printf("listening on http://%s\n", address) }

// Exit ends the process: with 0 when the server was stopped, with 1 and the error on standard error otherwise.
func Exit(err error) {
	if err == nil || errors.Is(err, http.ErrServerClosed) {
		os.Exit(0)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// Run serves the handler on the address until the context ends. Requests under way then have three seconds.
func Run(ctx context.Context, address string, handler http.Handler) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another address with -listen", address, err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	Announce(listener.Addr().String())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve on %s: %w", listener.Addr(), err)
	}
	return <-stopped
}
