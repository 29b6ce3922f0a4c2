package jsontext_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"conformance/specs/jsontext"
)

// texts are valid and broken in every way that the grammar knows.
func texts() []string {
	return []string{
		``, ` `, `{}`, `[]`, `""`, `0`, `-0`, `01`, `-`, `1.`, `1.5`, `.5`, `1e5`, `1E+5`, `1e-`, `1e`, `-0.5e+10`, `1e999`, `12a`, `1"x"`,
		`true`, `false`, `null`, `tru`, `truex`, `nul`, `{"a":1}`, `{"a":1,"a":{"b":2}}`, `{"a" 1}`, `{"a":}`, `{"a":1,}`, `{,}`, `{1:2}`, `{"a"}`,
		`[1,2]`, `[1 2]`, `[1,]`, `[,1]`, `[1`, `{"a":1`, `{"a":"b`, `]`, `}`, `[}`, `{]`, `[{"a":[]},[[]]]`, `{} {}`, `{}x`, `{}]`, `1 2`, `"a""b"`, `:`, `,`, `[:]`,
		`"\u0041\ud83d\ude00\ud800x\n\/\\\""`, `"\u00g0"`, `"\u12"`, `"\x"`, `"\'"`, `"\`, "\"\n\"", "\"\x7f\"", "\"\xff\xc3\"", "{\"\xff\":1}", "\"ü€😀\"", "\"\xed\xa0\x80\"",
		" \t\r\n[ 1 , { \"a\" : null } ] \n", "[1]\v", "\ufeff{}", `{"a":tru}`, `["a`, `<p>&amp;`, "token=\xff",
	}
}

// TestDeep: values within values are read as deep as the library reads them, and tokens as deep as they come.
func TestDeep(t *testing.T) {
	for _, depth := range []int{9999, 10000, 10001, 30000} {
		hold(t, []byte(strings.Repeat("[", depth)+strings.Repeat("]", depth)))
		hold(t, []byte(strings.Repeat(`{"a":`, depth)))
	}
}

func FuzzAgainstLibrary(f *testing.F) {
	for _, text := range texts() {
		f.Add([]byte(text))
	}
	f.Fuzz(hold)
}

func hold(t *testing.T, text []byte) {
	wantTokens, gotTokens := libraryTokens(text), tokens(string(text))
	if !reflect.DeepEqual(gotTokens, wantTokens) {
		t.Errorf("tokens of %.200q:\n got %.200q\nwant %.200q", text, gotTokens, wantTokens)
	}
	want, wantErr := library(text)
	got, err := jsontext.Decode(text)
	if fmt.Sprint(err) != fmt.Sprint(wantErr) || !reflect.DeepEqual(got, want) {
		t.Errorf("%.200q: got an equal value: %v, error %v, want %v", text, reflect.DeepEqual(got, want), err, wantErr)
	}
}

// tokens are those of the scanner, each with the bytes where it ends.
func tokens(text string) []string {
	var all []string
	for s := jsontext.NewScanner(text); ; {
		t, ok := s.Next()
		if !ok {
			return all
		}
		all = append(all, fmt.Sprintf("%d %v", t.End, s.Text(t)))
		if again := text[t.Start:t.End]; strings.Trim(again, " \t\r\n:,") == "" {
			all = append(all, "bad place "+again)
		}
	}
}

// libraryTokens is tokens with the library.
func libraryTokens(text []byte) []string {
	var all []string
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if err != nil {
			return all
		}
		if token == nil {
			token = "null"
		}
		all = append(all, fmt.Sprintf("%d %v", decoder.InputOffset(), token))
	}
}

func library(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, jsontext.ErrMore
	}
	return value, nil
}

// TestFast: what is valid is read without the library, which would say the same and take longer.
func TestFast(t *testing.T) {
	text := []byte(`{"services":[` + strings.TrimSuffix(strings.Repeat(`{"id":"7c9e6679-7425-40de-944b-e07fc1f90ae7","free":true,"n":12,"tags":["a","b"]},`, 50), ",") + `]}`)
	if ours, theirs := testing.AllocsPerRun(10, func() { _, _ = jsontext.Decode(text) }), testing.AllocsPerRun(10, func() { _, _ = library(text) }); ours > theirs*2/3 {
		t.Errorf("%v allocations, and the library needs %v", ours, theirs)
	}
}
