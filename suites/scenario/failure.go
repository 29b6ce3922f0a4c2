package scenario

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// failure is why an exchange has no response; ours says that our limits are the reason, hint what may help.
type failure struct {
	text, hint string
	ours       bool
}

// refused is the failure of a request that no response came to.
func refused(ctx context.Context, request *http.Request, err error, limit time.Duration) failure {
	return failure{text: explain(ctx, err, limit), hint: hint(err, request.URL.Scheme == "https")}
}

// hint is what may help when one side speaks TLS and the other does not, or trusts nobody who vouches for it. Where the
// libraries have no kind of error for it, their words tell.
func hint(err error, secure bool) string {
	var header tls.RecordHeaderError
	var unverified *tls.CertificateVerificationError
	says := func(words string) bool { return strings.Contains(err.Error(), words) }
	switch {
	case !secure && (errors.Is(err, syscall.ECONNRESET) || says("malformed HTTP")):
		return "does it speak https?"
	case secure && (errors.As(err, &header) || errors.Is(err, http.ErrSchemeMismatch)):
		return "does it speak http?"
	case secure && errors.As(err, &unverified):
		return "see --ca-cert and --insecure"
	case secure && (says("certificate required") || says("bad certificate")):
		return "see --client-cert and --client-key"
	}
	return ""
}

// explain reduces a transport error to its cause: the request line stands beside it anyway.
func explain(ctx context.Context, err error, limit time.Duration) string {
	var dial *net.OpError
	var wrapped *url.Error
	switch {
	case ctx.Err() != nil:
		return ended(ctx)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("no answer within %s; see --timeout", limit)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the target closed the connection"
	case errors.As(err, &dial):
		return dial.Err.Error()
	case errors.As(err, &wrapped):
		return wrapped.Err.Error()
	}
	return err.Error()
}

// ended says why a context ended before the work was done.
func ended(ctx context.Context) string {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return context.Cause(ctx).Error()
	}
	return "the run was interrupted"
}
