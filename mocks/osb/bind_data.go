package osb

import (
	"maps"
	"net/http"
	"strings"

	"conformance/mocks"
)

// bindData returns faults: brokers that hand out wrong data, or the data of another binding.
func bindData() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "bind-without-credentials-2.11", Title: "a binding has no credentials", Version: "2.11", Breaks: ids{"OSB-BIND-045"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(200, 201).Remove("/credentials")}},
		{ID: "bind-without-credentials-2.13", Title: "a binding has no credentials", Version: "2.13", Breaks: ids{"OSB-BIND-011"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(200, 201).Remove("/credentials")}},
		{ID: "bind-without-credentials", Title: "a binding has no credentials", Breaks: ids{"OSB-BIND-072"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(200, 201).Remove("/credentials")}},
		{ID: "bind-shares-credentials", Title: "all bindings have the same credentials", Breaks: ids{"OSB-BIND-009"},
			Rules: rules{mocks.On("bind", "fetch-binding").At("lifecycle").Answered(200, 201).Set("/credentials", map[string]any{"user": "all"})}},
		{ID: "binding-data-never", Title: "neither a bind nor a fetch returns credentials", Breaks: ids{"OSB-BIND-006", "OSB-BIND-072"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(200, 201).Remove("/credentials"),
				mocks.On("fetch-binding").At("lifecycle").Answered(200).Remove("/credentials")}},
		{ID: "fetch-any-binding", Title: "whatever binding is fetched, it is the first one", Breaks: ids{"OSB-BIND-025", "OSB-UNBIND-023"}, Also: ids{"OSB-FETCH-108"},
			Rules: firstInstead()},
		{ID: "binding-moves", Title: "a binding whose id is used for another instance moves there", Breaks: ids{"OSB-BIND-063"}, Rules: bindingMoves()},
		{ID: "binding-overwritten", Title: "a binding whose id is used for another instance has other credentials", Breaks: ids{"OSB-BIND-063"},
			Rules: bindingOverwritten()},
		{ID: "credentials-do-not-open", Title: "a binding hands out a wrong password", Breaks: ids{"OSB-BIND-006"},
			Rules: rules{mocks.On("bind").At("credentials").Answered(200, 201).Map("/credentials", misspelt)}},
		{ID: "credentials-do-not-open-2.13", Title: "a binding hands out a wrong password", Version: "2.13", Breaks: ids{"OSB-BIND-011"},
			Rules: rules{mocks.On("bind").At("credentials").Answered(200, 201).Map("/credentials", misspelt)}},
		{ID: "credentials-do-not-open-2.11", Title: "a binding hands out a wrong password", Version: "2.11", Breaks: ids{"OSB-BIND-045"},
			Rules: rules{mocks.On("bind").At("credentials").Answered(200, 201).Map("/credentials", misspelt)}},
		{ID: "rotated-do-not-open", Title: "a binding that replaces another hands out a wrong password", Breaks: ids{"OSB-BIND-006"},
			Rules: rules{mocks.On("bind").At("credentials").Sends("predecessor_binding_id", nil).Answered(201).Map("/credentials", misspelt)}},
	}
}

// bindEndpoints returns faults about the endpoints of a binding.
func bindEndpoints() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "endpoints-missing", Title: "a binding has credentials with a host, and no endpoints", Breaks: ids{"OSB-BIND-008"},
			Rules: rules{mocks.On("bind", "fetch-binding").At("lifecycle").Answered(200, 201).Mentions("endpoints").Remove("/endpoints")}},
		{ID: "endpoints-lack-port", Title: "no endpoint has the port of the credentials", Breaks: ids{"OSB-BIND-010", "OSB-BIND-083"},
			Rules: rules{mocks.On("bind", "fetch-binding").At("lifecycle").Answered(200, 201).Mentions("endpoints").
				Set("/endpoints/0/ports", []any{"27000-27016", "443"})}},
		{ID: "endpoints-lack-host", Title: "no endpoint has the host of the credentials", Breaks: ids{"OSB-BIND-010", "OSB-BIND-083"},
			Rules: rules{mocks.On("bind", "fetch-binding").At("lifecycle").Answered(200, 201).Mentions("endpoints").Set("/endpoints/0/host", "other.example.com")}},
		{ID: "endpoint-port-beyond", Title: "an endpoint has a port that no port has", Breaks: ids{"OSB-BIND-098"},
			Rules: rules{mocks.On("bind", "fetch-binding").At("lifecycle").Answered(200, 201).Mentions("endpoints").Set("/endpoints/0/ports", []any{"27017", "99999"})}},
		{ID: "endpoint-range-backwards", Title: "an endpoint has a range of ports that ends before it begins", Breaks: ids{"OSB-BIND-098"},
			Rules: rules{mocks.On("bind", "fetch-binding").At("lifecycle").Answered(200, 201).Mentions("endpoints").
				Set("/endpoints/0/ports", []any{"27017", "9010-9000"})}},
		{ID: "endpoints-of-one-node", Title: "the credentials name three hosts, the endpoints one", Breaks: ids{"OSB-BIND-083", "OSB-BIND-010"},
			Rules: rules{mocks.On("bind", "fetch-binding").At("lifecycle").Answered(200, 201).Mentions("endpoints").
				Set("/credentials/hosts", []any{"documents.example.com", "documents-2.example.com", "documents-3.example.com"})}},
		{ID: "endpoints-fetched", Title: "a fetch lists more endpoints than the bind", Breaks: ids{"OSB-BIND-083", "OSB-FETCH-114"},
			Rules: rules{mocks.On("fetch-binding").At("lifecycle").Answered(200).Map("/endpoints", func(old any) any {
				list, _ := old.([]any)
				return append(list, map[string]any{"host": "documents-2.example.com", "ports": []any{"27017"}})
			})}},
	}
}

