package specs

import (
	"fmt"
	"path"

	"go.yaml.in/yaml/v3"
)

// Place is where something stands in the files of this module.
type Place struct {
	// File is relative to the root of the module.
	File string
	Line int
}

// String is the place as file:line.
func (p Place) String() string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// ShapePlace is where the document first names the requirement with x-requirement; without line when it does not.
func (d *Document) ShapePlace(requirement string) Place { return d.places()[requirement] }

// readPlaces finds the requirements that the document names.
func (a *API) readPlaces() map[string]Place {
	found := map[string]Place{}
	name := path.Join(a.dir, "openapi.yaml")
	data, err := files.ReadFile(name)
	if err != nil {
		return found
	}
	var document yaml.Node
	if yaml.Unmarshal(data, &document) != nil {
		return found // which loading it tells
	}
	note := func(id *yaml.Node) {
		if _, known := found[id.Value]; !known && id.Kind == yaml.ScalarNode {
			found[id.Value] = Place{path.Join("specs", name), id.Line}
		}
	}
	var walk func(*yaml.Node, func(*yaml.Node))
	walk = func(node *yaml.Node, scalar func(*yaml.Node)) {
		scalar(node)
		for i, child := range node.Content {
			below := scalar
			if node.Kind == yaml.MappingNode {
				switch {
				case i%2 == 0:
					continue // a key
				case node.Content[i-1].Value == "x-requirement":
					below = note
				}
			}
			walk(child, below)
		}
	}
	walk(&document, func(*yaml.Node) {})
	return found
}
