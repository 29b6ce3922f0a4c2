package record

import (
	"slices"
	"strings"
)

// kind is what the document's word on a body depends on.
type kind struct {
	operation string
	response  bool
	status    int
}

// page is a body as it was read, once, however often it came.
type page struct {
	leaves []place
	// whole is set when the body is JSON to its end.
	whole bool
	// redacted is the body without its secrets, once that is made.
	redacted Body
	decoded  decoded
}

// place is a leaf of a body. secret is set when it stands where secrets stand, parameters when it is one of the owner's,
// published when it stands where a target publishes addresses, and host when its name says that it is one.
type place struct {
	leaf
	secret, parameters, published, host bool
}

// request reads the body of a request.
func (d *redaction) request(x *Exchange) *page {
	return d.page(kind{operation: x.Operation}, x.Request.Body, func(value any) (secret, public [][]string) {
		return d.document.RequestSecrets(d.document.Operation(x.Operation), value), nil
	})
}

// response is request for the response.
func (d *redaction) response(x *Exchange) *page {
	return d.page(kind{x.Operation, true, x.Response.Status}, x.Response.Body, func(value any) (secret, public [][]string) {
		op := d.document.Operation(x.Operation)
		return d.document.ResponseSecrets(op, x.Response.Status, value), d.document.ResponsePublic(op, x.Response.Status, value)
	})
}

// page reads each body once, and asks the document which of its places are secret or public.
func (d *redaction) page(of kind, body Body, marked func(any) (secret, public [][]string)) *page {
	if read := d.pages[of][string(body)]; read != nil {
		return read
	}
	p := &page{}
	if d.pages[of] == nil {
		d.pages[of] = map[string]*page{}
	}
	d.pages[of][string(body)] = p
	if len(body) == 0 {
		return p
	}
	var hidden, public [][]string
	if value, err := body.JSON(); err == nil {
		p.whole = true
		hidden, public = marked(value)
	}
	secret, published := d.secretPlaces(hidden), paths(public)
	leaves(body, func(l leaf) {
		read := place{leaf: l, secret: secret(l), parameters: len(l.path) > 0 && l.path[0] == "parameters",
			published: published[key(l.path)], host: slices.ContainsFunc(l.path, named)}
		read.path = nil
		p.leaves = append(p.leaves, read)
	})
	return p
}

func (d *redaction) secretPlaces(marked [][]string) func(leaf) bool {
	set := paths(marked)
	return func(l leaf) bool {
		return !l.name && (secretPath(l.path, d.sound) || len(set) > 0 && set[key(l.path)])
	}
}

func paths(all [][]string) map[string]bool {
	set := map[string]bool{}
	for _, path := range all {
		set[key(path)] = true
	}
	return set
}

func key(path []string) string { return strings.Join(path, "\x00") }

// named reports whether a member says by its name that it is a host.
func named(member string) bool { return strings.HasPrefix(strings.ToLower(member), "host") }

func (d *redaction) sound(name string) bool { return once(d.sounds, name, Secret) }