// bindExpiry returns faults about metadata, and when a binding ends.
func bindExpiry() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "renewed-late", Title: "a binding is to be renewed after it has ended", Breaks: ids{"OSB-BIND-087"},
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Mentions("renew_before").Set("/metadata/renew_before", "2999-01-01T00:00:00.0Z")}},
		{ID: "metadata-password", Title: "the metadata of a binding has a password", Breaks: ids{"OSB-BIND-070"}, Also: ids{"OSB-META-010"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(200, 201).Set("/metadata/password", "open sesame")}},
		{ID: "metadata-uri", Title: "the metadata of a binding has an address with a password", Breaks: ids{"OSB-BIND-070"}, Also: ids{"OSB-META-010"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(200, 201).Set("/metadata/uri", "mongodb://u:open-sesame@documents.example.com")}},
		{ID: "metadata-repeats", Title: "the metadata of a binding repeats its password under another name", Breaks: ids{"OSB-BIND-070"},
			Also:  ids{"OSB-FETCH-114", "OSB-META-010"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(200, 201).Set("/credentials/password", "open-sesame-2000").Set("/metadata/note", "open-sesame-2000")}},
		{ID: "renewed-at-the-end", Title: "a binding is to be renewed at the moment when it ends", Breaks: ids{"OSB-BIND-115"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(200, 201).Mentions("expires_at").Set("/metadata/expires_at", "2999-01-01T00:00:00.0Z").
				Set("/metadata/renew_before", "2999-01-01T00:00:00.0Z")}},
		{ID: "renewed-too-late", Title: "a binding is to be renewed when there is less time than one takes", Breaks: ids{"OSB-BIND-115"},
			Rules: rules{mocks.On("fetch-binding").At("asynchronous").Answered(200).Mentions("expires_at").Set("/metadata/expires_at", "2999-01-01T00:00:00.9Z").
				Set("/metadata/renew_before", "2999-01-01T00:00:00.0Z")}},
		{ID: "expired", Title: "a new binding has expired", Breaks: ids{"OSB-BIND-116"}, Rules: rules{expired(mocks.On("bind").At("lifecycle").Answered(200, 201))}},
		{ID: "expired-2.16", Title: "a new binding has expired", Version: "2.16", Breaks: ids{"OSB-BIND-116"},
			Rules: rules{expired(mocks.On("bind").At("lifecycle").Answered(200, 201))}},
		{ID: "expired-later", Title: "a binding that was made later has expired", Breaks: ids{"OSB-BIND-116"},
			Rules: rules{expired(mocks.On("fetch-binding").At("asynchronous").Answered(200))}},
	}
}

// expired makes an answer tell of a binding that has ended.
func expired(r mocks.Rule) mocks.Rule {
	return r.Mentions("expires_at").Set("/metadata/expires_at", "1999-12-31T00:00:00.0Z").Set("/metadata/renew_before", "1999-12-30T00:00:00.0Z")
}

// firstInstead fetches the first binding of the lifecycle's instance, whichever is asked for.
func firstInstead() []mocks.Rule {
	bound := remember()
	return []mocks.Rule{
		mocks.On("bind").At("lifecycle").Answered(200, 201).Change(bound.binding),
		mocks.On("fetch-binding").At("lifecycle").InsteadWith(func(s *mocks.Seen) *mocks.Answer {
			if first := bound.of(s.Params["instance_id"]); len(first) > 0 {
				return s.Send("fetch-binding", below(s, first[0]), s.Query, nil)
			}
			return refuse(http.StatusNotFound)(s)
		}),
	}
}

// ofAnother holds for binds whose id is that of a binding of another instance.
func ofAnother(owners *memory) func(*mocks.Seen) bool {
	return func(s *mocks.Seen) bool {
		owner := owners.of(s.Params["binding_id"])
		return len(owner) > 0 && owner[0] != s.Params["instance_id"]
	}
}

func bindingMoves() []mocks.Rule {
	owners := remember()
	return []mocks.Rule{
		mocks.On("bind").At("lifecycle").Answered(201).Change(owners.owner),
		mocks.On("bind").At("lifecycle").When(ofAnother(owners)).Before(func(s *mocks.Seen) {
			owner := owners.of(s.Params["binding_id"])[0]
			s.Send("unbind", map[string]string{"instance_id": owner, "binding_id": s.Params["binding_id"]}, hints(), nil)
		}),
	}
}

func bindingOverwritten() []mocks.Rule {
	owners, taken := remember(), remember()
	return []mocks.Rule{
		mocks.On("bind").At("lifecycle").Answered(201).Change(owners.owner),
		mocks.On("bind").At("lifecycle").When(ofAnother(owners)).Change(func(s *mocks.Seen, _ *mocks.Answer) { taken.add(s.Params["binding_id"], "taken") }),
		mocks.On("fetch-binding").At("lifecycle").When(func(s *mocks.Seen) bool { return len(taken.of(s.Params["binding_id"])) > 0 }).
			Answered(200).Set("/credentials/password", "overwritten"),
	}
}

// misspelt are credentials with another password, wherever it stands.
func misspelt(credentials any) any {
	members, _ := credentials.(map[string]any)
	password, _ := members["password"].(string)
	if password == "" {
		return credentials
	}
	members = maps.Clone(members)
	for name, value := range members {
		if text, ok := value.(string); ok {
			members[name] = strings.ReplaceAll(text, password, "not-the-password")
		}
	}
	return members
}
