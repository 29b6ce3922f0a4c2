package jsonvalue_test

import (
	"fmt"
	"testing"

	"conformance/specs/jsonvalue"
)

func TestPointer(t *testing.T) {
	value, err := jsonvalue.Decode([]byte(`{"a":[10,{"b":null}],"":"empty","x/y":1,"m~n":2,"~1":3,"a b":4,"0":5,"-":[[]]}`))
	if err != nil {
		t.Fatal(err)
	}
	for pointer, want := range map[string]string{
		"/a/0": "10", "/a/1/b": "<nil>", "/": "empty", "/x~1y": "1", "/m~0n": "2", "/~01": "3", "/a b": "4", "/0": "5", "/-/0": "[]",
		"/a/2": "", "/a/-1": "", "/a/-": "", "/a/00": "", "/a/01": "", "/a/+1": "", "/a/x": "", "/a/0/x": "", "/a/": "", "/b": "", "a": "", "/a/1/b/c": "", "//": "", "/m~n/x": "",
	} {
		found, ok := jsonvalue.At(value, pointer)
		if ok != (want != "") || ok && fmt.Sprint(found) != want {
			t.Errorf("%s: %v, %v; want %s", pointer, found, ok, want)
		}
	}
	if found, ok := jsonvalue.At(value, ""); !ok || len(found.(map[string]any)) != 8 {
		t.Errorf("the whole: %v", found)
	}
	for want, path := range map[string][]string{"": nil, "/": {""}, "/a/0": {"a", "0"}, "/~01~1/~0": {"~1/", "~"}} {
		if got := jsonvalue.Pointer(path...); got != want {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
	}
}
