package flows

import (
	"encoding/base64"
	"strings"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// CatalogRun is what can be asked without creating anything.
type CatalogRun struct {
	Again              record.Step `step:"catalog again"`
	WithoutIdentity    record.Step `step:"catalog without identity"`
	OtherHeaders       record.Step `step:"catalog with unknown headers"`
	LowerCase          record.Step `step:"catalog with basic in lower case"`
	WithoutCredentials record.Step `step:"catalog without credentials"`
	WrongCredentials   record.Step `step:"catalog with wrong credentials"`
	InventedToken      record.Step `step:"catalog with an invented token"`
	Respelled          record.Step `step:"catalog with header names in other cases"`
	UnknownPath        record.Step `step:"unknown path"`
}

// Catalog reads the catalog in several ways. It is harmless.
var Catalog = scenario.New[CatalogRun](scenario.Scenario{
	Name: "catalog", Title: "the catalog, with right, wrong and no credentials",
	Operations: []string{"catalog"},
	Record: func(s *scenario.Session) {
		call := scenario.Call{Operation: "catalog"}
		s.Send("catalog again", call)
		s.Send("catalog without identity", sending(call, identityHeader, ""))
		s.Send("catalog with unknown headers", sending(sending(call, "Transaction-Id", s.NewID()), "X-Conformance-Invented", "1"))
		for _, spell := range []func(string) string{strings.ToLower, strings.ToUpper} {
			respelled := call
			respelled.Spell = spell
			s.Send("catalog with header names in other cases", respelled)
		}
		lowerCase(s, call)
		credentials(s, call)
		call.Path = "/v2/no-such-thing"
		s.Send("unknown path", bad(call, "the API has no such path"))
	},
})

func lowerCase(s *scenario.Session, call scenario.Call) {
	const step = "catalog with basic in lower case"
	value, ok := basic(s)
	if !ok {
		s.Skip(nil, "the run authenticates with a token, not with the basic scheme", step)
		return
	}
	s.Send(step, sending(call, "Authorization", value))
}

// basic is the run's own authorization in the spelling of IBM's example; ok is false when the run has a token.
func basic(s *scenario.Session) (value string, ok bool) {
	own := s.Client.Credentials
	if own.Token != "" || own.Username == "" && own.Password == "" {
		return "", false
	}
	return "basic " + base64.StdEncoding.EncodeToString([]byte(own.Username+":"+own.Password)), true
}

func credentials(s *scenario.Session, call scenario.Call) {
	s.Send("catalog without credentials", unauthenticated(call))

	wrong := bad(call, "the credentials are wrong")
	wrong.Credentials = &scenario.Credentials{Username: s.Client.Credentials.Username, Password: s.NewID()}
	if _, ok := basic(s); !ok {
		wrong.Credentials = &scenario.Credentials{Token: s.NewID()}
	}
	s.Send("catalog with wrong credentials", wrong)

	forged := bad(call, "nobody issued the token")
	forged.Credentials = &scenario.Credentials{Token: token(s)}
	s.Send("catalog with an invented token", forged)
}

// token has the form of an IAM access token, and a signature that nobody made.
func token(s *scenario.Session) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." +
		encode([]byte(`{"sub_type":"CRN","scope":"ibm openid resource-controller","exp":4102444800}`)) + "." + encode([]byte(s.NewID()))
}

// unauthenticated takes the credentials out of a call.
func unauthenticated(call scenario.Call) scenario.Call {
	call.Credentials = scenario.NoCredentials()
	return bad(call, "there are no credentials")
}
