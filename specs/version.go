package specs

import (
	"fmt"

	"golang.org/x/mod/semver"
)

// Version is a version of an API as its specification writes it, such as "2.17". Versions are compared
// number by number, so that 2.9 comes before 2.11. The zero value means that there is no bound.
type Version string

// ParseVersion returns text as a Version, or an error that says what a version looks like.
func ParseVersion(text string) (Version, error) {
	if !semver.IsValid("v" + text) {
		return "", fmt.Errorf("version %q is not a number such as 2.17", text)
	}
	return Version(text), nil
}

// Compare returns -1, 0 or 1 as v is before, equal to or after w.
func (v Version) Compare(w Version) int {
	return semver.Compare("v"+string(v), "v"+string(w))
}

// Before reports whether v is older than w.
func (v Version) Before(w Version) bool { return v.Compare(w) < 0 }

// Window is the range of versions in which something holds, both ends included; an empty end is open.
type Window struct {
	Since Version `yaml:"since" json:"since,omitempty"`
	Until Version `yaml:"until" json:"until,omitempty"`
}

// Contains reports whether v lies in the window.
func (w Window) Contains(v Version) bool {
	return (w.Since == "" || !v.Before(w.Since)) && (w.Until == "" || !w.Until.Before(v))
}

// String writes the window as a reader expects it: "2.12 to 2.14", "since 2.13", "until 2.13", or nothing.
func (w Window) String() string {
	switch {
	case w.Since == "" && w.Until == "":
		return ""
	case w.Until == "":
		return "since " + string(w.Since)
	case w.Since == "":
		return "until " + string(w.Until)
	case w.Since == w.Until:
		return string(w.Since)
	}
	return string(w.Since) + " to " + string(w.Until)
}

func (w Window) validate() error {
	for _, v := range []Version{w.Since, w.Until} {
		if v == "" {
			continue
		}
		if _, err := ParseVersion(string(v)); err != nil {
			return err
		}
	}
	if w.Since != "" && w.Until != "" && w.Until.Before(w.Since) {
		return fmt.Errorf("version window %s to %s is empty", w.Since, w.Until)
	}
	return nil
}
