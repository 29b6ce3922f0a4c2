package rules

import (
	"time"

	"conformance/suites/record"
)

// over is the time since the run began at which an exchange had been answered.
func over(x *record.Exchange) time.Duration { return x.Start + x.Duration }
