package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"conformance/mocks/apis"
	"conformance/specs"
	"conformance/suites/engine"
	"conformance/suites/scenario"
)

// target is what the flags of run, plan and cleanup say about the target and about what to judge.
type target struct {
	config, api, version, url               string
	username, password, passwordFile        string
	token, tokenFile, tokenCommand          string
	caCert, clientCert, clientKey           string
	insecure, embedded, readOnly, allPlans  bool
	timeout, pollLimit, settle, asyncDelay  time.Duration
	maxBody                                 int64
	parallel, maxInstances                  int
	labelFilter, parameters, bindParameters string
	faults                                  []string
	brokerListen, brokerURL                 string
	plans                                   string
	requirements                            []string
	fixtures                                []string
	postgres                                string
	probing                                 probing
}

func (t *target) register(f *pflag.FlagSet) {
	f.StringVar(&t.config, "config", "", "read settings from this `FILE` (default "+configFile+", when it is there)")
	f.StringVar(&t.api, "api", "osb", "the `API` that the target claims: "+strings.Join(specs.Names(), ", "))
	f.StringVar(&t.version, "version", "", "the API `VERSION` to judge by (default: the newest that the target does not refuse)")
	f.StringVar(&t.url, "url", "", "the base `URL` of the target, instead of the argument")
	f.StringVar(&t.username, "username", "", "`USER` for basic authentication")
	f.StringVar(&t.password, "password", "", "`PASSWORD` for basic authentication; better in CONFORMANCE_PASSWORD or --password-file")
	f.StringVar(&t.passwordFile, "password-file", "", "read the password from this `FILE`")
	f.StringVar(&t.token, "token", "", "bearer `TOKEN`; better in CONFORMANCE_TOKEN or --token-file")
	f.StringVar(&t.tokenFile, "token-file", "", "read the bearer token from this `FILE`")
	f.StringVar(&t.tokenCommand, "token-command", "", "shell `COMMAND` that prints a bearer token; run again when the target answers 401")
	f.StringVar(&t.caCert, "ca-cert", "", "trust the certificates in this PEM `FILE` besides the system's")
	f.StringVar(&t.clientCert, "client-cert", "", "client certificate, a PEM `FILE`")
	f.StringVar(&t.clientKey, "client-key", "", "key of the client certificate, a PEM `FILE`")
	f.BoolVar(&t.insecure, "insecure", false, "do not verify the target's certificate")
	f.BoolVar(&t.embedded, "embedded", false, "run against the reference implementation in this process")
	f.DurationVar(&t.asyncDelay, "async-delay", 100*time.Millisecond, "with --embedded: how long an asynchronous operation takes")
	f.StringArrayVar(&t.faults, "fault", nil, "with --embedded: make the reference misbehave as `ID` says, once or several times; see conformance list faults")
	f.BoolVar(&t.readOnly, "read-only", false, "create nothing on the target")
	f.DurationVar(&t.timeout, "timeout", time.Minute, "limit of one request")
	f.DurationVar(&t.pollLimit, "poll-limit", 10*time.Minute, "limit of one asynchronous operation of the target")
	f.DurationVar(&t.settle, "settle", 500*time.Millisecond, "how long to wait before saying that no request arrived")
	f.Int64Var(&t.maxBody, "max-body", 16<<20, "longest response body in `BYTES`, after decompression")
	f.IntVar(&t.parallel, "parallel", 8, "how many scenarios run side by side")
	f.IntVar(&t.maxInstances, "max-instances", 0, "create at most `N` instances (0: as many as the plan needs)")
	f.StringVar(&t.labelFilter, "label-filter", "", "judge only rules whose labels match this Ginkgo `EXPR`, such as 'level: containsAny MUST'")
	f.StringSliceVar(&t.requirements, "requirement", nil, "judge only the rule with this `ID` (repeatable)")
	f.StringVar(&t.parameters, "parameters", "", "valid provisioning parameters as `JSON`, or @FILE")
	f.StringVar(&t.bindParameters, "bind-parameters", "", "valid binding parameters as `JSON`, or @FILE")
	f.StringVar(&t.plans, "plans", "", "osb: parameters for certain plans, as `JSON` or @FILE: [{\"offering\": …, \"plan\": …, \"parameters\": {…}, \"bind_parameters\": {…}}]")
	f.BoolVar(&t.allPlans, "all-plans", false, "osb, ibm-osb: run the lifecycle with every plan of the catalog, not only with the first that fits")
	f.StringArrayVar(&t.fixtures, "fixture", nil, "what only the target's owner knows, as `KEY=VALUE` (repeatable); see conformance list fixtures")
	f.StringVar(&t.postgres, "postgres", "", "with --embedded: "+postgresHelp)
	t.probing.register(f)
	f.StringVar(&t.brokerListen, "broker-listen", "127.0.0.1:0", "cf-v2: `ADDRESS` on which the suite's own broker listens")
	f.StringVar(&t.brokerURL, "broker-url", "", "cf-v2: `URL` by which the target reaches that broker (default: the address it listens on)")
}

