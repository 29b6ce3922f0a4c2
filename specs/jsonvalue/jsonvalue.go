// Package jsonvalue reads what anybody sends as JSON. The scanning is a library's; this package says once how lenient it
// is, so that a body that is odd but readable stays to be judged: as encoding/json it keeps the last of several members
// of one name, reads bytes that are no UTF-8 as U+FFFD, and stops at a depth of 10,000. Numbers stay as they are written.
package jsonvalue

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	// Gives the place of each token, which encoding/json does not; it is the standard library's jsontext as of Go 1.27.
	"github.com/go-json-experiment/json/jsontext"
)

// Tokens reads the tokens of a text in order, and several values after one another.
func Tokens(text []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// ErrMore says that something follows the value.
var ErrMore = errors.New("there is more after the JSON value")

// Decode reads a text that is exactly one value, numbers as json.Number. The error is ErrMore or that of encoding/json.
func Decode(text []byte) (any, error) {
	tokens := Tokens(text)
	value, err := decode(tokens)
	if err != nil {
		var syntax json.RawMessage // encoding/json says in plainer words what is wrong
		return nil, json.NewDecoder(bytes.NewReader(text)).Decode(&syntax)
	}
	if _, err := tokens.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, ErrMore
	}
	return value, nil
}

func decode(tokens *jsontext.Decoder) (any, error) {
	token, err := tokens.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case jsontext.KindBeginObject:
		return object(tokens)
	case jsontext.KindBeginArray:
		return array(tokens)
	case jsontext.KindString:
		return token.String(), nil
	case jsontext.KindNumber:
		return json.Number(token.String()), nil
	case jsontext.KindNull:
		return nil, nil
	}
	return token.Bool(), nil
}

func object(tokens *jsontext.Decoder) (any, error) {
	members := map[string]any{}
	for tokens.PeekKind() != jsontext.KindEndObject {
		token, err := tokens.ReadToken()
		if err != nil {
			return nil, err
		}
		name := token.String()
		if members[name], err = decode(tokens); err != nil {
			return nil, err
		}
	}
	_, err := tokens.ReadToken()
	return members, err
}

func array(tokens *jsontext.Decoder) (any, error) {
	elements := []any{}
	for tokens.PeekKind() != jsontext.KindEndArray {
		element, err := decode(tokens)
		if err != nil {
			return nil, err
		}
		elements = append(elements, element)
	}
	_, err := tokens.ReadToken()
	return elements, err
}
