package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// configFile is read when --config does not name another and it is there.
const configFile = "conformance.yaml"

// environment is the prefix of environment variables: CONFORMANCE_LABEL_FILTER stands for --label-filter.
const environment = "CONFORMANCE_"

// notSettings are variables with our prefix that are no settings of a command.
var notSettings = []string{"REQUIRE"}

// rivals are flags that say the same in another way. One that stands higher goes before its rivals, too: with --embedded
// on the command line, the url of the configuration file does not count.
var rivals = [][2][]string{
	{{"url"}, {"embedded"}},
	{{"password"}, {"password-file"}},
	{{"token"}, {"token-file"}},
	{{"token", "token-file"}, {"token-command"}},
	{{"username", "password", "password-file"}, {"token", "token-file", "token-command"}},
}

// settled are the flags that one level has given, by name.
type settled map[string]bool

// settledBy returns what is given by now.
func settledBy(flags *pflag.FlagSet) settled {
	given := settled{}
	flags.Visit(func(f *pflag.Flag) { given[f.Name] = f.Value.Type() != "bool" || f.Value.String() == "true" })
	return given
}

// decides reports whether the flag, or a rival of it, was given.
func (s settled) decides(name string) bool {
	if _, given := s[name]; given {
		return true
	}
	for _, pair := range rivals {
		for i, side := range pair {
			if slices.Contains(side, name) && slices.ContainsFunc(pair[1-i], func(rival string) bool { return s[rival] }) {
				return true
			}
		}
	}
	return false
}

// settleFlags fills the flags that were not given from the environment and then from the configuration file. A name that
// no flag has is an error.
func settleFlags(cmd *cobra.Command) error {
	flags := cmd.Flags()
	fromEnvironment, err := readEnvironment(cmd)
	if err != nil {
		return err
	}
	given := settledBy(flags)
	for name, value := range fromEnvironment {
		if given.decides(name) || flags.Lookup(name) == nil {
			continue
		}
		values := []string{value}
		if isList(flags.Lookup(name)) {
			values = strings.Split(strings.TrimSpace(value), "\n")
		}
		for _, one := range values {
			if err := flags.Set(name, one); err != nil {
				return usage("%s%s: %v", environment, variable(name), plainly(err))
			}
		}
	}
	given = settledBy(flags)
	path, err := flags.GetString("config")
	if err != nil {
		return err
	}
	settings, err := readConfig(path)
	if err != nil {
		return err
	}
	for _, setting := range settings {
		flag := flags.Lookup(setting.name)
		if flag == nil {
			flag = ofRun(cmd, setting.name)
		}
		if flag == nil || setting.name == "config" || setting.name == "help" {
			return usage("%s:%d: unknown key %q; keys are the flags of conformance run without dashes", setting.file, setting.line, setting.name)
		}
		if err := setting.fits(flag); err != nil {
			return usage("%s:%d: %s: %v", setting.file, setting.line, setting.name, err)
		}
		if given.decides(setting.name) || flags.Lookup(setting.name) == nil {
			continue
		}
		for _, value := range setting.values {
			if err := flags.Set(setting.name, value); err != nil {
				return usage("%s:%d: %s: %v", setting.file, setting.line, setting.name, plainly(err))
			}
		}
	}
	return nil
}

func isList(f *pflag.Flag) bool {
	_, is := f.Value.(pflag.SliceValue)
	return is
}

// ofRun is the flag of run with that name: one file serves it and the commands beside it, which leave alone what is not
// theirs.
func ofRun(cmd *cobra.Command, name string) *pflag.Flag {
	run, _, err := cmd.Root().Find([]string{"run"})
	if err != nil {
		return nil
	}
	return run.Flags().Lookup(name)
}

// plainly says of a wrong value what the flag takes, instead of which function of Go could not read it.
func plainly(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	takes, known := map[string]string{
		"bool": "true or false", "int": "a whole number", "int64": "a whole number", "uint64": "a whole number of at least 0",
		"duration": "a duration such as 90s or 1m30s",
	}[invalid.GetFlag().Value.Type()]
	if !known {
		return err
	}
	return fmt.Errorf("--%s is %q, expected %s", invalid.GetFlag().Name, invalid.GetValue(), takes)
}

func variable(flag string) string { return strings.ToUpper(strings.ReplaceAll(flag, "-", "_")) }

