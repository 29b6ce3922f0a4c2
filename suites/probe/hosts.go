package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// hosts are those that may be connected to. Every name is resolved once, so that what was checked is what is connected to.
type hosts struct {
	list    []host
	resolve func(ctx context.Context, host string) ([]netip.Addr, error)

	mu    sync.Mutex
	known map[string][]netip.Addr
}

// host is one that is allowed.
type host struct {
	name string
	// port is the only one; 0 allows all.
	port uint16
	// told is set when the owner named it, and not only the target.
	told bool
}

func (h *hosts) fill(config Config) error {
	h.known, h.resolve = map[string][]netip.Addr{}, config.Resolve
	if h.resolve == nil {
		h.resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if config.Target != "" {
		u, err := url.Parse(config.Target)
		if err != nil {
			return errors.New("the URL of the target cannot be read")
		}
		own, err := parseHost(u.Hostname())
		if err != nil {
			return err
		}
		h.list = append(h.list, own)
	}
	for _, text := range config.Allow {
		allowed, err := parseHost(text)
		if err != nil {
			return err
		}
		allowed.told = true
		h.list = append(h.list, allowed)
	}
	return nil
}

// parseHost reads a host, or a host with port.
func parseHost(text string) (host, error) {
	if name, ok := canonical(strings.Trim(text, "[]")); ok {
		return host{name: name}, nil
	}
	name, port, err := net.SplitHostPort(text)
	if err == nil {
		canonicalName, ok := canonical(name)
		number, err := strconv.ParseUint(port, 10, 16)
		if ok && err == nil && number > 0 {
			return host{name: canonicalName, port: uint16(number)}, nil
		}
	}
	return host{}, fmt.Errorf("%q is neither a host nor HOST:PORT", text)
}

// String lists the hosts.
func (h *hosts) String() string {
	var names []string
	for _, allowed := range h.list {
		name := allowed.name
		if allowed.port != 0 {
			name = net.JoinHostPort(name, fmt.Sprint(allowed.port))
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func (h *hosts) allows(d door) bool {
	return slices.ContainsFunc(h.list, func(allowed host) bool { return allowed.admits(d) })
}

func (h host) admits(d door) bool { return h.name == d.host && (h.port == 0 || h.port == d.port) }

// told reports whether the owner named the host, and not only the target.
func (h *hosts) told(d door) bool {
	return slices.ContainsFunc(h.list, func(allowed host) bool { return allowed.told && allowed.admits(d) })
}

// dialer returns what connects to the host of a door, whatever it is asked for. Why says that it cannot be.
func (h *hosts) dialer(ctx context.Context, d door) (dial dialer, why string) {
	addresses, err := h.lookup(ctx, d.host)
	if err != nil {
		return nil, fmt.Sprintf("host %s cannot be resolved", d.host)
	}
	var usable []netip.AddrPort
	for _, address := range addresses {
		if why = misled(d.host, address.Unmap(), h.told(d)); why == "" {
			usable = append(usable, netip.AddrPortFrom(address.Unmap(), d.port))
		}
	}
	if len(usable) == 0 {
		return nil, why
	}
	return func(ctx context.Context) (net.Conn, error) {
		var first error
		for _, address := range usable {
			connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", address.String())
			if err == nil {
				return &bounded{Conn: connection, left: mostRead}, nil
			}
			if first == nil {
				first = err
			}
		}
		return nil, first
	}, ""
}

// dialer connects to a place that was checked.
type dialer func(ctx context.Context) (net.Conn, error)

func (h *hosts) lookup(ctx context.Context, name string) ([]netip.Addr, error) {
	if address, err := netip.ParseAddr(name); err == nil {
		return []netip.Addr{address}, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if addresses, known := h.known[name]; known {
		return addresses, nil
	}
	addresses, err := h.resolve(ctx, name)
	if err == nil && len(addresses) == 0 {
		err = errors.New("it has no address")
	}
	if err != nil {
		return nil, err
	}
	h.known[name] = addresses
	return addresses, nil
}

// misled says why a name may not lead to an address: who owns a name can let it lead anywhere, also to what only this
// machine or its cloud can reach. An address that was allowed as such, and the name localhost, hide nothing.
func misled(name string, address netip.Addr, told bool) string {
	local := name == "localhost" || strings.HasSuffix(name, ".localhost")
	switch {
	case name == address.String():
	case address.IsLinkLocalUnicast(), address.IsMulticast(), address.IsUnspecified():
		return fmt.Sprintf("not probed: host %s leads to %s; --probe-allow %[2]s, if credentials shall be opened there, and let them name it", name, address)
	case address.IsLoopback() && !local && !told:
		return fmt.Sprintf("not probed: host %s leads to %s, which is this machine; --probe-allow %[1]s", name, address)
	}
	return ""
}

// mostRead is how much one connection may say.
const mostRead = 1 << 20

// bounded is a connection that says only so much.
type bounded struct {
	net.Conn
	left int
}

// Read ends the connection when too much was said.
func (b *bounded) Read(data []byte) (int, error) {
	if b.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := b.Conn.Read(data[:min(len(data), b.left)])
	b.left -= n
	return n, err
}
