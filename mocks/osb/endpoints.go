package osb

import "conformance/mocks"

func endpointMutants() []mutant {
	described := lives("bind", "fetch-binding").Answered(200, 201).AnsweredWith(says("endpoints"))
	other := map[string]any{"host": "documents-2.example.com", "ports": []any{"27017"}}
	return []mutant{
		fault("endpoints-missing", "a binding has credentials with a host, and no endpoints", described.Remove("/endpoints")).breaks("OSB-BIND-008").also("OSB-BIND-083"),
		fault("endpoints-lack-port", "no endpoint has the port of the credentials", described.Set("/endpoints/0/ports", []any{"27000-27016", "443"})).
			breaks("OSB-BIND-010", "OSB-BIND-083"),
		fault("endpoints-lack-host", "no endpoint has the host of the credentials", described.Set("/endpoints/0/host", "other.example.com")).
			breaks("OSB-BIND-010", "OSB-BIND-083"),
		fault("endpoint-port-beyond", "an endpoint has a port that no port has", described.Set("/endpoints/0/ports", []any{"27017", "99999"})).
			breaks("OSB-BIND-098"),
		fault("endpoint-range-backwards", "an endpoint has a range of ports that ends before it begins",
			described.Set("/endpoints/0/ports", []any{"27017", "9010-9000"})).breaks("OSB-BIND-098"),
		fault("endpoints-of-one-node", "the credentials name three hosts, the endpoints one",
			described.Set("/credentials/hosts", []any{"documents.example.com", "documents-2.example.com", "documents-3.example.com"})).
			breaks("OSB-BIND-083", "OSB-BIND-010"),
		fault("endpoints-fetched", "a fetch lists more endpoints than the bind", lives("fetch-binding").Answered(200).Map("/endpoints", func(old any) any {
			list, _ := old.([]any)
			return append(list, other)
		})).breaks("OSB-BIND-083", "OSB-FETCH-114"),
	}
}

func expiryMutants() []mutant {
	made := lives("bind").Answered(200, 201)
	past := func(r mocks.Rule) mocks.Rule {
		return r.AnsweredWith(says("expires_at")).Set("/metadata/expires_at", "1999-12-31T00:00:00.0Z").Set("/metadata/renew_before", "1999-12-30T00:00:00.0Z")
	}
	return []mutant{
		fault("metadata-password", "the metadata of a binding has a password", made.Set("/metadata/password", "open sesame")).breaks("OSB-BIND-070").also("OSB-META-010"),
		fault("metadata-uri", "the metadata of a binding has an address with a password", made.Set("/metadata/uri", "mongodb://u:open-sesame@documents.example.com")).
			breaks("OSB-BIND-070").also("OSB-META-010"),
		fault("metadata-repeats", "the metadata of a binding repeats its password under another name",
			made.Set("/credentials/password", "open-sesame-2000").Set("/metadata/note", "open-sesame-2000")).breaks("OSB-BIND-070").
			also("OSB-BIND-009", "OSB-FETCH-114", "OSB-META-010"),
		fault("renewed-at-the-end", "a binding is to be renewed at the moment when it ends", made.AnsweredWith(says("expires_at")).
			Set("/metadata/expires_at", "2999-01-01T00:00:00.0Z").Set("/metadata/renew_before", "2999-01-01T00:00:00.0Z")).breaks("OSB-BIND-115"),
		fault("renewed-too-late", "a binding is to be renewed when there is less time than one takes",
			waits("fetch-binding").Answered(200).AnsweredWith(says("expires_at")).
				Set("/metadata/expires_at", "2999-01-01T00:00:00.9Z").Set("/metadata/renew_before", "2999-01-01T00:00:00.0Z")).breaks("OSB-BIND-115"),
		fault("expired", "a new binding has expired", past(made)).breaks("OSB-BIND-116"),
		fault("expired-2.16", "a new binding has expired", past(made)).in("2.16").breaks("OSB-BIND-116"),
		fault("expired-later", "a binding that was made later has expired", past(waits("fetch-binding").Answered(200))).breaks("OSB-BIND-116"),
	}
}
