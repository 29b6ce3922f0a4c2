package engine

import (
	"context"
	"errors"
	"fmt"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// cleanUp removes what a scenario still holds, last in first out, under a limit of its own that an interrupt does not
// shorten.
func (r *Run) cleanUp(ctx context.Context, planned Planned, held []scenario.Resource) (left []record.Left, troubles []string) {
	if len(held) == 0 {
		return nil, nil
	}
	limit := r.config.CleanUp
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), limit, fmt.Errorf("the clean-up of a scenario may take %s", limit))
	defer cancel()
	s := r.setup.Start(ctx, scenario.Scenario{Name: planned.Name, Of: planned.Of}, planned.Subject)
	s.Inherit(held)
	for i := len(held) - 1; i >= 0; i-- {
		if err := r.remove(s, held[i]); err != nil {
			left = append(left, record.Left{Kind: held[i].Kind, ID: held[i].ID, Why: err.Error(), Late: ctx.Err() != nil})
		}
	}
	_, troubles, _ = s.Close()
	return left, troubles
}

func (r *Run) remove(s *scenario.Session, resource scenario.Resource) error {
	var err error
	if panicked := capture(func() { err = r.config.Suite.Remove(s, resource) }); panicked != "" {
		return errors.New(panicked)
	}
	if err == nil {
		s.Release(resource)
	}
	return err
}

// Clean removes the resources of a ledger, last in first out, and returns those that are left, and why.
func (r *Run) Clean(ctx context.Context, held []scenario.Resource) (left []string) {
	resources, troubles := r.cleanUp(ctx, Planned{Scenario: scenario.Scenario{Name: "clean-up"}}, held)
	for _, resource := range resources {
		left = append(left, r.presentable(resource.String()))
	}
	for _, trouble := range troubles {
		left = append(left, r.presentable("fault of this program: "+trouble))
	}
	return left
}
