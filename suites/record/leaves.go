package record

import (
	"strconv"

	"conformance/specs"
	"conformance/specs/jsontext"
)

// leaf is a string or a number in a JSON body, or the name of a member.
type leaf struct {
	// path leads to it, as far as specs.SecretDepth; visit may not keep it. A name has the path of its object.
	path []string
	text string
	// start and end are where its bytes stand in the body.
	start, end   int
	name, number bool
}

// leaves calls visit for every leaf of a JSON body, in order. A body that is no JSON is read as far as it goes. The depth
// of a body is for the target to choose, so nothing here is recursive.
func leaves(body []byte, visit func(leaf)) {
	w := &leafWalker{scanner: jsontext.NewScanner(string(body)), visit: visit}
	for {
		t, ok := w.scanner.Next()
		if !ok {
			return
		}
		w.token(t)
	}
}

// container is an object or array that is being read; index counts an array's elements.
type container struct {
	object bool
	index  int
}

type leafWalker struct {
	scanner *jsontext.Scanner
	visit   func(leaf)
	open    []container
	path    []string
}

func (w *leafWalker) token(t jsontext.Token) {
	switch {
	case t.Name:
		name := w.scanner.Text(t)
		w.visit(leaf{path: w.path, text: name, start: t.Start, end: t.End, name: true})
		w.step(name)
		return
	case t.Kind == '}' || t.Kind == ']':
		w.open = w.open[:len(w.open)-1]
		w.ended()
		return
	}
	if in := w.inside(); in != nil && !in.object {
		w.step(strconv.Itoa(in.index))
	}
	switch t.Kind {
	case '{', '[':
		w.open = append(w.open, container{object: t.Kind == '{'})
		return
	case jsontext.String, jsontext.Number:
		w.visit(leaf{path: w.path, text: w.scanner.Text(t), start: t.Start, end: t.End, number: t.Kind == jsontext.Number})
	}
	w.ended()
}

func (w *leafWalker) inside() *container {
	if len(w.open) == 0 {
		return nil
	}
	return &w.open[len(w.open)-1]
}

// step goes to a member or element of the innermost container.
func (w *leafWalker) step(name string) {
	if len(w.open) <= specs.SecretDepth {
		w.path = append(w.path[:len(w.open)-1], name)
	}
}

// ended goes on to the next member or element after a value.
func (w *leafWalker) ended() {
	if in := w.inside(); in != nil {
		in.index++
		w.path = w.path[:min(len(w.path), len(w.open)-1)]
	}
}
