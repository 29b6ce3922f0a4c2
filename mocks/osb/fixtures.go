package osb

// Fixtures are what the owner of the reference broker, with its default catalog, knows and nobody can find out.
func Fixtures() map[string]string {
	const eitherPlan, smallPlan = "fcdff23e-f610-4d5b-b13c-479a39e16e8a", "c7090fc5-cff4-45de-a8a7-90b87149d860"
	return map[string]string{
		"gives_credentials":         "true",
		"failing_plan_id":           eitherPlan,
		"failing_parameters":        `{"fail": true}`,
		"failing_update_parameters": `{"fail": true}`,
		"failing_bind_parameters":   `{"fail": true}`,
		"filled_parameters":         `{"size": 50}`,
		"impossible_update":         `{"plan_id": "` + smallPlan + `"}`,
	}
}
