package osb

import (
	"fmt"
	"sync/atomic"

	"conformance/mocks"
)

// oddEndpoints returns equivalents: brokers that tell of endpoints, and of the end of a binding, in another way.
func oddEndpoints() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "endpoint-ipv6", Title: "the host of an endpoint is an IPv6 address", Allows: "how an IPv6 address is written is open",
			Rules: rules{hosted("2001:db8::17", "2001:db8::17")}},
		{ID: "endpoint-ipv6-brackets", Title: "the host of an endpoint is an IPv6 address in brackets", Allows: "how an IPv6 address is written is open",
			Rules: rules{hosted("[2001:db8::17]", "[2001:db8::17]")}},
		{ID: "endpoint-ipv6-both", Title: "credentials have an IPv6 address in brackets, endpoints without", Allows: "how an IPv6 address is written is open",
			Rules: rules{hosted("2001:db8::17", "[2001:db8::17]")}},
		{ID: "endpoint-address", Title: "endpoints have the address of the host", Allows: "one host may have a name and addresses",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Mentions("endpoints").Set("/endpoints/0/host", "192.0.2.17")}},
		{ID: "endpoint-short", Title: "the host has a name of four letters", Allows: "names are free", Rules: rules{hosted("db01", "db01")}},
		{ID: "endpoint-range", Title: "the port is one of a range", Allows: "ports may be a range",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Mentions("endpoints").Set("/endpoints/0/ports", []any{"27000-27999"})}},
		{ID: "endpoints-more", Title: "there are more endpoints than hosts in the credentials", Allows: "every relevant endpoint is listed",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Mentions("endpoints").Map("/endpoints", func(old any) any {
				list, _ := old.([]any)
				return append(list, map[string]any{"host": "metrics.example.com", "ports": []any{"443"}})
			})}},
		{ID: "expiry-in-credentials", Title: "credentials say when they end, as the metadata does", Allows: "credentials are free",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Mentions("expires_at").Set("/metadata/expires_at", "2999-01-02T00:00:00.0Z").
				Set("/credentials/until", "2999-01-02T00:00:00.0Z")}},
		{ID: "expiry-milliseconds", Title: "times have three fractional digits", Allows: "how many fractional digits there are is open",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Mentions("expires_at").Set("/metadata/expires_at", "2999-01-02T00:00:00.000Z").
				Set("/metadata/renew_before", "2999-01-01T00:00:00.000Z")}},
		{ID: "expiry-one-digit", Title: "expires_at has one fractional digit", Version: "2.16", Allows: "how many fractional digits there are is open",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Mentions("expires_at").Set("/metadata/expires_at", "2999-01-02T00:00:00.0Z")}},
		{ID: "renewal-soon", Title: "a binding is to be renewed a few seconds before it ends", Allows: "how much time is enough is not said",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Mentions("expires_at").Set("/metadata/expires_at", "2999-01-01T00:00:30.0Z").
				Set("/metadata/renew_before", "2999-01-01T00:00:00.0Z")}},
		{ID: "no-renewal", Title: "a binding ends, and nothing says when to renew it", Allows: "renew_before is optional",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Mentions("expires_at").Remove("/metadata/renew_before")}},
		{ID: "no-expiry", Title: "no binding ever ends", Allows: "expires_at is optional",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Remove("/metadata")}},
	}
}

