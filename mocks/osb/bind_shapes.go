package osb

import (
	"conformance/mocks"
)

// bindShapes returns faults of form: bindings whose members have a wrong form, and parameters that are not looked at.
func bindShapes() []mocks.Mutant {
	bound, accepted := of("bind fetch-binding", 200, 201), of("bind", 202)
	const mount, endpoint, time = "/volume_mounts/0", "/endpoints/0", "/metadata"
	return append(ignoring("bind", "OSB-BIND-048"), shapes(
		accepted("OSB-BIND-066", "/operation", 5, "OSB-BIND-067"),
		accepted("OSB-BIND-067", "/operation", long(10001)),
		accepted("OSB-BIND-068", "/operation", "").in("2.14"),
		bound("OSB-BIND-069", "/metadata", "none"),
		of("bind", 200, 201)("OSB-BIND-071", "/credentials", []any{}, "OSB-BIND-072"),
		bound("OSB-BIND-076", "/syslog_drain_url", 5),
		bound("OSB-BIND-079", "/route_service_url", 5),
		bound("OSB-BIND-081", "/volume_mounts", "none"),
		bound("OSB-BIND-082", "/endpoints", "none"),
		bound("OSB-BIND-084", time+"/expires_at", "tomorrow").in("2.16"),
		bound("OSB-BIND-085", time+"/expires_at", "tomorrow"),
		bound("OSB-BIND-086", time+"/renew_before", "tomorrow"),
		bound("OSB-BIND-088", mount+"/driver", missing{}),
		bound("OSB-BIND-089", mount+"/container_dir", missing{}),
		bound("OSB-BIND-090", mount+"/mode", "w"),
		bound("OSB-BIND-091", mount+"/device_type", "own", "OSB-BIND-095"),
		bound("OSB-BIND-095", mount+"/device_type", "local", "OSB-BIND-091"),
		bound("OSB-BIND-092", mount+"/device", missing{}),
		bound("OSB-BIND-093", mount+"/device/volume_id", missing{}),
		bound("OSB-BIND-094", mount+"/device/mount_config", "none"),
		bound("OSB-BIND-096", endpoint+"/host", missing{}),
		bound("OSB-BIND-097", endpoint+"/ports", []any{}),
		bound("OSB-BIND-098", endpoint+"/ports", []any{5432}),
		bound("OSB-BIND-099", endpoint+"/protocol", "http"),
		of("bind", 200)("OSB-BIND-120", "", raw("[]")),
	)...)
}
