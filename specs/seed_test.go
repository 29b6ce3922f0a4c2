package specs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"conformance/specs"

	"go.yaml.in/yaml/v3"
)

// seedFile is specs/<dir>/seed.yaml: what the API's source pages show, item by item, and where it is kept here.
type seedFile struct {
	Seeds []seed `yaml:"seeds"`
}

// seed is one source page.
type seed struct {
	Source  string   `yaml:"source"`
	Page    string   `yaml:"page"`
	Items   []item   `yaml:"items"`
	Samples []sample `yaml:"samples"`
}

// item is one thing that a page shows. It names the requirements that it became, or says why there are none, and
// the places of the document that describe it, or those where the document leaves it out.
type item struct {
	Item         string   `yaml:"item"`
	Kind         string   `yaml:"kind"`
	Requirements []string `yaml:"requirements"`
	None         string   `yaml:"none"`
	Document     places   `yaml:"document"`
	Outside      places   `yaml:"outside"`
}

// sample is one message that a page shows. With Frame the page shows only the member At of a body; the rest of the
// body is ours.
type sample struct {
	File        string            `yaml:"file"`
	Operation   string            `yaml:"operation"`
	Message     string            `yaml:"message"`
	Target      string            `yaml:"target"`
	Headers     map[string]string `yaml:"headers"`
	Status      int               `yaml:"status"`
	Example     string            `yaml:"example"`
	Frame       string            `yaml:"frame"`
	At          string            `yaml:"at"`
	Differences []difference      `yaml:"differences"`
}

// difference is a departure of a sample from the document that is meant.
type difference struct {
	Member string `yaml:"member"`
	Reason string `yaml:"reason"`
}

// places is one place or a list of them.
type places []string

func (p *places) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*p = places{node.Value}
		return nil
	}
	return node.Decode((*[]string)(p))
}

var itemKinds = []string{"call", "path", "query", "header", "field", "status", "sample", "text"}

// table is one seed table with what it speaks of.
type table struct {
	dir   string
	api   *specs.API
	doc   *specs.Document
	atlas atlas
	seeds []seed
}

