package specs_test

import (
	"testing"

	"conformance/specs"
)

func TestParseVersion(t *testing.T) {
	for text, valid := range map[string]bool{
		"2.11": true, "2.9": true, "2": true, "1.0.0": true,
		"": false, "v2.11": false, "2.x": false, "two": false, "2.11 ": false, "02.1": false,
	} {
		got, err := specs.ParseVersion(text)
		if (err == nil) != valid {
			t.Errorf("ParseVersion(%q): error %v, want valid %t", text, err, valid)
		}
		if valid && string(got) != text {
			t.Errorf("ParseVersion(%q) = %q, want the text itself", text, got)
		}
	}
}

func TestVersionsAreComparedByNumber(t *testing.T) {
	for _, test := range []struct {
		v, w specs.Version
		want int
	}{
		{"2.9", "2.11", -1}, {"2.11", "2.9", 1}, {"2.11", "2.11", 0}, {"2", "2.0", 0}, {"1.99", "2.0", -1},
	} {
		if got := test.v.Compare(test.w); got != test.want {
			t.Errorf("%s compared with %s = %d, want %d", test.v, test.w, got, test.want)
		}
		if got := test.v.Before(test.w); got != (test.want < 0) {
			t.Errorf("%s before %s = %t, want %t", test.v, test.w, got, test.want < 0)
		}
	}
}

func TestWindow(t *testing.T) {
	for _, test := range []struct {
		window   specs.Window
		text     string
		contains map[specs.Version]bool
	}{
		{specs.Window{}, "", map[specs.Version]bool{"2.9": true, "2.17": true}},
		{specs.Window{Since: "2.13"}, "since 2.13", map[specs.Version]bool{"2.9": false, "2.12": false, "2.13": true, "2.17": true}},
		{specs.Window{Until: "2.13"}, "until 2.13", map[specs.Version]bool{"2.9": true, "2.13": true, "2.14": false}},
		{specs.Window{Since: "2.12", Until: "2.14"}, "2.12 to 2.14", map[specs.Version]bool{"2.11": false, "2.12": true, "2.14": true, "2.15": false}},
		{specs.Window{Since: "2.14", Until: "2.14"}, "2.14", map[specs.Version]bool{"2.13": false, "2.14": true, "2.15": false}},
	} {
		if got := test.window.String(); got != test.text {
			t.Errorf("window %+v is written %q, want %q", test.window, got, test.text)
		}
		for v, want := range test.contains {
			if got := test.window.Contains(v); got != want {
				t.Errorf("window %q contains %s = %t, want %t", test.text, v, got, want)
			}
		}
	}
}

func TestVersionOfAnAPI(t *testing.T) {
	api := load(t, "osb")
	for text, want := range map[string]specs.Version{"": "2.17", "2.11": "2.11", "2.17": "2.17"} {
		if got, err := api.Version(text); err != nil || got != want {
			t.Errorf("version %q = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"2.10", "2.18", "v2.17", "latest"} {
		_, err := api.Version(text)
		want := `version "` + text + `" of api osb is not one of 2.11, 2.12, 2.13, 2.14, 2.15, 2.16, 2.17`
		if err == nil || err.Error() != want {
			t.Errorf("version %q: got error %v, want %s", text, err, want)
		}
	}
}