// complete reads environment and configuration and returns the content of the API.
func (t *target) complete(cmd *cobra.Command, args []string) (*apis.API, error) {
	if len(args) > 0 {
		switch {
		case args[0] == "":
			return nil, usage("the URL is empty")
		case cmd.Flags().Changed("url"):
			return nil, usage("--url and the argument are two URLs, expected one")
		}
		if err := cmd.Flags().Set("url", args[0]); err != nil {
			return nil, err
		}
	}
	if err := settleFlags(cmd); err != nil {
		return nil, err
	}
	switch {
	case t.embedded && t.url != "":
		return nil, usage("--embedded and the URL%s exclude each other", quotable(t.url))
	case !t.embedded && t.url == "":
		return nil, usage("which target? give its URL, or --embedded for the reference implementation")
	case t.postgres != "" && (!t.embedded || t.api != "osb"):
		return nil, usage("--postgres goes with --embedded and --api osb; for a server of its own see conformance serve broker")
	case !t.embedded && len(t.faults) > 0:
		return nil, usage("--fault goes with --embedded; for a server of its own see conformance serve")
	}
	if err := t.validate(); err != nil {
		return nil, err
	}
	return apiOf(t.api)
}

func (t *target) validate() error {
	for name, value := range map[string]time.Duration{"timeout": t.timeout, "poll-limit": t.pollLimit} {
		if value <= 0 {
			return usage("--%s is %s, expected more than 0", name, value)
		}
	}
	if t.parallel < 1 || t.maxInstances < 0 || t.maxBody < 1 || t.settle < 0 || t.asyncDelay < 0 {
		return usage("--parallel and --max-body must be at least 1, --max-instances, --settle and --async-delay at least 0")
	}
	if t.embedded {
		t.tokenCommand = "" // the reference in this process has credentials of its own
	} else if err := t.readSecrets(); err != nil {
		return err
	}
	if err := t.probing.validate(t.api); err != nil {
		return err
	}
	if t.brokerURL != "" {
		if _, err := address(t.brokerURL); err != nil {
			return usage("--broker-url%s %v", quotable(t.brokerURL), err)
		}
	}
	if t.embedded {
		return nil
	}
	u, err := address(t.url)
	if err != nil {
		return usage("the URL%s %v", quotable(t.url), err)
	}
	if u.User != nil {
		if t.username == "" {
			t.username = u.User.Username()
		}
		if password, ok := u.User.Password(); ok && t.password == "" {
			t.password = password
		}
		u.User = nil
		t.url = u.String()
	}
	return nil
}

