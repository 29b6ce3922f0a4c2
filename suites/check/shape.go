package check

import (
	"slices"

	"conformance/specs"
	"conformance/suites/record"
)

// Shapes returns a check for every requirement that the document's x-requirement members name. Each looks at all
// responses of the target that the document describes; a place that no response filled is no evidence, except that
// its absence breaks the rule.
func Shapes(document *specs.Document) List {
	var list List
	for _, id := range document.ShapeRequirements() {
		list = append(list, each(id, "the OpenAPI document", record.Target, func(c *Case, x *record.Exchange) {
			shape(c, id, x)
		}))
	}
	return list
}

func shape(c *Case, id string, x *record.Exchange) {
	seen := c.reading.shape(x)
	if slices.Contains(seen.Possible, id) {
		c.unfilled = x
	}
	for _, node := range seen.Nodes {
		switch {
		case node.Requirement != id:
		case node.Violation != "":
			c.Fail(x, "%s: %s", place(node.Pointer), node.Violation)
		case node.Present:
			c.Look(x)
		default:
			c.unfilled = x
		}
	}
}

func place(pointer string) string {
	if pointer == "" {
		return "body"
	}
	return pointer
}

// Reading is a recording that is being judged, together with the document of its version. It compares each response
// with the document once, however many checks ask. It belongs to one goroutine.
type Reading struct {
	document  *specs.Document
	recording *record.Recording
	shapes    map[*record.Exchange]specs.Shape
	// runs are the views of the scenarios, by name.
	runs map[string]any
}

// Read prepares a recording for its checks.
func Read(document *specs.Document, recording *record.Recording) *Reading {
	return &Reading{document: document, recording: recording, shapes: map[*record.Exchange]specs.Shape{}, runs: map[string]any{}}
}

func (r *Reading) shape(x *record.Exchange) specs.Shape {
	if shape, known := r.shapes[x]; known {
		return shape
	}
	var shape specs.Shape
	if op := r.document.Operation(x.Operation); op != nil && x.Response != nil && !x.Limit {
		body, err := x.Response.JSON()
		shape = r.document.Shape(op, x.Response.Status, x.Response.Header, body, err == nil)
	}
	r.shapes[x] = shape
	return shape
}

// Members returns the members of the answer's body wherever the document names members.
func (c *Case) Members(x *record.Exchange) []specs.Member {
	op := c.reading.document.Operation(x.Operation)
	if op == nil || x.Response == nil || x.Limit {
		return nil
	}
	body, err := x.Response.JSON()
	if err != nil {
		return nil
	}
	return c.reading.document.Members(op, x.Response.Status, body)
}
