package jsonvalue_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"conformance/specs/jsonvalue"
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

// TestDeep: values within values are read as deep as encoding/json reads them.
func TestDeep(t *testing.T) {
	for _, depth := range []int{9999, 10000, 10001, 30000} {
		hold(t, []byte(strings.Repeat("[", depth)+strings.Repeat("]", depth)))
		hold(t, []byte(strings.Repeat(`{"a":`, depth)))
	}
}

func TestTexts(t *testing.T) {
	for _, text := range texts() {
		hold(t, []byte(text))
	}
}

func FuzzAgainstLibrary(f *testing.F) {
	for _, text := range texts() {
		f.Add([]byte(text))
	}
	f.Fuzz(hold)
}

func hold(t *testing.T, text []byte) {
	want, wantErr := library(text)
	got, err := jsonvalue.Decode(text)
	if fmt.Sprint(err) != fmt.Sprint(wantErr) || !reflect.DeepEqual(got, want) {
		t.Errorf("%.200q: got an equal value: %v, error %v, want %v", text, reflect.DeepEqual(got, want), err, wantErr)
	}
}

// library is Decode with encoding/json alone.
func library(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, jsonvalue.ErrMore
	}
	return value, nil
}

// BenchmarkDecode reads a catalog of a thousand offerings, and a request, beside encoding/json.
func BenchmarkDecode(b *testing.B) {
	const plan = `{"id":"7c9e6679-7425-40de-944b-e07fc1f90ae7","name":"small","description":"One of \"many\".","free":true,"metadata":{"costs":[{"amount":{"usd":9.5},"unit":"MONTHLY"}],"bullets":["a","b"]},"schemas":{"service_instance":{"create":{"parameters":{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"size":{"type":"integer","minimum":1}}}}}}}`
	const offering = `{"id":"6fab27b2-58f5-4f6a-8d6b-2c1a5b1de5c5","name":"many","description":"Many plans.","bindable":true,"tags":["x","y"],"plans":[` + plan + "," + plan + "," + plan + `]}`
	for name, text := range map[string]string{
		"catalog": `{"services":[` + strings.TrimSuffix(strings.Repeat(offering+",", 1000), ",") + `]}`,
		"request": `{"service_id":"7c9e6679-7425-40de-944b-e07fc1f90ae7","plan_id":"7c9e6679-7425-40de-944b-e07fc1f90ae8","context":{"platform":"cloudfoundry"},"parameters":{"n":12,"on":true}}`,
	} {
		for reader, decode := range map[string]func([]byte) (any, error){"ours": jsonvalue.Decode, "encoding-json": library} {
			b.Run(name+"/"+reader, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := decode([]byte(text)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
