package verdict

// Exit codes of a run.
const (
	Conformant    = 0 // something was judged, and nothing failed
	NotConformant = 1 // fail or blocked, a stale list of known failures, or a warning with --strict
	Usage         = 2 // found before anything was sent
	Unreachable   = 3 // no target, or it refuses our credentials
	NoVerdict     = 4 // interrupted, or an error of our own
	LeftBehind    = 5 // conformant, but something created could not be removed
)

// Standing is what a result means for its run.
type Standing string

// The standings. The first takes the verdict from the run, the next two make it not conformant, the others do neither;
// the last is the only one that judges nothing.
const (
	Troubled Standing = "troubled" // an error of our own
	Counts   Standing = "counts"   // the target broke a rule
	Blocks   Standing = "blocks"   // a rule is blocked, which counts once for each root cause
	Excused  Standing = "excused"  // it would count or block, and a list of known failures names it
	Noted    Standing = "noted"    // a warning
	Kept     Standing = "kept"
	Unseen   Standing = "unseen" // not applicable, or not exercised
)

// Against reports whether it makes the run not conformant.
func (s Standing) Against() bool { return s == Counts || s == Blocks }

// Standing says what a result means. This is the one place that decides what makes a run not conformant.
func (o *Outcome) Standing(r Result) Standing {
	switch {
	case r.Verdict == Error:
		return Troubled
	case r.Verdict == Warn && !o.Strict:
		return Noted
	case r.Verdict == Pass:
		return Kept
	case r.Verdict != Fail && r.Verdict != Warn && r.Verdict != Blocked:
		return Unseen
	case r.Known != nil:
		return Excused
	case r.Verdict == Blocked:
		return Blocks
	}
	return Counts
}

// conformant reports whether nothing stands against the target. It says nothing of runs without verdict; see Code.
func (o *Outcome) conformant() bool {
	for _, r := range o.Results {
		if o.Standing(r).Against() {
			return false
		}
	}
	return len(o.Stale) == 0
}

// complete reports whether the run came to its end without trouble of our own, and something was judged.
func (o *Outcome) complete() bool {
	judged := false
	for _, r := range o.Results {
		switch o.Standing(r) {
		case Troubled:
			return false
		case Unseen:
		default:
			judged = true
		}
	}
	return judged && o.Recording.Interrupted == "" && len(o.Recording.Troubles) == 0
}

// Code is the exit code: 4 outranks 1, 1 outranks 5.
func (o *Outcome) Code() int {
	switch {
	case !o.complete():
		return NoVerdict
	case !o.conformant():
		return NotConformant
	case len(o.Recording.Left) > 0:
		return LeftBehind
	}
	return Conformant
}
