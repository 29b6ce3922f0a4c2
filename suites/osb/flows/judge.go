package flows

import (
	"conformance/suites/record"
	"net/http"
)

// Worked reports whether a request was served.
func Worked(x *record.Exchange) bool {
	return x.Is(http.StatusOK, http.StatusCreated, http.StatusAccepted)
}

// Unavailable reports whether a request was refused for reasons that are not its own: the broker, or what stands before
// it, is busy or out of order for the moment.
func Unavailable(x *record.Exchange) bool {
	return x.Is(http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout) ||
		x.Is(http.StatusUnprocessableEntity) && Text(x.Object(), "error") == "ConcurrencyError"
}

// Sent returns a member of the body that an exchange sent.
func Sent(x *record.Exchange, member string) any {
	value, _ := x.Request.Body.JSON()
	object, _ := value.(map[string]any)
	return object[member]
}

func Text(object map[string]any, member string) string {
	value, _ := object[member].(string)
	return value
}
