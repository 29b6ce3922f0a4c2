package scenario

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"conformance/suites/record"
)

const (
	firstWait = 50 * time.Millisecond
	longWait  = 5 * time.Second
	// A target that asks for more patience than this is taken at its word only so far.
	longestRetryAfter = 5 * time.Minute
)

// Pace is the wait before the next poll: 50 ms at first, growing to a quarter of the time elapsed and never more than
// 5 s, so that waiting costs at most a quarter of what the operation takes. Retry-After, in seconds or as a date,
// lengthens it.
func Pace(elapsed time.Duration, last *record.Exchange) time.Duration {
	wait, _ := pace(elapsed, last)
	return wait
}

// pace is Pace with its reason.
func pace(elapsed time.Duration, last *record.Exchange) (time.Duration, Reason) {
	wait := min(max(firstWait, elapsed/4), longWait)
	if last == nil || last.Response == nil {
		return wait, ByPace
	}
	if asked := min(retryAfter(last.Response.Header), longestRetryAfter); asked > wait {
		return asked, ByRetryAfter
	}
	return wait, ByPace
}

func retryAfter(header http.Header) time.Duration {
	text := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds > 0 {
		return time.Duration(min(seconds, 3600)) * time.Second
	}
	// The date form is relative to the target's own clock.
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0
	}
	return at.Sub(now)
}

// Sleep waits on the system's clock; it is the Sleep of a Setup outside tests.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