// oddData returns equivalents: brokers that hand out the data of a binding in another way.
func oddData() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "data-once-empty", Title: "what makes a binding usable is told once, and is empty later", Allows: "the data of a binding may be handed out a single time",
			Rules: rules{emptied(mocks.On("bind").At("lifecycle", "bind again", "bind again with unknown members").Answered(200)),
				emptied(mocks.On("fetch-binding").At("lifecycle").Answered(200))}},
		{ID: "credentials-fresh", Title: "every answer has another token among its credentials", Allows: "credentials are free",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Change(freshToken())}},
		{ID: "credentials-fresh-2.13", Title: "every answer has another token among its credentials", Version: "2.13", Allows: "credentials are free",
			Rules: rules{mocks.On("bind", "fetch-binding").Answered(200, 201).Change(freshToken())}},
		{ID: "credentials-masked", Title: "a password is told once, and hidden later", Allows: "the data of a binding may be handed out a single time",
			Rules: rules{mocks.On("fetch-binding").Answered(200).Mentions("password").Change(masked())}},
		{ID: "nodes-shuffled", Title: "credentials list nodes in any order", Allows: "a list of nodes has no order",
			Rules: rules{mocks.On("bind").Answered(200, 201).Set("/credentials/nodes", []any{"a", map[string]any{"name": "b"}}),
				mocks.On("fetch-binding").Answered(200).Mentions("credentials").
					Set("/credentials/nodes", []any{[]any{"a", map[string]any{"name": "b"}}[1], []any{"a", map[string]any{"name": "b"}}[0]})}},
		{ID: "accepted-empty", Title: "a 202 has credentials and volumes that are empty", Allows: "what is empty tells nothing of a binding",
			Rules: rules{mocks.On("bind").Answered(202).Set("/credentials", map[string]any{}).Set("/volume_mounts", []any{}).Set("/syslog_drain_url", nil)}},
		{ID: "several-permissions", Title: "a volume service that forwards requests, too, is bound to a route and mounts nothing",
			Allows: "of several permissions not every binding has to use all",
			Rules: rules{mocks.On("catalog").Answered(200).Set("/services/4/requires", []any{"volume_mount", "route_forwarding"}),
				mocks.On("bind", "fetch-binding").At("permissions").Mentions("volume_mounts").Body(`{"route_service_url":"https://routes.example.com/"}`)}},
		{ID: "data-once", Title: "what makes a binding usable is told once", Allows: "the data of a binding may be handed out a single time",
			Rules: rules{stripped(mocks.On("bind").At("lifecycle", "bind again", "bind again with unknown members").Answered(200)),
				stripped(mocks.On("fetch-binding").At("lifecycle").Answered(200))}},
		{ID: "volume-shared", Title: "all bindings mount the same volume", Allows: "devices are shared",
			Rules: rules{mocks.On("bind", "fetch-binding").At("permissions").Mentions("volume_id").Set("/volume_mounts/0/device/volume_id", "one")}},
	}
}

// oddCredentials returns equivalents: brokers that hand out credentials that open nothing, or none.
func oddCredentials() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "other-credentials", Title: "bindings hand out a token for something that is not opened", Allows: "credentials are free",
			Rules: rules{mocks.On("bind").At("credentials").Answered(200, 201).Set("/credentials", map[string]any{"token": "not-a-real-token"})}},
		{ID: "no-credentials", Title: "bindings hand out no credentials", Allows: "credentials are optional",
			Rules: rules{mocks.On("bind").At("credentials").Answered(200, 201).Remove("/credentials")}},
		{ID: "one-login", Title: "all bindings of an instance hand out one login, which stays", Allows: "credentials should be of one binding, and need not be",
			Rules: rules{mocks.On("bind").At("credentials").Answered(200, 201).Set("/credentials", everybody())}},
	}
}

// hosted makes endpoints and credentials name a host.
func hosted(endpoint, credentials string) mocks.Rule {
	return mocks.On("bind", "fetch-binding").Answered(200, 201).Mentions("endpoints").
		Set("/endpoints/0/host", endpoint).Set("/credentials/host", credentials)
}

// stripped removes what makes a binding usable, emptied leaves it empty.
func stripped(r mocks.Rule) mocks.Rule { return r.Remove("/credentials").Remove("/endpoints") }

func emptied(r mocks.Rule) mocks.Rule {
	return r.Set("/credentials", map[string]any{}).Set("/endpoints", []any{})
}

// freshToken puts another token among the credentials of every answer.
func freshToken() func(*mocks.Seen, *mocks.Answer) {
	var made atomic.Int64
	return func(_ *mocks.Seen, a *mocks.Answer) {
		if a.At("/credentials") != nil {
			a.Set("/credentials/token", fmt.Sprintf("token-%d", made.Add(1)))
		}
	}
}

// masked hides a password that was told by a fetch before.
func masked() func(*mocks.Seen, *mocks.Answer) {
	told := remember()
	return func(s *mocks.Seen, a *mocks.Answer) {
		id := s.Params["binding_id"]
		if len(told.of(id)) == 0 {
			told.add(id, "told")
			return
		}
		a.Set("/credentials/password", "********")
	}
}