// readEnvironment returns the settings of the environment by flag name. A variable that belongs to another command is
// left alone; one that belongs to none is an error.
func readEnvironment(cmd *cobra.Command) (map[string]string, error) {
	known := map[string]string{}
	for _, sibling := range cmd.Root().Commands() {
		for _, c := range append(sibling.Commands(), sibling) {
			c.Flags().VisitAll(func(f *pflag.Flag) { known[variable(f.Name)] = f.Name })
		}
	}
	found := map[string]string{}
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		name, ours := strings.CutPrefix(name, environment)
		if !ours || value == "" || slices.Contains(notSettings, name) {
			continue // pipelines often define a variable and leave it empty
		}
		flag, ok := known[name]
		if !ok {
			return nil, usage("environment variable %s%s stands for no flag; see conformance run --help", environment, name)
		}
		found[flag] = value
	}
	return found, nil
}

// setting is one key of the configuration file; a list or map has several values.
type setting struct {
	file   string
	line   int
	kind   yaml.Kind
	name   string
	values []string
}

// fits demands that the flag can hold what stands in the file: a list, a map, or one value.
func (s setting) fits(flag *pflag.Flag) error {
	object := slices.Contains([]string{"parameters", "bind-parameters", "fixture"}, s.name)
	if s.kind == yaml.SequenceNode && !isList(flag) && s.name != "plans" || s.kind == yaml.MappingNode && !object {
		return fmt.Errorf("expected one value, found %s", map[yaml.Kind]string{yaml.SequenceNode: "a list", yaml.MappingNode: "a map"}[s.kind])
	}
	return nil
}

func readConfig(path string) ([]setting, error) {
	name := path
	if name == "" {
		name = configFile
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && path == "" {
		return nil, nil
	}
	if err != nil {
		return nil, usage("read the configuration: %v; see --config", err)
	}
	return parseConfig(name, data)
}

// parseConfig reads a configuration file: a map from flag names to values.
func parseConfig(name string, data []byte) ([]setting, error) {
	var document, more yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	err := decoder.Decode(&document)
	if err == nil {
		err = decoder.Decode(&more)
	}
	switch {
	case err == nil:
		return nil, usage("%s:%d: a second document begins; expected one", name, more.Line)
	case !errors.Is(err, io.EOF):
		return nil, usage("%s: %v; see --config", name, err)
	case document.Kind == 0:
		return nil, nil
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, usage("%s:%d: expected a map from flag names to values", name, root.Line)
	}
	var settings []setting
	seen := map[string]bool{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		if seen[key.Value] {
			return nil, usage("%s:%d: key %q stands there twice", name, key.Line, key.Value)
		}
		seen[key.Value] = true
		if value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		values, err := configValues(key.Value, value)
		if err != nil {
			return nil, usage("%s:%d: %s: %v", name, key.Line, key.Value, err)
		}
		settings = append(settings, setting{name, key.Line, value.Kind, key.Value, values})
	}
	return settings, nil
}

func configValues(key string, value *yaml.Node) ([]string, error) {
	switch value.Kind {
	case yaml.ScalarNode:
		if value.Tag == "!!null" {
			return nil, errors.New("expected a value, found none")
		}
		return []string{value.Value}, nil
	case yaml.SequenceNode:
		if key == "plans" {
			var list []any
			if err := value.Decode(&list); err != nil {
				return nil, err
			}
			text, err := json.Marshal(list)
			return []string{string(text)}, err
		}
		var values []string
		for _, item := range value.Content {
			if item.Kind != yaml.ScalarNode {
				return nil, errors.New("expected a list of plain values")
			}
			values = append(values, item.Value)
		}
		return values, nil
	case yaml.MappingNode:
		if key == "fixture" {
			return pairs(value)
		}
		var object map[string]any
		if err := value.Decode(&object); err != nil {
			return nil, err
		}
		text, err := json.Marshal(object)
		return []string{string(text)}, err
	}
	return nil, errors.New("expected a value, a list or a map")
}

func pairs(value *yaml.Node) ([]string, error) {
	var values []string
	for i := 0; i+1 < len(value.Content); i += 2 {
		if value.Content[i+1].Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("%s: expected a plain value", value.Content[i].Value)
		}
		values = append(values, value.Content[i].Value+"="+value.Content[i+1].Value)
	}
	return values, nil
}
