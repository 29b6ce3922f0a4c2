package verdict

import (
	"strings"

	"conformance/suites/record"
)

// Cause is why something is blocked. Causes that mean the same are one root cause.
type Cause struct {
	Message  string `json:"message"`
	Exchange int    `json:"exchange,omitempty"`
}

// Means is what the cause says of what was asked, whatever the ids that were made up for the request: scenarios that end
// at equal requests, answered alike, have one root cause.
func (c Cause) Means(recording *record.Recording) string {
	x := recording.Exchange(c.Exchange)
	if x == nil {
		return c.Message
	}
	text := c.Message + "\x00" + string(x.Request.Body)
	for _, id := range fresh.FindAllString(x.Request.Path(), -1) {
		text = strings.ReplaceAll(text, id, "id")
	}
	return text
}
