package check

import (
	"conformance/specs"
	"conformance/suites/record"
)

// Shapes returns a check for every requirement that the document's x-requirement members name. Each looks at all
// responses of the target that the document describes; a place that no response filled is no evidence, except that
// its absence breaks the rule.
func Shapes(document *specs.Document) List {
	var list List
	for _, id := range document.ShapeRequirements() {
		list = append(list, Check{ID: id, document: document, judge: func(c *Case, _ *record.Recording) {
			for _, s := range c.reading.sights(id) {
				c.one(s.exchange, func(c *Case, _ *record.Exchange) { c.shape(s) })
			}
		}})
	}
	return list
}

// sight is what one response shows of one requirement: the places that it reached, none when it stays above them.
type sight struct {
	exchange *record.Exchange
	nodes    []specs.Node
}

func (c *Case) shape(s sight) {
	c.unfilled = s.exchange // which counts only if nothing else does
	for _, node := range s.nodes {
		switch {
		case node.Violation != "":
			c.Fail(s.exchange, Note("%s", node.Violation).At(place(node.Pointer)))
		case node.Present:
			c.Look(s.exchange)
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
	// seen are the sights of each requirement, in the order of the exchanges; nil until a check asks.
	seen map[string][]sight
	// bodies are what the document says of bodies, members their members; the same one, such as a large catalog, comes
	// many times.
	bodies  map[answer]map[string][]specs.Node
	members map[answer][]specs.Member
	// runs are the views of the scenarios, trails their exchanges, by name; nil until a check asks.
	runs   map[string]any
	trails map[string][]*record.Exchange
}

// Read prepares a recording for its checks.
func Read(document *specs.Document, recording *record.Recording) *Reading {
	return &Reading{document: document, recording: recording, runs: map[string]any{},
		bodies: map[answer]map[string][]specs.Node{}, members: map[answer][]specs.Member{}}
}

// trail is what was recorded under the name of a scenario, in order.
func (r *Reading) trail(run string) []*record.Exchange {
	if r.trails == nil {
		r.trails = map[string][]*record.Exchange{}
		for _, x := range r.recording.Exchanges {
			r.trails[x.Scenario] = append(r.trails[x.Scenario], x)
		}
	}
	return r.trails[run]
}

func (r *Reading) sights(requirement string) []sight {
	if r.seen == nil {
		r.seen = map[string][]sight{}
		for _, x := range r.recording.Exchanges {
			if op := r.document.Operation(x.Operation); op != nil && x.Side == record.Target && x.Response != nil && !x.Limit {
				r.look(op, x)
			}
		}
	}
	return r.seen[requirement]
}

// answer is what the document's word on a body depends on.
type answer struct {
	operation string
	status    int
	body      string
}

func answerOf(x *record.Exchange) answer {
	return answer{x.Operation, x.Response.Status, string(x.Response.Body)}
}

func (r *Reading) look(op *specs.Operation, x *record.Exchange) {
	told := []map[string][]specs.Node{byRequirement(r.document.HeaderShape(op, x.Response.Status, x.Response.Header))}
	if body, err := x.Response.JSON(); err == nil {
		key := answerOf(x)
		if r.bodies[key] == nil {
			r.bodies[key] = byRequirement(r.document.BodyShape(op, x.Response.Status, body))
		}
		told = append(told, r.bodies[key])
	}
	for _, nodes := range told {
		for id, nodes := range nodes {
			r.seen[id] = append(r.seen[id], sight{x, nodes})
		}
	}
}

// byRequirement has the places of each requirement that the response could show.
func byRequirement(shape specs.Shape) map[string][]specs.Node {
	nodes := map[string][]specs.Node{}
	for _, id := range shape.Possible {
		nodes[id] = nil
	}
	for _, node := range shape.Nodes {
		nodes[node.Requirement] = append(nodes[node.Requirement], node)
	}
	return nodes
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
	key := answerOf(x)
	if _, read := c.reading.members[key]; !read {
		c.reading.members[key] = c.reading.document.Members(op, x.Response.Status, body)
	}
	return c.reading.members[key]
}
