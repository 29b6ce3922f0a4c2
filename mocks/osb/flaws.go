package osb

// Where the catalog of the reference has its first offering and plan.
const offering, firstPlan = "/services/0", "/services/0/plans/0"

func catalogFlaw(breaks, at string, value any, also ...string) flaw {
	return flaw{breaks: breaks, also: also, operations: "catalog", statuses: []int{200}, at: at, value: value}
}

func offeringFlaws() []flaw {
	const o, metadata, client = offering, offering + "/metadata", offering + "/dashboard_client"
	return []flaw{
		catalogFlaw("OSB-CAT-009", "/services", missing{}).blocking(),
		catalogFlaw("OSB-CAT-014", o+"/name", missing{}),
		catalogFlaw("OSB-CAT-015", o+"/name", ""),
		catalogFlaw("OSB-CAT-017", o+"/name", "two words", "OSB-CAT-012"),
		catalogFlaw("OSB-CAT-018", o+"/name", "two words", "OSB-CAT-012").in("2.14"),
		catalogFlaw("OSB-CAT-021", o+"/id", missing{}),
		catalogFlaw("OSB-CAT-022", o+"/id", ""),
		catalogFlaw("OSB-CAT-025", o+"/description", missing{}),
		catalogFlaw("OSB-CAT-026", o+"/description", ""),
		catalogFlaw("OSB-CAT-027", o+"/tags", "documents"),
		catalogFlaw("OSB-CAT-028", o+"/requires", "volume_mount"),
		catalogFlaw("OSB-CAT-029", o+"/requires", []any{"money"}),
		catalogFlaw("OSB-CAT-030", o+"/bindable", "yes"),
		catalogFlaw("OSB-CAT-031", o+"/instances_retrievable", "yes"),
		catalogFlaw("OSB-CAT-032", o+"/bindings_retrievable", "yes"),
		catalogFlaw("OSB-CAT-033", o+"/allow_context_updates", "yes"),
		catalogFlaw("OSB-CAT-034", metadata, "none"),
		catalogFlaw("OSB-CAT-035", client, "none"),
		catalogFlaw("OSB-CAT-036", o+"/plan_updateable", "yes"),
		catalogFlaw("OSB-CAT-037", o+"/plans", missing{}).blocking(),
		catalogFlaw("OSB-CAT-038", o+"/plans", []any{}).blocking(),
		catalogFlaw("OSB-CAT-060", metadata+"/displayName", 5),
		catalogFlaw("OSB-CAT-061", metadata+"/imageUrl", "documents.png"),
		catalogFlaw("OSB-CAT-062", metadata+"/longDescription", 5),
		catalogFlaw("OSB-CAT-063", metadata+"/providerDisplayName", 5),
		catalogFlaw("OSB-CAT-064", metadata+"/documentationUrl", "see above"),
		catalogFlaw("OSB-CAT-065", metadata+"/supportUrl", "call us"),
		catalogFlaw("OSB-CAT-072", metadata+"/shareable", "yes"),
		catalogFlaw("OSB-CAT-076", client+"/id", missing{}),
		catalogFlaw("OSB-CAT-077", client+"/secret", missing{}),
		catalogFlaw("OSB-CAT-078", client+"/id", ""),
		catalogFlaw("OSB-CAT-079", client+"/secret", ""),
		catalogFlaw("OSB-CAT-080", client+"/redirect_uri", 5),
		catalogFlaw("OSB-URL-004", o+"/description", long(256)),
	}
}

func planFlaws() []flaw {
	const p, metadata, maintenance = firstPlan, firstPlan + "/metadata", firstPlan + "/maintenance_info"
	return []flaw{
		catalogFlaw("OSB-CAT-039", p+"/name", missing{}),
		catalogFlaw("OSB-CAT-040", p+"/name", ""),
		catalogFlaw("OSB-CAT-042", p+"/name", "two words", "OSB-CAT-012"),
		catalogFlaw("OSB-CAT-043", p+"/name", "two words", "OSB-CAT-012").in("2.14"),
		catalogFlaw("OSB-CAT-046", p+"/id", missing{}),
		catalogFlaw("OSB-CAT-047", p+"/id", ""),
		catalogFlaw("OSB-URL-001", p+"/id", "two words", "OSB-CAT-049"),
		catalogFlaw("OSB-CAT-050", p+"/description", missing{}),
		catalogFlaw("OSB-CAT-051", p+"/description", ""),
		catalogFlaw("OSB-CAT-052", metadata, "none"),
		catalogFlaw("OSB-CAT-053", p+"/free", "yes"),
		catalogFlaw("OSB-CAT-054", p+"/bindable", "yes"),
		catalogFlaw("OSB-CAT-055", p+"/binding_rotatable", "yes"),
		catalogFlaw("OSB-CAT-056", p+"/plan_updateable", "yes"),
		catalogFlaw("OSB-CAT-057", p+"/schemas", "none"),
		catalogFlaw("OSB-CAT-058", p+"/maximum_polling_duration", "ten minutes"),
		catalogFlaw("OSB-CAT-066", metadata+"/bullets", "many"),
		catalogFlaw("OSB-CAT-067", metadata+"/costs", "much"),
		catalogFlaw("OSB-CAT-068", metadata+"/displayName", 5),
		catalogFlaw("OSB-CAT-069", metadata+"/costs/0/amount", map[string]any{"usd": "99.0"}),
		catalogFlaw("OSB-CAT-070", metadata+"/costs/0/unit", missing{}),
		catalogFlaw("OSB-MAINT-001", maintenance, "1.0.0"),
		catalogFlaw("OSB-MAINT-002", maintenance+"/version", missing{}),
		catalogFlaw("OSB-MAINT-003", maintenance+"/version", "one"),
		catalogFlaw("OSB-MAINT-005", maintenance+"/description", 5),
	}
}

