package flows

import "conformance/suites/scenario"

// destroy deletes the instance, after requests to delete it that cannot be served, and asks for it afterwards.
// It reports whether the instance is gone.
func destroy(s *scenario.Session, i *instance) bool {
	if !trespass(s, i) {
		return false
	}
	x := s.Send("deprovision", i.deprovision(true))
	if !settle(s, "poll deprovision", x, i.poll(x)) {
		return false
	}
	if !x.Is(200, 202) {
		s.Block(x, "the instance was not removed: %s was answered %s", x, x.Got())
		return false
	}
	s.Release(i.resource())
	s.Send("deprovision again", i.deprovision(true))
	if s.Since("2.14") && i.plan.retrievable {
		s.Send("fetch after deprovision", i.fetch())
	}
	x = s.Send("update after deprovision", i.update(true, nil))
	end(s, "poll update after deprovision", x, i.poll(x))
	if i.plan.bindable {
		b := i.newBinding()
		s.Hold(b.resource())
		s.Send("bind after deprovision", b.bind(true, app(s)))
	}
	return true
}

const served = "the broker served a deletion that it has to refuse, so nobody knows what is left: %s was answered %s"

// trespass sends deletions that must not happen. A broker that serves one has deleted the instance, and nothing more
// can be learned from it.
func trespass(s *scenario.Session, i *instance) bool {
	var faulty []scenario.Call
	steps := []string{"deprovision without service_id", "deprovision without plan_id"}
	for _, member := range []string{"service_id", "plan_id"} {
		faulty = append(faulty, lacking(i.deprovision(true), member))
	}
	if guarded(s) {
		call := i.deprovision(true)
		call.Credentials = scenario.NoCredentials()
		steps, faulty = append(steps, "deprovision without credentials"), append(faulty, call)
	} else {
		s.Skip(nil, unguarded, "deprovision without credentials")
	}
	for n, call := range faulty {
		if x := s.Send(steps[n], call); x.Is(200, 202) {
			s.Block(x, served, x, x.Got())
			return false
		}
	}
	return true
}
