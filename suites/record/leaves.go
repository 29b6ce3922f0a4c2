package record

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// leaves calls visit for every string leaf of a JSON body, and every number of as many digits as a secret worth the
// name, with its path and where its bytes stand. A body that is no JSON is read as far as it goes.
func leaves(body []byte, visit func(path []string, text string, start, end int)) {
	w := &leafWalker{decoder: json.NewDecoder(bytes.NewReader(body)), body: body, visit: visit}
	w.decoder.UseNumber()
	for w.value(nil) {
	}
}

type leafWalker struct {
	decoder *json.Decoder
	body    []byte
	visit   func(path []string, text string, start, end int)
}

func (w *leafWalker) value(path []string) bool {
	before := int(w.decoder.InputOffset())
	token, err := w.decoder.Token()
	if err != nil {
		return false
	}
	end := int(w.decoder.InputOffset())
	start := before + len(w.body[before:end]) - len(bytes.TrimLeft(w.body[before:end], " \t\r\n:,"))
	switch token := token.(type) {
	case string:
		w.visit(path, token, start, end)
	case json.Number:
		if len(strings.Trim(token.String(), "0123456789")) == 0 && len(token.String()) >= shortest {
			w.visit(path, token.String(), start, end)
		}
	case json.Delim:
		return w.container(token, path)
	}
	return true
}

func (w *leafWalker) container(open json.Delim, path []string) bool {
	for i := 0; w.decoder.More(); i++ {
		name := strconv.Itoa(i)
		if open == '{' {
			key, err := w.decoder.Token()
			if err != nil {
				return false
			}
			name, _ = key.(string)
		}
		if !w.value(append(path[:len(path):len(path)], name)) {
			return false
		}
	}
	_, err := w.decoder.Token()
	return err == nil
}
