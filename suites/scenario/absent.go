package scenario

import "conformance/suites/record"

// Block says that the scenario cannot go on after x, and why: every step not reached yet is blocked by it.
func (s *Session) Block(x *record.Exchange, format string, args ...any) {
	s.leave(record.Blocked, x, record.Text(format, args...), s.steps)
}

// Skip says that steps (a step, a series, or a struct that groups them) do not apply to this target, as x shows.
func (s *Session) Skip(x *record.Exchange, reason string, steps ...any) {
	s.SkipFor(x, record.Reason{Text: reason}, steps...)
}

// SkipFor is Skip with a reason that may name fixtures, which the owner did not tell; see record.Lacking.
func (s *Session) SkipFor(x *record.Exchange, why record.Reason, steps ...any) {
	for _, step := range steps {
		s.leave(record.NotApplicable, x, why, namesOf(step))
	}
}

// SkipRest is Skip for every step that was not reached yet.
func (s *Session) SkipRest(x *record.Exchange, reason string) {
	s.SkipRestFor(x, record.Reason{Text: reason})
}

// SkipRestFor is SkipFor for every step that was not reached yet.
func (s *Session) SkipRestFor(x *record.Exchange, why record.Reason) {
	s.leave(record.NotApplicable, x, why, s.steps)
}

func (s *Session) leave(class string, x *record.Exchange, why record.Reason, steps []string) {
	for _, step := range steps {
		if _, known := s.absent[step]; !known && !s.reached[step] {
			s.absent[step] = record.Because(class, x, why)
		}
	}
}
