// Package specs holds what the APIs demand: an OpenAPI document and a registry of requirements for each of them,
// embedded in the binary. It knows versions and shapes, and nothing of targets, checks or reports.
//
// The documents carry members of our own:
//
//	x-since, x-until            a path, operation, parameter, header, response, property or part of an allOf, anyOf or
//	                            oneOf exists in these versions
//	x-required-since, -until    a property is required in these versions
//	x-requirement               the requirement that a violation at this schema node breaks: an id, a list of ids, or
//	                            a map from schema keyword (type, required, enum …) to id
//	additionalProperties: true  members of the sender's own have their place at this schema node
//	x-secret                    the leaves at or below this schema node must never reach an artefact
//	x-public                    the leaves at or below this node of a response are no secret where credentials repeat
//	                            them as a host
package specs

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed */openapi.yaml */requirements/*.yaml
var files embed.FS

// API is one of the APIs whose implementations can be judged.
type API struct {
	// Name is the value of --api: osb, ibm-osb, cf-v2 or services.
	Name string
	// Title is the name that a reader knows the API by.
	Title string
	// Versions are those that the suite knows, oldest first; the last is the default.
	Versions []Version
	// Parties are the sides that requirements bind; Judged are those that are the target.
	Parties, Judged []string
	// Requirements is the registry of all versions.
	Requirements Requirements

	dir       string
	mu        sync.Mutex
	documents map[Version]*Document
	// places are those of the requirements in the document, found when they are first asked for.
	places func() map[string]Place
}

func apis() []*API {
	return []*API{
		{Name: "osb", Title: "Open Service Broker API", dir: "osb",
			Versions: []Version{"2.11", "2.12", "2.13", "2.14", "2.15", "2.16", "2.17"},
			Parties:  []string{"broker", "platform", "both"}, Judged: []string{"broker", "both"}},
		{Name: "ibm-osb", Title: "IBM Cloud Open Service Broker API", dir: "ibmosb",
			Versions: []Version{"2.12"},
			Parties:  []string{"broker", "platform", "both"}, Judged: []string{"broker", "both"}},
		{Name: "cf-v2", Title: "Cloud Foundry Cloud Controller API v2, services", dir: "cfv2",
			Versions: []Version{"2"},
			Parties:  []string{"controller"}, Judged: []string{"controller"}},
		{Name: "services", Title: "Service creation API", dir: "services",
			Versions: []Version{"1"},
			Parties:  []string{"server", "client", "both"}, Judged: []string{"server", "both"}},
	}
}

// Names returns the values that --api takes.
func Names() []string {
	var names []string
	for _, api := range apis() {
		names = append(names, api.Name)
	}
	return names
}

// Load returns the API of that name with its requirements. It is shared: nobody changes it. An error about the name
// lists the names there are; any other error is a defect of the embedded files.
func Load(name string) (*API, error) {
	load, known := loaded[name]
	if !known {
		return nil, fmt.Errorf("api %q is not one of %s", name, strings.Join(Names(), ", "))
	}
	return load()
}

// loaded reads each API once per process: the files are part of the program, and reading them takes longer than a run.
var loaded = func() map[string]func() (*API, error) {
	all := map[string]func() (*API, error){}
	for _, api := range apis() {
		all[api.Name] = sync.OnceValues(func() (*API, error) {
			rows, err := loadRequirements(files, path.Join(api.dir, "requirements"), api.Parties)
			if err != nil {
				return nil, fmt.Errorf("load requirements of %s: %w", api.Name, err)
			}
			api.Requirements, api.documents = rows, map[Version]*Document{}
			api.places = sync.OnceValue(api.readPlaces)
			return api, nil
		})
	}
	return all
}()

// Latest is the newest version that the suite knows.
func (a *API) Latest() Version { return a.Versions[len(a.Versions)-1] }

// Judges reports whether the suite judges the requirement in this version: a MUST or SHOULD that binds the target.
func (a *API) Judges(r *Requirement, v Version) bool {
	return r.Binding() && slices.Contains(a.Judged, r.Party) && r.Contains(v)
}

// Version returns the version that text names, or an error that lists those that the API has. Empty text means
// the latest.
func (a *API) Version(text string) (Version, error) {
	if text == "" {
		return a.Latest(), nil
	}
	if v := Version(text); slices.Contains(a.Versions, v) {
		return v, nil
	}
	known := make([]string, len(a.Versions))
	for i, v := range a.Versions {
		known[i] = string(v)
	}
	return "", fmt.Errorf("version %q of api %s is not one of %s", text, a.Name, strings.Join(known, ", "))
}
