package specs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"

	// The fork of gopkg.in/yaml.v3 that the YAML organisation maintains: strict decoding with line numbers.
	"go.yaml.in/yaml/v3"
)

// Level is how binding a requirement is, in the words of RFC 2119.
type Level string

// The levels. A broken MUST fails, a broken SHOULD warns, a MAY is a permission and is never judged.
const (
	Must      Level = "MUST"
	MustNot   Level = "MUST NOT"
	Should    Level = "SHOULD"
	ShouldNot Level = "SHOULD NOT"
	May       Level = "MAY"
)

// Requirement is one normative rule: a row of specs/<api>/requirements. Its id is never renumbered or reused.
type Requirement struct {
	ID         string   `yaml:"id" json:"id"`
	Title      string   `yaml:"title" json:"title"`
	Statement  string   `yaml:"statement" json:"statement"`
	Level      Level    `yaml:"level" json:"level"`
	Party      string   `yaml:"party" json:"party"`
	Operations []string `yaml:"operations" json:"operations"`
	Window     `yaml:",inline"`
	Section    string   `yaml:"section" json:"section,omitempty"`
	Topic      string   `yaml:"topic" json:"topic"`
	Observable string   `yaml:"observable" json:"observable"`
	Check      string   `yaml:"check" json:"check"`
	Violation  string   `yaml:"violation" json:"violation"`
	Risk       string   `yaml:"risk" json:"risk"`
	Basis      string   `yaml:"basis" json:"basis,omitempty"`
	Notes      string   `yaml:"notes" json:"notes,omitempty"`
	Divergence string   `yaml:"divergence" json:"divergence,omitempty"`
	Source     []string `yaml:"source" json:"source"`
	// ReportedAs is "warn" where a MUST is not to fail a target, for the reason in Notes.
	ReportedAs string `yaml:"reported_as" json:"reported_as,omitempty"`
	// Unobservable says why no check can see the rule kept or broken.
	Unobservable string `yaml:"unobservable" json:"unobservable,omitempty"`
	// SameAs and Replaces name a requirement of the base API whose check is reused or overridden.
	SameAs   string `yaml:"same_as" json:"same_as,omitempty"`
	Replaces string `yaml:"replaces" json:"replaces,omitempty"`

	// Chapter is the heading of the file that holds the row.
	Chapter string `yaml:"-" json:"chapter"`
}

// Binding reports whether a violation makes a verdict: true for MUST and SHOULD rules, false for permissions.
func (r *Requirement) Binding() bool { return r.Level != May }

// Fails reports whether a violation fails a target; otherwise it warns.
func (r *Requirement) Fails() bool {
	return (r.Level == Must || r.Level == MustNot) && r.ReportedAs != "warn"
}

// Visible reports whether a client can observe the rule at least in part.
func (r *Requirement) Visible() bool { return r.Observable != "no" && r.Unobservable == "" }

var allowed = struct{ level, observable, risk, basis, reportedAs, unobservable []string }{
	level:        []string{string(Must), string(MustNot), string(Should), string(ShouldNot), string(May)},
	observable:   []string{"yes", "no", "partly"},
	risk:         []string{"read-only", "creates-resources", "destructive"},
	basis:        []string{"", "keyword", "text", "derived"},
	reportedAs:   []string{"", "warn"},
	unobservable: []string{"", "inside-target", "inside-platform", "needs-human", "organisational", "time-scale"},
}

func (r *Requirement) validate(parties []string) error {
	always := []struct{ key, value string }{
		{"title", r.Title}, {"statement", r.Statement}, {"topic", r.Topic},
		{"check", r.Check}, {"violation", r.Violation},
	}
	for _, member := range always {
		if strings.TrimSpace(member.value) == "" {
			return fmt.Errorf("%s is missing", member.key)
		}
	}
	if len(r.Operations) == 0 || len(r.Source) == 0 {
		return errors.New("operations or source is missing")
	}
	enums := []struct {
		key, value string
		allowed    []string
	}{
		{"level", string(r.Level), allowed.level}, {"party", r.Party, parties},
		{"observable", r.Observable, allowed.observable}, {"risk", r.Risk, allowed.risk},
		{"basis", r.Basis, allowed.basis}, {"reported_as", r.ReportedAs, allowed.reportedAs},
		{"unobservable", r.Unobservable, allowed.unobservable},
	}
	for _, member := range enums {
		if !slices.Contains(member.allowed, member.value) {
			return fmt.Errorf("%s %q is not one of %s", member.key, member.value, strings.Join(member.allowed, ", "))
		}
	}
	if r.ReportedAs != "" && strings.TrimSpace(r.Notes) == "" {
		return errors.New("reported_as needs notes that say why")
	}
	return r.Window.validate()
}

// Requirements is the registry of one API, sorted by id.
type Requirements []*Requirement

// Find returns the requirement with that id, or nil.
func (rs Requirements) Find(id string) *Requirement {
	i := sort.Search(len(rs), func(i int) bool { return rs[i].ID >= id })
	if i < len(rs) && rs[i].ID == id {
		return rs[i]
	}
	return nil
}

// ParseRequirements reads the rows of one chapter file. It refuses unknown keys and values; an error names the
// file and the row.
func ParseRequirements(name string, data []byte, parties []string) (Requirements, error) {
	var file struct {
		Chapter      string         `yaml:"chapter"`
		Requirements []*Requirement `yaml:"requirements"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: expected one YAML document, found more", name)
	}
	if file.Chapter == "" {
		return nil, fmt.Errorf("%s: chapter is missing", name)
	}
	for i, row := range file.Requirements {
		if row == nil || row.ID == "" {
			return nil, fmt.Errorf("%s: row %d: id is missing", name, i+1)
		}
		if err := row.validate(parties); err != nil {
			return nil, fmt.Errorf("%s: row %d (%s): %w", name, i+1, row.ID, err)
		}
		row.Chapter = file.Chapter
	}
	return file.Requirements, nil
}

func loadRequirements(files fs.FS, dir string, parties []string) (Requirements, error) {
	names, err := fs.Glob(files, path.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var all Requirements
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		rows, err := ParseRequirements(name, data, parties)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	for i := 1; i < len(all); i++ {
		if all[i].ID == all[i-1].ID {
			return nil, fmt.Errorf("requirement %s: id is used twice", all[i].ID)
		}
	}
	return all, nil
}
