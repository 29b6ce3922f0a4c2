package record

import (
	"strconv"

	// Gives the place of each token.
	"github.com/go-json-experiment/json/jsontext"

	"conformance/specs"
	"conformance/specs/jsonvalue"
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

// leaves calls visit for every leaf of a JSON body, in order. A body that is no JSON is read as far as it goes, and what
// follows then is one leaf where it lies too deep to be told apart.
func leaves(body []byte, visit func(leaf)) {
	w := &leafWalker{tokens: jsonvalue.Tokens(body), body: body, visit: visit}
	for w.next() {
	}
}

type leafWalker struct {
	tokens *jsontext.Decoder
	body   []byte
	visit  func(leaf)
	path   []string
	buffer []byte
}

// next reads a token, and reports whether there was one.
func (w *leafWalker) next() bool {
	depth := w.tokens.StackDepth()
	in, index := w.tokens.StackIndex(depth)
	kind := w.tokens.PeekKind()
	if in == jsontext.KindBeginArray && kind != jsontext.KindEndArray {
		w.step(depth, strconv.FormatInt(index, 10))
	}
	var err error
	if kind == jsontext.KindString || kind == jsontext.KindNumber {
		err = w.scalar(kind, depth, in == jsontext.KindBeginObject && index%2 == 0)
	} else {
		_, err = w.tokens.ReadToken()
	}
	if end := int(w.tokens.InputOffset()); err != nil && depth > specs.SecretDepth && end < len(w.body) {
		w.visit(leaf{path: w.path, text: string(w.body[end:]), start: end, end: len(w.body)})
	}
	return err == nil
}

// scalar reads a string or a number at a depth. name says that it is the name of a member.
func (w *leafWalker) scalar(kind jsontext.Kind, depth int, name bool) error {
	raw, err := w.tokens.ReadValue()
	if err != nil {
		return err
	}
	text := raw
	if kind == jsontext.KindString {
		w.buffer, _ = jsontext.AppendUnquote(w.buffer[:0], raw) // bytes that are no UTF-8 are replaced
		text = w.buffer
	}
	end, above := int(w.tokens.InputOffset()), depth
	if name {
		above--
	}
	l := leaf{path: w.path[:min(above, len(w.path))], text: string(text), start: end - len(raw), end: end, name: name, number: kind == jsontext.KindNumber}
	w.visit(l)
	if name {
		w.step(depth, l.text)
	}
	return nil
}

// step goes to a member or element of the container that is open at a depth.
func (w *leafWalker) step(depth int, name string) {
	if depth <= specs.SecretDepth {
		w.path = append(w.path[:depth-1], name)
	}
}
