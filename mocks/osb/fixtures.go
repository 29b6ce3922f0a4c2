package osb

// Fixtures are what the owner of the reference broker, with its default catalog, knows and nobody can find out.
func Fixtures() map[string]string {
	return map[string]string{
		"gives_credentials":         "true",
		"update_parameters":         `{"size": 50}`,
		"proxied_plan_id":           "8c564004-4611-4730-b6d2-4730026f147e",
		"outside_plan_id":           outsidePlan,
		"failing_plan_id":           eitherPlan,
		"failing_parameters":        `{"fail": true}`,
		"failing_update_parameters": `{"fail": true}`,
		"failing_bind_parameters":   `{"fail": true}`,
		"filled_parameters":         `{"size": 50}`,
		"impossible_update":         `{"plan_id": "` + smallPlan + `"}`,
	}
}
