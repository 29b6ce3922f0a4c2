package main

import (
	"encoding/json"
	"errors"
	"fmt"
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

// settle fills the flags that were not given from the environment and then from the configuration file. A name that no
// flag has is an error.
func settleFlags(cmd *cobra.Command) error {
	flags := cmd.Flags()
	given := map[string]bool{}
	flags.Visit(func(f *pflag.Flag) { given[f.Name] = true })
	fromEnvironment, err := readEnvironment(cmd)
	if err != nil {
		return err
	}
	for name, value := range fromEnvironment {
		if given[name] || flags.Lookup(name) == nil {
			continue
		}
		values := []string{value}
		if _, isList := flags.Lookup(name).Value.(pflag.SliceValue); isList {
			values = strings.Split(strings.TrimSpace(value), "\n")
		}
		for _, one := range values {
			if err := flags.Set(name, one); err != nil {
				return usage("%s%s: %v", environment, variable(name), err)
			}
		}
	}
	path, err := flags.GetString("config")
	if err != nil {
		return err
	}
	settings, err := readConfig(path)
	if err != nil {
		return err
	}
	for _, setting := range settings {
		_, inEnvironment := fromEnvironment[setting.name]
		switch {
		case setting.name == "config" || flags.Lookup(setting.name) == nil && !ofRun(cmd, setting.name):
			return usage("%s:%d: unknown key %q; keys are the flags of conformance run without dashes", setting.file, setting.line, setting.name)
		case given[setting.name] || inEnvironment || flags.Lookup(setting.name) == nil:
			continue
		}
		for _, value := range setting.values {
			if err := flags.Set(setting.name, value); err != nil {
				return usage("%s:%d: %s: %v", setting.file, setting.line, setting.name, err)
			}
		}
	}
	return nil
}

// ofRun reports whether run has the flag: one file serves it and the commands beside it, which leave alone what is not
// theirs.
func ofRun(cmd *cobra.Command, name string) bool {
	run, _, err := cmd.Root().Find([]string{"run"})
	return err == nil && run.Flags().Lookup(name) != nil
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
		if !ours || slices.Contains(notSettings, name) {
			continue
		}
		flag, ok := known[name]
		if !ok {
			return nil, usage("environment variable %s%s stands for no flag", environment, name)
		}
		found[flag] = value
	}
	return found, nil
}

// setting is one key of the configuration file; a list or map has several values.
type setting struct {
	file   string
	line   int
	name   string
	values []string
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
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, usage("%s: %v", name, err)
	}
	if document.Kind == 0 {
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
		values, err := configValues(key.Value, value)
		if err != nil {
			return nil, usage("%s:%d: %s: %v", name, key.Line, key.Value, err)
		}
		settings = append(settings, setting{name, key.Line, key.Value, values})
	}
	return settings, nil
}

func configValues(key string, value *yaml.Node) ([]string, error) {
	switch value.Kind {
	case yaml.ScalarNode:
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
