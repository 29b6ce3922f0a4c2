package specs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestShapePlaces: each requirement that a document names stands where it says, in every version.
func TestShapePlaces(t *testing.T) {
	for _, name := range Names() {
		api, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, version := range api.Versions {
			document, err := api.Document(version)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range document.ShapeRequirements() {
				place := document.ShapePlace(id)
				text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(place.File)))
				if err != nil || place.Line == 0 || !strings.Contains(strings.Split(string(text), "\n")[place.Line-1], id) {
					t.Errorf("%s does not stand at %s: %v", id, place, err)
				}
			}
		}
	}
}
