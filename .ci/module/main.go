// Command module gives the tree in the current directory another module path: in go.mod files, imports, and where
// documents and settings name a package. Other texts stay, whatever they begin with.
//
//	go run ./.ci/module example.org/acme/conformance
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	// Read and write go.mod files.
	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "want one argument, the new module path")
		os.Exit(2)
	}
	if err := move(".", os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// move rewrites the tree at root for a new module path.
func move(root, path string) error {
	if err := module.CheckImportPath(path); err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	m := mover{root: root, before: modfile.ModulePath(data), after: path}
	if m.before == "" {
		return fmt.Errorf("go.mod names no module")
	}
	return filepath.WalkDir(root, m.visit)
}

// mover knows the module path before and after.
type mover struct{ root, before, after string }

func (m mover) visit(name string, entry fs.DirEntry, err error) error {
	switch {
	case err != nil:
		return err
	case entry.IsDir() && slices.Contains([]string{".git", "bin", "build", "node_modules"}, entry.Name()):
		return filepath.SkipDir
	case !entry.Type().IsRegular():
		return nil
	}
	var rewrite func(name string, text []byte) ([]byte, error)
	switch {
	case entry.Name() == "go.mod":
		rewrite = m.modfile
	case filepath.Ext(name) == ".go":
		rewrite = m.source
	case slices.Contains([]string{".md", ".yml", ".yaml"}, filepath.Ext(name)):
		rewrite = m.document
	default:
		return nil
	}
	before, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	after, err := rewrite(name, before)
	if err != nil || bytes.Equal(before, after) {
		return err
	}
	info, err := entry.Info()
	if err != nil {
		return err
	}
	return os.WriteFile(name, after, info.Mode())
}

// moved is a module or import path under the new path; ours is false when it is none of this tree.
func (m mover) moved(path string) (moved string, ours bool) {
	rest, ours := strings.CutPrefix(path, m.before)
	if !ours || rest != "" && rest[0] != '/' {
		return path, false
	}
	return m.after + rest, true
}

// modfile rewrites the module's own path, and what it requires and replaces of this tree.
func (m mover) modfile(name string, text []byte) ([]byte, error) {
	file, err := modfile.Parse(name, text, nil)
	if err != nil {
		return nil, err
	}
	if path, ours := m.moved(file.Module.Mod.Path); ours {
		if err := file.AddModuleStmt(path); err != nil {
			return nil, err
		}
	}
	for _, required := range slices.Clone(file.Require) {
		if path, ours := m.moved(required.Mod.Path); ours {
			old := *required // which is emptied when it is dropped
			if err := file.DropRequire(old.Mod.Path); err != nil {
				return nil, err
			}
			file.AddNewRequire(path, old.Mod.Version, old.Indirect)
		}
	}
	for _, replaced := range slices.Clone(file.Replace) {
		if path, ours := m.moved(replaced.Old.Path); ours {
			old := *replaced
			if err := file.DropReplace(old.Old.Path, old.Old.Version); err != nil {
				return nil, err
			}
			if err := file.AddReplace(path, old.Old.Version, old.New.Path, old.New.Version); err != nil {
				return nil, err
			}
		}
	}
	file.Cleanup()
	return file.Format()
}

// source rewrites the imports of a Go file, which keep their groups; within them the order may be another.
func (m mover) source(name string, text []byte) ([]byte, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	done := 0
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		moved, ours := m.moved(path)
		if !ours {
			continue
		}
		out.Write(text[done:set.Position(spec.Path.Pos()).Offset])
		out.WriteString(strconv.Quote(moved))
		done = set.Position(spec.Path.End()).Offset
	}
	if done == 0 {
		return text, nil
	}
	out.Write(text[done:])
	return format.Source(out.Bytes())
}

// document rewrites the paths of packages that there are.
func (m mover) document(_ string, text []byte) ([]byte, error) {
	path := regexp.MustCompile(`(^|[^\w./-])` + regexp.QuoteMeta(m.before) + `(/[\w-]+)+`)
	return path.ReplaceAllFunc(text, func(found []byte) []byte {
		at := bytes.Index(found, []byte(m.before))
		folder := found[at+len(m.before):]
		if info, err := os.Stat(filepath.Join(m.root, filepath.FromSlash(string(folder)))); err != nil || !info.IsDir() {
			return found
		}
		return slices.Concat(found[:at], []byte(m.after), folder)
	}), nil
}
