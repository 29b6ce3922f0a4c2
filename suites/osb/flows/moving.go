package flows

import (
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// targets are plans that the instance may be moved to without more parameters: the owner's choice, or free ones of the same
// offering. Those that an instance keeps come first, because the change back tells more.
func targets(site *scenario.Site, p plan) []plan {
	told := site.Fixtures[OtherPlan]
	all := slices.DeleteFunc(slices.Clone(offered(site)), func(other plan) bool {
		unwanted := !other.free
		if told != "" {
			unwanted = other.id != told
		}
		return other.service != p.service || other.id == p.id || other.id == "" || unwanted || other.demands || other.id == object(site.Fixtures[Impossible])["plan_id"]
	})
	slices.SortStableFunc(all, func(a, b plan) int { return b2i(a.updateable) - b2i(b.updateable) })
	return all
}

const noTarget = "the offering has no other free plan that asks for no parameters"

// transfer asks for another plan.
func (u *changes) transfer(step, polls record.Step, target string) (applied, ok bool) {
	return u.follow(step, polls, u.i.update(true, map[string]any{"plan_id": target}))
}

// unfit asks for what the owner says that the state of the instance rules out.
func (u *changes) unfit() bool {
	step, after := u.run.Unfit, u.run.FetchUnfit
	members := object(u.s.Fixture(Impossible))
	if members == nil {
		u.s.SkipFor(u.created, record.Lacking(Impossible), step, after)
		return true
	}
	applied, ok := u.send(step, u.i.update(true, members))
	if all := offered(u.s.Site); applied {
		if n := slices.IndexFunc(all, func(p plan) bool { return p.id == members["plan_id"] }); n >= 0 {
			u.moved(all[n])
		}
	}
	u.look(after)
	return ok
}

// move asks for another plan, where the catalog says that instances may leave theirs, until one is granted.
func (u *changes) move() bool {
	step, after := u.run.Change, u.run.FetchChange
	steps := []record.Step{step, after, u.run.Moved, u.run.FetchMoved}
	all := targets(u.s.Site, u.i.plan)
	switch {
	case !u.i.plan.updateable:
		u.s.Skip(u.created, "plan "+u.i.plan.String()+" does not declare plan_updateable", steps)
		return true
	case len(all) == 0:
		u.s.SkipFor(u.created, record.Lacking(OtherPlan).For(noTarget), steps)
		return true
	}
	for _, target := range all[:min(len(all), candidates)] {
		applied, ok := u.transfer(step, u.run.ChangePolls, target.id)
		if !ok {
			return false
		}
		if applied {
			u.moved(target)
			break
		}
	}
	u.look(after)
	if u.parameters == nil {
		return true
	}
	ok := u.apply(steps[2], u.i.update(true, map[string]any{"parameters": u.parameters}))
	u.look(steps[3])
	return ok
}

// moved notes that the instance is of another plan now, which its removal has to name.
func (u *changes) moved(target plan) {
	u.s.Release(u.i.resource())
	u.i.plan = target
	u.s.Hold(u.i.resource())
}

// stay asks for another plan, where the catalog says that an instance keeps its plan.
func (u *changes) stay() bool {
	step, after := u.run.Undeclared, u.run.FetchUndeclared
	all := targets(u.s.Site, u.i.plan)
	switch {
	case u.i.plan.updateable:
		u.s.Skip(u.created, "plan "+u.i.plan.String()+" declares plan_updateable, and the instance did not come to one that does not", step, after)
		return true
	case len(all) == 0:
		u.s.SkipFor(u.created, record.Lacking(OtherPlan).For(noTarget), step, after)
		return true
	}
	applied, ok := u.transfer(step, u.run.UndeclaredPolls, all[0].id)
	if applied {
		u.moved(all[0])
	}
	u.look(after)
	return ok
}
