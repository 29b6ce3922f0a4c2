package services

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLifecycle(t *testing.T) {
	s := start(t, nil)
	made, one := s.created(t, postgres().with(fields{"instances": 3}))
	s.created(t, storage().with(nil))
	list := s.must(t, http.StatusOK, "GET "+root, "").body.([]any)
	if len(list) != 2 || list[0].(map[string]any)["uuid"] != made.member("uuid") {
		t.Errorf("list: got %v, want both, oldest first", list)
	}
	s.clock.pass(time.Hour)
	changed := s.must(t, http.StatusOK, "PUT "+one, `{"label":"Renamed"}`)
	want, got := made.body.(map[string]any), changed.body.(map[string]any)
	want["label"], want["updated_at"] = "Renamed", "2026-03-01T13:00:00.000Z"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after a new label (-want +got):\n%s", diff)
	}
	for body, want := range map[string]string{
		`{"public_access":"1"}`: "external",
		`{"public_access":"0"}`: "",
	} {
		got := s.must(t, http.StatusOK, "PUT "+one, body)
		if strings.Contains(got.text, "external_connection_url") != (want != "") {
			t.Errorf("%s: got %s", body, got.text)
		}
	}
	s.must(t, http.StatusNoContent, "DELETE "+one, "")
	s.must(t, http.StatusNotFound, "DELETE "+one, "")
	s.must(t, http.StatusNotFound, "GET "+one, "")
	if s.count(t) != 1 {
		t.Error("the list still shows a deleted service")
	}
}

func TestState(t *testing.T) {
	s := start(t, nil)
	_, one := s.created(t, postgres().with(nil))
	for _, c := range []struct {
		body string
		want int
		word string
	}{
		{`{"state":"process_stop"}`, 200, "stopped"},
		{`{"state":"process_stop"}`, 200, "stopped"},
		{`{"state":"explode"}`, 400, "stopped"},
		{`{}`, 400, "stopped"},
		{`{"state":"process_start"}`, 200, "healthy"},
		{`{"state":"process_restart"}`, 200, "healthy"},
	} {
		s.must(t, c.want, "PATCH "+one+"/state", c.body)
		if got := s.must(t, http.StatusOK, "GET "+one, "").member("state"); got != c.word {
			t.Errorf("after %s: state %v, want %s", c.body, got, c.word)
		}
	}
}

func TestRotatePassword(t *testing.T) {
	s := start(t, nil)
	before, one := s.created(t, postgres().with(fields{"public_access": "1"}))
	rotated := s.must(t, http.StatusOK, "POST "+one+"/rotate_password", "")
	after := s.must(t, http.StatusOK, "GET "+one, "")
	now := inside(t, after)
	if now.password == inside(t, before).password || now.password != rotated.member("password") {
		t.Errorf("rotated to %q, details show %q", rotated.member("password"), now.password)
	}
	outside(t, after, now, 15432)
	_, volume := s.created(t, storage().with(nil))
	s.must(t, http.StatusUnprocessableEntity, "POST "+volume+"/rotate_password", "")
}

// TestRefusedChanges leaves the service as it was.
func TestRefusedChanges(t *testing.T) {
	s := start(t, nil)
	made, one := s.created(t, postgres().with(nil))
	unknown := "3f0e7c52-6d1a-4b98-8c47-5e2d9a0b1f65"
	for _, c := range []struct {
		call, body string
		want       int
	}{
		{"PUT " + one, `{"label":`, 400},
		{"PUT " + one, `{"label":""}`, 400},
		{"PUT " + one, `{"label":"  "}`, 422},
		{"PUT " + one, `{"ram_size":0}`, 400},
		{"PUT " + one, `{"ram_size":1e9}`, 422},
		{"PUT " + one, `{"project_id":"` + unknown + `"}`, 404},
		{"PUT " + one, `{"resource_id":"` + unknown + `"}`, 422},
		{"PUT " + one, `{"service_type":"shared_storage"}`, 422},
		{"PUT " + root + "/" + unknown, `{"label":"x"}`, 404},
		{"GET " + root + "/not-a-uuid", "", 404},
		{"PATCH " + root + "/" + unknown + "/state", `{"state":"process_stop"}`, 404},
		{"POST " + root + "/" + unknown + "/rotate_password", "", 404},
	} {
		got := s.must(t, c.want, c.call, c.body)
		if text, _ := got.member("error").(string); text == "" {
			t.Errorf("%s %s: %d without error", c.call, c.body, got.status)
		}
		if read := s.must(t, http.StatusOK, "GET "+one, ""); read.text != made.text {
			t.Errorf("%s %s changed the service:\n%s\n%s", c.call, c.body, made.text, read.text)
		}
	}
	s.must(t, http.StatusOK, "PUT "+one, `{"project_id":"`+DefaultProjectID+`","resource_id":"`+DefaultResourceID+`"}`)
}