func loadTable(t *testing.T, name string) table {
	t.Helper()
	api := load(t, name)
	doc := document(t, name, api.Latest())
	dir := strings.ReplaceAll(name, "-", "")
	data, err := os.ReadFile(filepath.Join(dir, "seed.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var file seedFile
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		t.Fatalf("%s/seed.yaml: %v", dir, err)
	}
	return table{dir: dir, api: api, doc: doc, atlas: newAtlas(t, doc), seeds: file.Seeds}
}

func TestSeeds(t *testing.T) {
	for _, name := range []string{"ibm-osb", "cf-v2", "services"} {
		t.Run(name, func(t *testing.T) {
			table := loadTable(t, name)
			used := map[string]bool{}
			for _, seed := range table.seeds {
				t.Run(seed.Source, func(t *testing.T) {
					table.checkItems(t, seed)
					table.checkSources(t, seed)
					for _, sample := range seed.Samples {
						used[sample.File], used[sample.Frame] = true, true
						table.checkSample(t, seed, sample)
					}
				})
			}
			table.checkFiles(t, used)
		})
	}
}

func (tb table) checkFiles(t *testing.T, used map[string]bool) {
	files, err := filepath.Glob(filepath.Join(tb.dir, "testdata", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !used[filepath.Base(file)] {
			t.Errorf("%s: no sample uses it", file)
		}
	}
}

// checkSources demands that every requirement that cites the page is named by an item.
func (tb table) checkSources(t *testing.T, s seed) {
	named := map[string]bool{}
	for _, item := range s.Items {
		for _, id := range item.Requirements {
			named[id] = true
		}
	}
	for _, r := range tb.api.Requirements {
		cites := slices.ContainsFunc(r.Source, func(source string) bool { return strings.HasPrefix(source, s.Source) })
		if cites && !named[r.ID] {
			t.Errorf("requirement %s cites the page, but no item names it", r.ID)
		}
	}
}

func (tb table) checkItems(t *testing.T, s seed) {
	if s.Source == "" || s.Page == "" || len(s.Items) == 0 {
		t.Errorf("source, page or items are missing")
	}
	for _, item := range s.Items {
		if item.Item == "" || !slices.Contains(itemKinds, item.Kind) {
			t.Errorf("item %q: kind %q is not one of %v", item.Item, item.Kind, itemKinds)
		}
		if (len(item.Requirements) > 0) == (item.None != "") {
			t.Errorf("item %q: expected either requirements or none", item.Item)
		}
		if item.None == "" && item.Kind != "text" && len(item.Document)+len(item.Outside) == 0 {
			t.Errorf("item %q: expected a place in the document, or one outside", item.Item)
		}
		for _, id := range item.Requirements {
			if tb.api.Requirements.Find(id) == nil {
				t.Errorf("item %q: there is no requirement %s", item.Item, id)
			}
		}
		for _, place := range item.Document {
			if !tb.atlas.has(place) {
				t.Errorf("item %q: the document has no place %q", item.Item, place)
			}
		}
		for _, place := range item.Outside {
			if tb.atlas.has(place) {
				t.Errorf("item %q: the document has the place %q, which is said to be outside", item.Item, place)
			}
		}
	}
}

func (tb table) checkSample(t *testing.T, s seed, sample sample) {
	t.Helper()
	label := fmt.Sprintf("sample %s (%s %s %d)", sample.File, sample.Operation, sample.Message, sample.Status)
	op := tb.doc.Operation(sample.Operation)
	if op == nil {
		t.Errorf("%s: there is no such operation", label)
		return
	}
	shown := tb.read(t, sample.File)
	body := shown
	if sample.Frame != "" {
		frame := tb.read(t, sample.Frame).(map[string]any)
		frame[sample.At] = shown
		body = frame
	}
	var found map[string]string
	switch sample.Message {
	case "request":
		found = tb.request(t, label, op, sample, body)
	case "response":
		if !op.Describes(sample.Status) {
			t.Errorf("%s: the document does not describe the status", label)
		}
		found = violations(tb.doc.Shape(op, sample.Status, header(sample), body, sample.File != ""))
	default:
		t.Errorf("%s: message is not request or response", label)
	}
	compareDifferences(t, label, found, sample.Differences)
	tb.checkExample(t, label, sample, shown)
	tb.checkCoverage(t, label, s, sample, shown)
}

// request routes and validates a sample request, whatever its label says of the JSON body.
func (tb table) request(t *testing.T, label string, op *specs.Operation, sample sample, body any) map[string]string {
	t.Helper()
	var raw []byte
	if sample.File != "" {
		raw = encode(t, body)
	}
	r, err := http.NewRequest(op.Method, "http://target.example.org"+sample.Target, bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%s: %v", label, err)
	}
	r.Header = header(sample)
	routed, params, err := tb.doc.Route(r)
	if err != nil || routed.ID != op.ID {
		t.Errorf("%s: %s %s is not routed to the operation: %v", label, op.Method, sample.Target, err)
		return nil
	}
	found := byMember(tb.doc.ValidateRequest(op, params, r, raw))
	for _, label := range []string{"", "application/x-www-form-urlencoded"} {
		r.Header.Set("Content-Type", label)
		if again := byMember(tb.doc.ValidateRequest(op, params, r, raw)); !reflect.DeepEqual(again, found) {
			t.Errorf("%s: with the label %q: want %v, got %v", sample.File, label, found, again)
		}
	}
	return found
}

// byMember keys violations by JSON pointer, or by place and name where they are not in the body.
func byMember(all []specs.Violation) map[string]string {
	found := map[string]string{}
	for _, v := range all {
		key := v.Name
		if v.Where != "body" {
			key = v.Where + " " + v.Name
		}
		found[key] = v.Message
	}
	return found
}

func violations(shape specs.Shape) map[string]string {
	found := byMember(shape.Unnamed)
	for _, node := range shape.Nodes {
		if node.Violation != "" {
			found[node.Pointer] = node.Requirement + ": " + node.Violation
		}
	}
	return found
}

func compareDifferences(t *testing.T, label string, found map[string]string, stated []difference) {
	t.Helper()
	for _, d := range stated {
		if d.Reason == "" {
			t.Errorf("%s: the difference at %s has no reason", label, d.Member)
		}
		if _, ok := found[d.Member]; !ok {
			t.Errorf("%s: the stated difference at %s does not occur", label, d.Member)
		}
		delete(found, d.Member)
	}
	for member, message := range found {
		t.Errorf("%s: departs from the document at %q: %s", label, member, message)
	}
}

func (tb table) checkExample(t *testing.T, label string, sample sample, shown any) {
	t.Helper()
	if sample.Example == "" {
		return
	}
	example, ok := tb.atlas.example(sample.Example)
	if !ok {
		t.Errorf("%s: the document has no %q", label, sample.Example)
		return
	}
	if got := decode(t, encode(t, example)); !reflect.DeepEqual(got, shown) {
		t.Errorf("%s: want the example %q to be equal\nwant %v\ngot  %v", label, sample.Example, shown, got)
	}
}

// checkCoverage demands that the table has an item for every leaf, header and query parameter of the sample.
func (tb table) checkCoverage(t *testing.T, label string, s seed, sample sample, shown any) {
	t.Helper()
	listed := map[string]bool{}
	for _, item := range s.Items {
		for _, place := range slices.Concat(item.Document, item.Outside) {
			listed[normal(place)] = true
		}
	}
	message := []string{sample.Operation}
	if sample.Message == "response" {
		message = append(message, "responses", fmt.Sprint(sample.Status))
	}
	for name := range sample.Headers {
		if place := strings.Join(append(slices.Clip(message), "header:"+name), " "); !listed[normal(place)] {
			t.Errorf("%s: no item has the place %q", label, place)
		}
	}
	for name := range tb.query(t, sample) {
		if place := sample.Operation + " query:" + name; !listed[normal(place)] {
			t.Errorf("%s: no item has the place %q", label, place)
		}
	}
	if sample.File == "" {
		return
	}
	if sample.Message == "request" {
		message = append(message, "request")
	}
	if sample.At != "" {
		message = append(message, sample.At)
	}
	for _, leaf := range tb.atlas.leaves(message, shown) {
		if !tb.atlas.covered(listed, leaf) {
			t.Errorf("%s: no item has the place %q", label, strings.Join(leaf, " "))
		}
	}
}

func (tb table) query(t *testing.T, sample sample) map[string][]string {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://target.example.org"+sample.Target, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r.URL.Query()
}

func (tb table) read(t *testing.T, name string) any {
	t.Helper()
	if name == "" {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(tb.dir, "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, data)
}

func header(sample sample) http.Header {
	h := http.Header{}
	for name, value := range sample.Headers {
		h.Set(name, value)
	}
	return h
}

func decode(t *testing.T, data []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("decode %s: %v", data, err)
	}
	return value
}

func encode(t *testing.T, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