func schemaFlaws() []flaw {
	const s = firstPlan + "/schemas"
	return []flaw{
		catalogFlaw("OSB-SCHEMA-001", s+"/service_instance", "none"),
		catalogFlaw("OSB-SCHEMA-002", s+"/service_binding", "none"),
		catalogFlaw("OSB-SCHEMA-003", s+"/service_instance/create", "none"),
		catalogFlaw("OSB-SCHEMA-004", s+"/service_binding/create", "none"),
		catalogFlaw("OSB-SCHEMA-005", s+"/service_instance/create/parameters", "none"),
		catalogFlaw("OSB-SCHEMA-008", s+"/service_instance/create/parameters/$schema", missing{}),
	}
}

func of(operations string, statuses ...int) func(breaks, at string, value any, also ...string) flaw {
	return func(breaks, at string, value any, also ...string) flaw {
		return flaw{breaks: breaks, also: also, operations: operations, statuses: statuses, at: at, value: value}
	}
}

func instanceFlaws() []flaw {
	created, accepted := of("provision", 200, 201), of("provision", 202)
	return []flaw{
		created("OSB-PROV-044", "/dashboard_url", 5, "OSB-PROV-046"),
		created("OSB-PROV-045", "/dashboard_url", "", "OSB-PROV-046").in("2.14"),
		created("OSB-PROV-053", "", raw("[]"), "OSB-PROV-054", "OSB-PROV-046", "OSB-PROV-047"),
		created("OSB-PROV-055", "/metadata", "none"),
		created("OSB-PROV-056", "/metadata/labels", []any{}),
		created("OSB-PROV-057", "/metadata/attributes", []any{}),
		accepted("OSB-PROV-048", "/operation", 5, "OSB-POLL-039"),
		accepted("OSB-PROV-050", "/operation", long(10001)),
		accepted("OSB-PROV-051", "/operation", "", "OSB-POLL-039").in("2.14"),
		of("update", 200)("OSB-UPD-032", "", raw("[]"), "OSB-UPD-047", "OSB-UPD-048", "OSB-PROV-058"),
		of("update", 200)("OSB-UPD-046", "/dashboard_url", 5, "OSB-UPD-047"),
		of("update", 202)("OSB-UPD-050", "/operation", ""),
		of("deprovision", 200)("OSB-DEPROV-010", "", raw("[]")),
		of("deprovision", 202)("OSB-DEPROV-023", "/operation", 5),
		of("deprovision", 202)("OSB-DEPROV-024", "/operation", long(10001)),
		of("fetch-instance", 200)("OSB-FETCH-008", "", raw("[]")).blocking(),
		of("fetch-instance", 200)("OSB-FETCH-012", "/service_id", 5),
		of("fetch-instance", 200)("OSB-FETCH-013", "/plan_id", 5),
		of("fetch-instance", 200)("OSB-FETCH-014", "/dashboard_url", 5, "OSB-UPD-048"),
		of("fetch-instance", 200)("OSB-FETCH-015", "/parameters", "none"),
		of("fetch-instance", 200)("OSB-FETCH-017", "/metadata", "none", "OSB-PROV-058"),
	}
}

