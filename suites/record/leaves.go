package record

import (
	"bytes"
	"encoding/json"
	"strconv"

	"conformance/specs"
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
	w := &leafWalker{decoder: json.NewDecoder(bytes.NewReader(body)), body: body, visit: visit}
	w.decoder.UseNumber()
	for w.token() {
	}
}

// container is an object or array that is being read.
type container struct {
	object bool
	// named is set when an object's member has its name, and its value comes next. index counts an array's elements.
	named bool
	index int
}

type leafWalker struct {
	decoder *json.Decoder
	body    []byte
	visit   func(leaf)
	open    []container
	path    []string
}

func (w *leafWalker) token() bool {
	before := w.decoder.InputOffset()
	token, err := w.decoder.Token()
	if err != nil {
		return false
	}
	end := w.decoder.InputOffset()
	raw := w.body[before:end]
	start := int(end) - len(bytes.TrimLeft(raw, " \t\r\n:,"))
	in := w.inside()
	if name, isText := token.(string); isText && in != nil && in.object && !in.named {
		in.named = true
		w.visit(leaf{path: w.path, text: name, start: start, end: int(end), name: true})
		w.step(name)
		return true
	}
	if token == json.Delim('}') || token == json.Delim(']') {
		w.open = w.open[:len(w.open)-1]
		w.ended()
		return true
	}
	if in != nil && !in.object {
		w.step(strconv.Itoa(in.index))
	}
	switch token := token.(type) {
	case json.Delim:
		w.open = append(w.open, container{object: token == '{'})
		return true
	case string:
		w.visit(leaf{path: w.path, text: token, start: start, end: int(end)})
	case json.Number:
		w.visit(leaf{path: w.path, text: token.String(), start: start, end: int(end), number: true})
	}
	w.ended()
	return true
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
		in.named = false
		in.index++
		w.path = w.path[:min(len(w.path), len(w.open)-1)]
	}
}
