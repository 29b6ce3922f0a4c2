package osb

import (
	"conformance/mocks"
)

// bindPermissions returns faults about log drains, routes and volumes, and whether the catalog allows them.
func bindPermissions() []mocks.Mutant {
	return []mocks.Mutant{
		{ID: "route-service-undeclared", Title: "the catalog does not say that a route service is one", Breaks: ids{"OSB-BIND-014", "OSB-BIND-077"},
			Rules: rules{mocks.On("catalog").At("permissions").Remove("/services/3/requires")}},
		{ID: "route-missing", Title: "a route service that the platform forwards to has no address", Breaks: ids{"OSB-BIND-017"},
			Rules: rules{mocks.On("bind", "fetch-binding").At("permissions").Mentions("route_service_url").Remove("/route_service_url")}},
		{ID: "route-given-outside", Title: "a route service that the platform does not forward to has an address", Breaks: ids{"OSB-BIND-018"},
			Rules: rules{mocks.On("bind").At("permissions").Sends("plan_id", outsidePlan).Answered(201).Set("/route_service_url", "https://routes.example.com/")}},
		{ID: "route-fetched-outside", Title: "a route service that the platform does not forward to is fetched with an address", Breaks: ids{"OSB-BIND-018"},
			Rules: rules{mocks.On("fetch-binding").At("permissions").Query("plan_id", outsidePlan).Answered(200).Set("/route_service_url", "https://routes.example.com/")}},
		{ID: "drain-undeclared", Title: "a binding drains logs without permission", Breaks: ids{"OSB-BIND-073"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(201).Set("/syslog_drain_url", "syslog-tls://logs.example.com:6514")}},
		{ID: "drain-fetched-undeclared", Title: "a binding is fetched with a drain for logs, without permission", Breaks: ids{"OSB-BIND-073"},
			Rules: rules{mocks.On("fetch-binding").At("lifecycle").Answered(200).Set("/syslog_drain_url", "syslog-tls://logs.example.com:6514")}},
		{ID: "drain-undeclared-2.13", Title: "a binding drains logs without permission", Version: "2.13", Breaks: ids{"OSB-BIND-020", "OSB-BIND-073"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(201).Set("/syslog_drain_url", "syslog-tls://logs.example.com:6514")}},
		{ID: "route-undeclared", Title: "a binding forwards routes without permission", Breaks: ids{"OSB-BIND-077", "OSB-BIND-014"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(201).Set("/route_service_url", "https://routes.example.com/filter")}},
		{ID: "route-undeclared-2.13", Title: "a binding forwards routes without permission", Version: "2.13", Breaks: ids{"OSB-BIND-021", "OSB-BIND-077"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(201).Set("/route_service_url", "https://routes.example.com/filter")}},
		{ID: "mount-undeclared", Title: "a binding mounts volumes without permission", Breaks: ids{"OSB-BIND-080"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(201).
				Set("/volume_mounts", []any{map[string]any{"driver": "nfs", "container_dir": "/d", "mode": "r", "device_type": "shared", "device": map[string]any{"volume_id": "v"}}})}},
		{ID: "mount-undeclared-2.13", Title: "a binding mounts volumes without permission", Version: "2.13", Breaks: ids{"OSB-BIND-022", "OSB-BIND-080"},
			Rules: rules{mocks.On("bind").At("lifecycle").Answered(201).
				Set("/volume_mounts", []any{map[string]any{"driver": "nfs", "container_dir": "/d", "mode": "r", "device_type": "shared", "device": map[string]any{"volume_id": "v"}}})}},
		{ID: "drain-missing", Title: "a log drain has no address", Breaks: ids{"OSB-BIND-012"},
			Rules: rules{mocks.On("bind").At("permissions").Answered(201).Mentions("syslog_drain_url").Remove("/syslog_drain_url")}},
		{ID: "mount-missing", Title: "a volume is not mounted", Breaks: ids{"OSB-BIND-019"},
			Rules: rules{mocks.On("bind").At("permissions").Answered(201).Mentions("volume_mounts").Remove("/volume_mounts")}},
	}
}