func bindingFlaws() []flaw {
	bound, accepted, unbinding := of("bind fetch-binding", 200, 201), of("bind", 202), of("unbind", 202)
	const mount, endpoint, time = "/volume_mounts/0", "/endpoints/0", "/metadata"
	return []flaw{
		accepted("OSB-BIND-066", "/operation", 5, "OSB-BIND-067"),
		accepted("OSB-BIND-067", "/operation", long(10001)),
		accepted("OSB-BIND-068", "/operation", "").in("2.14"),
		bound("OSB-BIND-069", "/metadata", "none", "OSB-BIND-070", "OSB-BIND-085", "OSB-BIND-086", "OSB-BIND-087", "OSB-BIND-115", "OSB-BIND-116"),
		of("bind", 200, 201)("OSB-BIND-071", "/credentials", []any{}, "OSB-BIND-072", "OSB-BIND-009", "OSB-FETCH-114",
			"OSB-BIND-006", "OSB-BIND-104", "OSB-UNBIND-001", "OSB-UNBIND-023"),
		bound("OSB-BIND-076", "/syslog_drain_url", 5),
		bound("OSB-BIND-079", "/route_service_url", 5),
		bound("OSB-BIND-081", "/volume_mounts", "none").blocking(),
		bound("OSB-BIND-082", "/endpoints", "none").blocking(),
		bound("OSB-BIND-084", time+"/expires_at", "tomorrow", "OSB-BIND-116").in("2.16"),
		bound("OSB-BIND-085", time+"/expires_at", "tomorrow", "OSB-BIND-087", "OSB-BIND-115", "OSB-BIND-116"),
		bound("OSB-BIND-086", time+"/renew_before", "tomorrow", "OSB-BIND-087", "OSB-BIND-115"),
		bound("OSB-BIND-088", mount+"/driver", missing{}),
		bound("OSB-BIND-089", mount+"/container_dir", missing{}),
		bound("OSB-BIND-090", mount+"/mode", "w"),
		bound("OSB-BIND-091", mount+"/device_type", "own", "OSB-BIND-095"),
		bound("OSB-BIND-095", mount+"/device_type", "local", "OSB-BIND-091"),
		bound("OSB-BIND-092", mount+"/device", missing{}).blocking(),
		bound("OSB-BIND-093", mount+"/device/volume_id", missing{}),
		bound("OSB-BIND-094", mount+"/device/mount_config", "none"),
		bound("OSB-BIND-096", endpoint+"/host", missing{}),
		bound("OSB-BIND-097", endpoint+"/ports", []any{}, "OSB-BIND-098"),
		bound("OSB-BIND-098", endpoint+"/ports", []any{5432}),
		bound("OSB-BIND-099", endpoint+"/protocol", "http"),
		of("bind", 200)("OSB-BIND-120", "", raw("[]")),
		of("unbind", 200)("OSB-UNBIND-010", "", raw("[]")),
		unbinding("OSB-UNBIND-019", "/operation", 5, "OSB-UNBIND-020"),
		unbinding("OSB-UNBIND-020", "/operation", long(10001)),
		of("fetch-binding", 200)("OSB-FETCH-107", "", raw("[]"), "OSB-FETCH-111", "OSB-BIND-006").blocking(),
		of("fetch-binding", 200)("OSB-FETCH-112", "/parameters", "none"),
	}
}

func pollFlaws() []flaw {
	instance, binding := of("instance-last-operation", 200), of("binding-last-operation", 200)
	return []flaw{
		instance("OSB-POLL-020", "/state", missing{}).on(1),
		instance("OSB-POLL-021", "/state", "done").on(1),
		instance("OSB-POLL-026", "/instance_usable", "yes", "OSB-ERR-006", "OSB-POLL-027"),
		instance("OSB-POLL-028", "/update_repeatable", "yes", "OSB-ERR-008", "OSB-ERR-011", "OSB-POLL-029"),
		instance("OSB-POLL-030", "Retry-After", header("soon")),
		binding("OSB-POLL-115", "/state", missing{}).on(1),
		binding("OSB-POLL-119", "/description", 5),
		binding("OSB-POLL-120", "Retry-After", header("soon")),
	}
}

func errorFlaws() []flaw {
	version, conflict := of("catalog", 412), of("provision", 409)
	return []flaw{
		version("OSB-ERR-003", "/error", 5),
		version("OSB-ERR-004", "/error", "two words"),
		version("OSB-ERR-005", "/description", ""),
		version("OSB-ERR-019", "", raw("[]")).in("2.13"),
		of("update", 422)("OSB-ERR-006", "/instance_usable", "yes"),
		of("update", 422)("OSB-ERR-008", "/update_repeatable", "yes"),
		conflict("OSB-ERR-007", "/instance_usable", true),
		conflict("OSB-ERR-009", "/update_repeatable", true),
		conflict("OSB-PROV-039", "", raw("[]"), "OSB-ERR-019", "OSB-ERR-020").in("2.13"),
		of("deprovision", 202)("OSB-ERR-020", "", raw("[]"), "OSB-DEPROV-023", "OSB-ASYNC-016").in("2.13"),
	}
}
