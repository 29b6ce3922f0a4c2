package rules

import (
	"mime"
	"net/http"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
)

func errorsChecks() List {
	return List{
		// The document judges bodies that are JSON.
		// "Errors are JSON objects"
		Each("SVC-ERR-001", func(c *Case, x *record.Exchange) {
			if !flows.IsRefusal(x) {
				return
			}
			if _, err := x.Response.JSON(); err != nil {
				c.Fail(x, Want("a JSON object").Got("%s and %v", x.Got(), err))
			}
		}),
		// "Parameter faults get 400"
		On("SVC-ERR-004", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			for _, step := range []record.Step{run.WithoutType, run.WrongType, run.WithoutProject, run.WithoutLabel, run.WrongMemory, run.WrongDisk,
				run.WrongCores, run.WrongAccess, run.WrongVariables, run.WrongInstances, run.WrongMode} {
				for _, x := range c.UseAll(step) {
					if !flows.IsSuccess(x) {
						c.Expect(x).To(HaveStatus(http.StatusBadRequest, http.StatusUnprocessableEntity))
					}
				}
			}
		}),
		// "Business rule faults get 422"
		answers("SVC-ERR-005", flows.Validation, func(r *flows.ValidationRun) record.Step { return r.TooLarge }, http.StatusUnprocessableEntity),
		// "Bad input never yields 5xx"
		Each("SVC-ERR-006", func(c *Case, x *record.Exchange) {
			if x.Invalid == "" || x.Response == nil {
				return
			}
			if c.Look(x); x.Status() >= 500 {
				c.Fail(x, Want("a 4xx: %s", x.Invalid))
			}
		}),
		// "Unknown service gets 404"
		answers("SVC-ERR-007", flows.Access, func(r *flows.AccessRun) record.Step { return r.Unknown }, http.StatusNotFound),
		// "Unknown service gets 404"
		answers("SVC-ERR-007", flows.Access, func(r *flows.AccessRun) record.Step { return r.NoUUID }, http.StatusNotFound, http.StatusBadRequest),
		// "Unknown service gets 404"
		answers("SVC-ERR-007", flows.Database, func(r *flows.DatabaseRun) record.Step { return r.UpdateUnknown }, http.StatusNotFound),
		// "Unknown service gets 404"
		answers("SVC-ERR-007", flows.Database, func(r *flows.DatabaseRun) record.Step { return r.DeleteUnknown }, http.StatusNotFound),
		// "Answers are labelled application/json"
		Each("SVC-ERR-008", func(c *Case, x *record.Exchange) {
			if x.Response == nil || len(x.Response.Body) == 0 {
				return
			}
			label := x.Response.Header.Get("Content-Type")
			media, _, err := mime.ParseMediaType(label)
			if c.Look(x); err != nil || media != "application/json" && !strings.HasSuffix(media, "+json") {
				c.Fail(x, Want("application/json").Got("header Content-Type %q", label))
			}
		}),
		// "Errors reveal no secret"
		Each("SVC-ERR-009", func(c *Case, x *record.Exchange) {
			if !flows.IsRefusal(x) {
				return
			}
			secrets := map[string]string{}
			sentSecrets(x, secrets)
			if _, token, _ := strings.Cut(x.Request.Header.Get("Authorization"), " "); token != "" {
				secrets[token] = "token"
			}
			c.Look(x)
			for _, name := range tells(x, secrets) {
				c.Fail(x, Note("the refusal shows the %s of its request", name))
			}
		}),
	}
}