// engineConfig turns the flags into a configuration. Everything that can be wrong with them is found here.
func (t *target) engineConfig(ctx context.Context, c *apis.API) (engine.Config, error) {
	config := engine.Config{
		Suite: c.Suite, Target: t.url, Timeout: t.timeout, PollLimit: t.pollLimit, Settle: t.settle, MaxBody: t.maxBody,
		Parallel: t.parallel, MaxInstances: t.maxInstances, ReadOnly: t.readOnly, Tool: toolVersion(), Run: uuid.NewString(),
		Credentials: scenario.Credentials{Username: t.username, Password: t.password, Token: t.token},
	}
	api, err := specs.Load(t.api)
	if err != nil {
		return config, err
	}
	if t.version != "" {
		if config.Version, err = api.Version(t.version); err != nil {
			return config, usage("--version: %v", err)
		}
	}
	if config.Select, err = t.selection(api, config.Version); err != nil {
		return config, err
	}
	if config.Parameters, err = readParameters("parameters", t.parameters); err != nil {
		return config, err
	}
	if config.BindParameters, err = readParameters("bind-parameters", t.bindParameters); err != nil {
		return config, err
	}
	if config.Plans, err = readPlans(c, t.plans); err != nil {
		return config, err
	}
	if config.AllPlans = t.allPlans; t.allPlans && !slices.ContainsFunc(c.Suite.Scenarios, func(s scenario.Scenario) bool { return s.Each != nil }) {
		return config, usage("--all-plans: a target of api %s has no plans to choose from", c.Name)
	}
	if config.Fixtures, err = t.readFixtures(c.Suite.Fixtures); err != nil {
		return config, err
	}
	if config.Transport, err = t.transport(); err != nil {
		return config, err
	}
	if t.tokenCommand != "" {
		config.Refresh = t.runTokenCommand
		if config.Credentials.Token, err = t.runTokenCommand(ctx); err != nil {
			if ctx.Err() != nil {
				return config, fmt.Errorf("the run was interrupted: %w", context.Cause(ctx))
			}
			return config, usage("%v", err)
		}
	}
	return config, nil
}

func (t *target) selection(api *specs.API, version specs.Version) (func(*specs.Requirement) bool, error) {
	if t.labelFilter == "" && len(t.requirements) == 0 {
		return nil, nil
	}
	filter := func(*specs.Requirement) bool { return true }
	if t.labelFilter != "" {
		var err error
		if filter, err = engine.ParseFilter(t.labelFilter); err != nil {
			return nil, usage("%v", err)
		}
	}
	for _, id := range t.requirements {
		if api.Requirements.Find(id) == nil {
			return nil, usage("--requirement %s: api %s has no such rule; see conformance list requirements --api %[2]s", id, api.Name)
		}
	}
	choose := func(r *specs.Requirement) bool {
		return filter(r) && (len(t.requirements) == 0 || slices.Contains(t.requirements, r.ID))
	}
	if version == "" {
		version = api.Latest()
	}
	if !slices.ContainsFunc(api.Requirements, func(r *specs.Requirement) bool { return api.Judges(r, version) && choose(r) }) {
		return nil, usage("the selection matches no rule that is in force in version %s; see --label-filter and --requirement", version)
	}
	return choose, nil
}

func readParameters(flag, text string) ([]byte, error) {
	if text == "" {
		return nil, nil
	}
	data := []byte(text)
	if name, isFile := strings.CutPrefix(text, "@"); isFile {
		var err error
		if data, err = os.ReadFile(name); err != nil {
			return nil, usage("--%s: %v", flag, err)
		}
	}
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil || object == nil {
		return nil, usage("--%s is no JSON object; give one, or @FILE", flag)
	}
	return bytes.TrimSpace(data), nil
}

func (t *target) readFixtures(known []scenario.Fixture) (map[string]string, error) {
	fixtures := map[string]string{}
	for _, pair := range t.fixtures {
		key, value, ok := strings.Cut(pair, "=")
		if !ok {
			return nil, usage("--fixture %s: expected KEY=VALUE", key)
		}
		if !slices.ContainsFunc(known, func(f scenario.Fixture) bool { return f.Key == key }) {
			return nil, usage("--fixture %s: api %s has no such key; see conformance list fixtures --api %[2]s", key, t.api)
		}
		fixtures[key] = value
	}
	return fixtures, nil
}
