package record

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"conformance/specs"
)

var testKey = []byte("a key for tests")

func document(t testing.TB, api string) *specs.Document {
	t.Helper()
	loaded, err := specs.Load(api)
	if err != nil {
		t.Fatal(err)
	}
	d, err := loaded.Document(loaded.Latest())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const instancePath = "http://target.example.com/v2/service_instances/i-1111/service_bindings/b-2222"

// bound is an exchange that binds, with that response body.
func bound(body string) *Exchange {
	return &Exchange{
		Scenario: "s", Step: "bind", Operation: "bind", Side: Target,
		Request:  Request{Method: "PUT", URL: instancePath, Header: http.Header{"Accept": {"application/json"}}, Body: Body(`{"service_id":"offering-1","plan_id":"plan-1"}`)},
		Response: &Response{Status: 201, Header: http.Header{"Content-Type": {"application/json"}}, Body: Body(body)},
	}
}

func recording(exchanges ...*Exchange) *Recording {
	r := &Recording{Format: Format, API: "osb", Version: "2.17", Target: "http://target.example.com", Scenarios: []Scenario{{Name: "s"}}}
	for i, x := range exchanges {
		x.Number = i + 1
	}
	r.Exchanges = exchanges
	return r
}

// text is what an artefact holds.
func text(t testing.TB, r *Recording) string {
	t.Helper()
	var out bytes.Buffer
	if err := r.Write(&out); err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(out.Bytes(), &plain); err != nil {
		t.Fatalf("the recording is no JSON any more: %v", err)
	}
	return fmt.Sprintf("%s\n%v", out.Bytes(), plain) // as it is written, and as it is read
}

// forms are the ways in which a secret may stand in an artefact.
func forms(secret string) []string {
	plainJSON, _ := json.Marshal(secret)
	ascii := ""
	for _, r := range secret {
		if r < 0x80 {
			ascii += string(r)
		} else {
			ascii += fmt.Sprintf(`\u%04x`, r)
		}
	}
	all := []string{
		secret, url.PathEscape(secret), url.QueryEscape(secret), lower(url.QueryEscape(secret)), ascii, html.EscapeString(secret),
		strings.Trim(string(plainJSON), `"`), strings.Trim(string(quote(secret)), `"`),
		base64.StdEncoding.EncodeToString([]byte("suite:" + secret)),
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func lower(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' {
			out.WriteString(strings.ToLower(s[i : i+3]))
			i += 2
		} else {
			out.WriteByte(s[i])
		}
	}
	return out.String()
}

func demandNone(t testing.TB, artefact, secret string) {
	t.Helper()
	for _, f := range forms(secret) {
		if strings.Contains(artefact, f) {
			at := strings.Index(artefact, f)
			t.Errorf("the secret %q survives as %q: …%s…", secret, f, artefact[max(0, at-40):min(len(artefact), at+len(f)+40)])
		}
	}
}

var secrets = []string{
	"correct-horse", `q"uo\te'd`, "a&b<c>d+e f", "sl/ash?que#ry@at:colon", "100%sure%20", "pässwörd-日本", "🔑emoji🔑", "tab\tnew\nline",
	"$(HOME)`x`!", "-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA7+/=\n-----END KEY-----\n", "12345678", "-1234.5678", strings.Repeat("long+/=", 40),
}

func TestNoKnownSecretSurvives(t *testing.T) {
	for _, secret := range secrets {
		places := map[string]func() *Recording{
			"credentials": func() *Recording {
				return recording(bound(fmt.Sprintf(`{"credentials":{"x":%s}}`, quote(secret))))
			},
			"nested credentials": func() *Recording {
				return recording(bound(fmt.Sprintf(`{"credentials":{"list":[{"deep":[%s]}]}}`, quote(secret))))
			},
			"an error that quotes it": func() *Recording {
				return recording(bound(fmt.Sprintf(`{"description":%s}`, quote("wrong: "+secret+"!"))))
			},
			"the name of a member": func() *Recording { return recording(bound(fmt.Sprintf(`{%s:1}`, quote(secret)))) },
			"JSON in JSON": func() *Recording {
				return recording(bound(fmt.Sprintf(`{"description":%s}`, quote(string(quote(secret))))))
			},
			"HTML": func() *Recording {
				return recording(bound("<p>" + html.EscapeString(secret) + " and raw " + secret + "</p>"))
			},
			"broken JSON": func() *Recording { return recording(bound(`{"description":` + string(quote(secret)))) },
			"another body": func() *Recording {
				return recording(bound(fmt.Sprintf(`{"password":%s}`, quote(secret))), bound(secret))
			},
			"URLs": func() *Recording {
				x := bound("{}")
				x.Request.URL = instancePath + "?operation=" + url.QueryEscape(secret) + "&x=" + lower(url.QueryEscape(secret)) + "&y=" + url.PathEscape(secret)
				return recording(x)
			},
			"a URL's user": func() *Recording {
				r := recording(bound(fmt.Sprintf(`{"description":%s}`, quote(secret))))
				r.Target = "http://" + url.UserPassword("u", secret).String() + "@target.example.com"
				return r
			},
			"a secret query parameter": func() *Recording {
				x := bound(fmt.Sprintf(`{"description":%s}`, quote(secret)))
				x.Request.URL = instancePath + "?access_token=" + url.QueryEscape(secret)
				return recording(x)
			},
			"basic authentication": func() *Recording {
				x := bound(fmt.Sprintf(`{"description":%s}`, quote(secret)))
				r := http.Request{Header: x.Request.Header}
				r.SetBasicAuth("suite", secret)
				x.Response.Header.Set("X-Echo", r.Header.Get("Authorization"))
				return recording(x, bound(r.Header.Get("Authorization")))
			},
			"a bearer token": func() *Recording {
				x := bound(fmt.Sprintf(`{"description":%s}`, quote(secret)))
				x.Request.Header["Authorization"] = []string{"Bearer " + secret}
				return recording(x)
			},
			"a header": func() *Recording {
				x := bound("{}")
				x.Response.Header["X-Auth-Token"] = []string{secret}
				x.Response.Header["Warning"] = []string{"199 " + secret, url.QueryEscape(secret)}
				return recording(x)
			},
			"a cookie": func() *Recording {
				x := bound(fmt.Sprintf(`{"description":%s}`, quote(secret)))
				x.Response.Header["Set-Cookie"] = []string{"session=" + strings.ReplaceAll(secret, ";", "") + "; Path=/"}
				return recording(x)
			},
			"a request body": func() *Recording {
				x := bound(fmt.Sprintf(`{"echo":%s}`, quote(secret)))
				x.Request.Body = Body(fmt.Sprintf(`{"parameters":{"admin_password":%s}}`, quote(secret)))
				return recording(x)
			},
			"a form": func() *Recording {
				x := bound(fmt.Sprintf(`{"echo":%s}`, quote(secret)))
				x.Request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				x.Request.Body = Body(url.Values{"password": {secret}, "username": {"u"}}.Encode())
				return recording(x)
			},
			"what surrounds the exchanges": func() *Recording {
				x := bound("{}")
				x.Failure, x.Slip, x.Invalid = "broke off: "+secret, secret, "bad: "+secret
				r := recording(x)
				r.Scenarios[0] = Scenario{Name: "s", Subject: map[string]string{"plan": secret}, NotApplicable: &Reason{Text: "no: " + secret},
					Absent: map[string]Absence{"y": {Class: Blocked, Reason: Reason{Text: secret}}}}
				r.Troubles, r.Left, r.Interrupted, r.VersionNote = []string{secret}, []Left{{ID: secret, Why: secret}}, secret, secret
				return r
			},
		}
		for place, build := range places {
			t.Run(place+"/"+secret[:6], func(t *testing.T) {
				r := build()
				Redact(r, document(t, "osb"), testKey, secret)
				demandNone(t, text(t, r), secret)
				if slices.Contains([]string{"a URL's user", "another body", "credentials", "basic authentication", "a bearer token", "a secret query parameter", "a request body", "a form"}, place) {
					r := build()
					Redact(r, document(t, "osb"), testKey) // nobody tells: the place does
					demandNone(t, text(t, r), secret)
				}
			})
		}
	}
}

// TestSpellings: the same secret in encodings that no library of ours writes.
func TestSpellings(t *testing.T) {
	for _, spelled := range []string{
		`p\u00e4\/ss\u0026w\u00F6rd`, `p%C3%a4%2fss%26w%c3%B6rd`, `%70ä%2Fss&wörd`, `p&auml;/ss&amp;w&ouml;rd`, `p&#228;/ss&#x26;w&#xF6;rd`,
	} {
		r := recording(bound(`{"credentials":{"x":"pä/ss&wörd"}}`), bound("<p>"+spelled+"</p>"), bound(`{"description":"`+spelled+`"}`))
		Redact(r, document(t, "osb"), testKey)
		if got := text(t, r); strings.Contains(got, spelled[len(spelled)-4:]) {
			t.Errorf("%s survives in %s", spelled, got)
		}
	}
}

func TestRedactedBodies(t *testing.T) {
	v := newVault(testKey)
	token := func(secret string) string { return v.token(secret) }
	for name, c := range map[string]struct{ body, want string }{
		"short leaf":       {`{"credentials":{"p":"abc"},"note":"abc"}`, `{"credentials":{"p":"` + token("abc") + `"},"note":"abc"}`},
		"empty leaf":       {`{"credentials":{"p":""}}`, `{"credentials":{"p":""}}`},
		"other types":      {`{"credentials":{"a":null,"b":true,"c":[],"d":{},"port":5432}}`, `{"credentials":{"a":null,"b":true,"c":[],"d":{},"port":5432}}`},
		"number":           {`{"credentials":{"pin":123456},"note":"pin 123456"}`, `{"credentials":{"pin":` + token("123456") + `},"note":"pin ` + token("123456") + `"}`},
		"odd number":       {`{"credentials":{"pin":-12.5e10}}`, `{"credentials":{"pin":` + token("-12.5e10") + `}}`},
		"URL":              {`{"credentials":{"uri":"db://u:hunter22@h:1/d"}}`, `{"credentials":{"uri":"db://u:` + token("hunter22") + `@h:1/d"}}`},
		"URL, unescaped":   {`{"credentials":{"uri":"db://u:a/b c@h","password":"a/b c"}}`, `{"credentials":{"uri":"db://u:` + token("a/b c") + `@h","password":"` + token("a/b c") + `"}}`},
		"URL, short":       {`{"credentials":{"uri":"db://u:pw@h","password":"pw"}}`, `{"credentials":{"uri":"db://u:` + token("pw") + `@h","password":"` + token("pw") + `"}}`},
		"URL, bad escape":  {`{"credentials":{"uri":"db://u:100%zz@h"}}`, `{"credentials":{"uri":"db://u:` + token("100%zz") + `@h"}}`},
		"psql":             {`{"credentials":{"c":"PGPASSWORD='it'\\''s-it' psql"}}`, `{"credentials":{"c":"PGPASSWORD='` + v.stand("it's-it", `it'\''s-it`, quoted)[:21] + `'\\''' psql"}}`},
		"psql, bare":       {`{"credentials":{"c":"PGPASSWORD=a\\&bcdefg psql -h x"}}`, `{"credentials":{"c":"PGPASSWORD=` + v.token("a&bcdefg")[:21] + `\\& psql -h x"}}`},
		"schema":           {`{"properties":{"password":{"type":"string","description":"of the user"}}}`, `{"properties":{"password":{"type":"string","description":"of the user"}}}`},
		"word of the API":  {`{"credentials":{"kind":"services"},"services":["services"]}`, `{"credentials":{"kind":"` + token("services") + `"},"services":["services"]}`},
		"part of a word":   {`{"credentials":{"mode":"require"},"requires":[]}`, `{"credentials":{"mode":"` + token("require") + `"},"requires":[]}`},
		"ids that we sent": {`{"credentials":{"id":"i-1111","plan":"plan-1","host":"target.example.com"}}`, `{"credentials":{"id":"i-1111","plan":"plan-1","host":"target.example.com"}}`},
		"endpoint":         {`{"token_endpoint":"https://uaa.example.org","token_type":"bearer"}`, `{"token_endpoint":"https://uaa.example.org","token_type":"bearer"}`},
		"twice the member": {`{"password":"first-one","password":"second-one"}`, `{"password":"` + token("first-one") + `","password":"` + token("second-one") + `"}`},
		"spaces stay":      {"{ \"password\" :\t\"hunter22\" ,\"a\":[ 1 , 2 ] }\n", "{ \"password\" :\t\"" + token("hunter22") + "\" ,\"a\":[ 1 , 2 ] }\n"},
		"cut in a string":  {`{"password":"hunter2`, `{"password":"` + token("hunter2")},
		"single quotes":    {`{'password': 'hunter2', 'a': 1}`, `{'password': '` + token("hunter2") + `', 'a': 1}`},
		"lines":            {"{\"a\":1}\n{\"password\":\"hunter22\"}", "{\"a\":1}\n{\"password\":\"" + token("hunter22") + "\"}"},
		"after JSON":       {`{"password":"hunter22"} hunter22`, `{"password":"` + token("hunter22") + `"} ` + token("hunter22")},
		"only a string":    {`"hunter22"`, `"hunter22"`},
		"nothing":          {``, ``},
	} {
		t.Run(name, func(t *testing.T) {
			x := bound(c.body)
			Redact(recording(x), document(t, "osb"), testKey)
			if got := string(x.Response.Body); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestEscapingStays: whether a password is escaped in a URL, and rightly, can be judged afterwards as before.
func TestEscapingStays(t *testing.T) {
	for _, password := range []string{"p@ss/w%rd", "a+b c", "x%2Fy&zzz", "äöü?#"} {
		for _, escapedAs := range []string{url.PathEscape(password), url.QueryEscape(password), lower(url.PathEscape(password)), password} {
			agree := func(x *Exchange) (parsed, equal bool) {
				credentials, _ := x.Object()["credentials"].(map[string]any)
				u, err := url.Parse(credentials["uri"].(string))
				if err != nil {
					return false, false
				}
				decoded, _ := u.User.Password()
				return true, decoded == credentials["password"]
			}
			body := fmt.Sprintf(`{"credentials":{"uri":%s,"password":%s}}`, quote("db://u:"+escapedAs+"@host:1/x"), quote(password))
			x := bound(body)
			parsed, equal := agree(x)
			Redact(recording(x), document(t, "osb"), testKey)
			if p, e := agree(x); p != parsed || e != equal {
				t.Errorf("%q as %q: parsed %v, equal %v before; %v, %v after: %s", password, escapedAs, parsed, equal, p, e, x.Response.Body)
			}
		}
	}
}

func TestTokens(t *testing.T) {
	one := newVault([]byte("one"))
	two := newVault([]byte("two"))
	for _, secret := range secrets {
		again := newVault([]byte("one"))
		if one.token(secret) != again.token(secret) {
			t.Errorf("%q: two tokens with one key", secret)
		}
		if one.token(secret) == two.token(secret) {
			t.Errorf("%q: one token with two keys", secret)
		}
		if number.MatchString(secret) && (len(one.token(secret)) != len(secret) || !number.MatchString(one.token(secret))) {
			t.Errorf("%q: %q is no number as long", secret, one.token(secret))
		}
	}
	if one.token("secret-one") == one.token("secret-two") {
		t.Error("two secrets have one token")
	}
}

func TestHeaders(t *testing.T) {
	v := newVault(testKey)
	x := bound("{}")
	x.Request.Header = http.Header{"Authorization": {"Bearer abc.def.ghi"}, "X-Broker-Api-Version": {"2.17"}, "Cookie": {"a=one-cookie; b=two-cookie"}}
	x.Response.Header = http.Header{
		"Proxy-Authorization": {"opaque-value"}, "Set-Cookie": {"sid=three-cookie; Path=/; HttpOnly", ""}, "X-Echo": {"two-cookie three-cookie Path"},
		"Access-Control-Allow-Credentials": {"true"}, "Www-Authenticate": {`Basic realm="broker"`}, "Content-Type": {"application/json"},
	}
	Redact(recording(x), document(t, "osb"), testKey)
	for header, want := range map[string]string{
		x.Request.Header.Get("Authorization"):                     "Bearer " + v.token("abc.def.ghi"),
		x.Request.Header.Get("X-Broker-Api-Version"):              "2.17",
		x.Request.Header.Get("Cookie"):                            v.token("a=one-cookie; b=two-cookie"),
		x.Response.Header.Get("Proxy-Authorization"):              v.token("opaque-value"),
		x.Response.Header["Set-Cookie"][1]:                        "",
		x.Response.Header.Get("X-Echo"):                           v.token("two-cookie") + " " + v.token("three-cookie") + " Path",
		x.Response.Header.Get("Access-Control-Allow-Credentials"): "true",
		x.Response.Header.Get("Www-Authenticate"):                 `Basic realm="broker"`,
		x.Response.Header.Get("Content-Type"):                     "application/json",
	} {
		if header != want {
			t.Errorf("got %q, want %q", header, want)
		}
	}
}

// TestOrdinaryPasswords: a password that is a word of the API takes no member and no path with it.
func TestOrdinaryPasswords(t *testing.T) {
	for _, password := range []string{"secret", "password", "services", "service_instances", "broker"} {
		x := bound(`{"services":[{"dashboard_client":{"id":"a","secret":"` + password + `","redirect_uri":"http://x.example.com"}}],"description":"no"}`)
		r := http.Request{Header: x.Request.Header}
		r.SetBasicAuth("suite", password)
		Redact(recording(x), document(t, "osb"), testKey, password)
		client := x.Object()["services"].([]any)[0].(map[string]any)["dashboard_client"].(map[string]any)
		if client["secret"] == password || client["id"] != "a" {
			t.Errorf("%s: %v", password, client)
		}
		if x.Request.URL != instancePath && password != "broker" {
			t.Errorf("%s: %s", password, x.Request.URL)
		}
		if strings.Contains(x.Request.Header.Get("Authorization"), base64.StdEncoding.EncodeToString([]byte("suite:"+password))) {
			t.Errorf("%s: the header survives", password)
		}
	}
}

// TestPublishedHosts: a host among the endpoints is no secret as a host, and one under every other name.
func TestPublishedHosts(t *testing.T) {
	x := bound(`{"credentials":{"host":"db.example.com","hosts":["db.example.com","hidden.example.com"],"user":"db.example.com","password":"x-of-the-db"},` +
		`"endpoints":[{"host":"db.example.com","ports":["5432"]},{"host":"x-of-the-db","ports":["1"]}]}`)
	Redact(recording(x), document(t, "osb"), testKey)
	credentials := x.Object()["credentials"].(map[string]any)
	hosts := credentials["hosts"].([]any)
	if credentials["host"] == "db.example.com" || hosts[0] == "db.example.com" {
		t.Errorf("the name of a user is in the clear where a host is: %v", credentials)
	}
	for _, secret := range []string{"hidden.example.com", "x-of-the-db"} {
		if strings.Contains(string(x.Response.Body), secret) {
			t.Errorf("%s survives in %s", secret, x.Response.Body)
		}
	}
	x = bound(`{"credentials":{"host":"db.example.com","password":"x-of-the-db"},"endpoints":[{"host":"db.example.com","ports":["5432"]}]}`)
	Redact(recording(x), document(t, "osb"), testKey)
	if body := string(x.Response.Body); strings.Count(body, "db.example.com") != 2 || strings.Contains(body, "x-of-the-db") {
		t.Errorf("got %s", body)
	}
}

// TestHostileBodies: what a target sends may not make redaction slow, or crash it.
func TestHostileBodies(t *testing.T) {
	const n = 1 << 17
	for name, body := range map[string]string{
		"deep arrays":        strings.Repeat("[", n),
		"deep objects":       strings.Repeat(`{"password":`, n/12),
		"deep and closed":    strings.Repeat("[", 9000) + strings.Repeat("1,", 9000) + "1" + strings.Repeat("]", 9000),
		"one letter":         `{"password":"` + strings.Repeat("a", n) + `","x":"` + strings.Repeat("a", n-1) + `b"}`,
		"backslashes":        `{"password":"` + strings.Repeat(`\\`, 100) + `x","x":"` + strings.Repeat(`\\`, n/4) + `"}`,
		"many secrets":       `{"credentials":[` + strings.Repeat(`"a-secret-of-many",`, n/20) + `"x"]}`,
		"many like secrets":  `{"credentials":[` + many(20000) + `"x"],"x":"` + strings.Repeat("a-secret-", n/10) + `"}`,
		"percent signs":      `{"password":"%%%%%%%%%%"}` + strings.Repeat("%25", n/3),
		"assignments":        strings.Repeat("token=", n/6),
		"entities":           `{"password":"&&&&&&&&"}` + strings.Repeat("&amp;", n/5),
		"credentials scalar": `{"credentials":"hunter22"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := bound(body)
			_, before := Body(body).JSON()
			Redact(recording(x), document(t, "osb"), testKey)
			if _, after := x.Response.Body.JSON(); (before == nil) != (after == nil) {
				t.Errorf("JSON before: %v, after: %v", before, after)
			}
		})
	}
}

// TestTooDeepSecret: what lies deeper than JSON is read goes as a whole where secrets stand.
func TestTooDeepSecret(t *testing.T) {
	for _, depth := range []int{100, 9000, 10001, 30000} {
		for _, end := range []string{"", strings.Repeat("]", depth) + "}"} {
			x := bound(`{"credentials":` + strings.Repeat("[", depth) + `"correct-horse"` + end)
			Redact(recording(x), document(t, "osb"), testKey)
			demandNone(t, string(x.Response.Body), "correct-horse")
		}
	}
}

func many(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, `"a-secret-%d",`, i)
	}
	return out.String()
}

// TestRandomSecrets plants random secrets in random places and demands that none survives and no body changes its shape.
func TestRandomSecrets(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("abcXYZ019-_.~!*'();:@&=+$,/?#[]%\"\\ <>{}|^`äß€日🔑\n\t")
	for range 300 {
		var planted []string
		secret := func() string {
			runes := make([]rune, 8+random.IntN(30))
			for i := range runes {
				runes[i] = alphabet[random.IntN(len(alphabet))]
			}
			planted = append(planted, string(runes))
			return string(runes)
		}
		s1, s2, s3 := secret(), secret(), secret()
		echo, err := json.Marshal(map[string]any{"error": s1 + s2, "list": []any{s3, "x", 1, nil}, "deep": map[string]any{s2: s1}})
		if err != nil {
			t.Fatal(err)
		}
		x := bound(fmt.Sprintf(`{"credentials":{"a":%s,"uri":%s},"b":%s}`, quote(s1), quote("x://u:"+url.PathEscape(s2)+"@h"), quote(s1+s2)))
		x.Request.Header["Authorization"] = []string{"Bearer " + s3}
		y := bound(string(echo))
		before := shape(y.Response.Body)
		r := recording(x, y, bound("<b>"+s1+"</b>"+url.QueryEscape(s2)+s3))
		r.Troubles = []string{s1, url.PathEscape(s3)}
		Redact(r, document(t, "osb"), testKey)
		artefact := text(t, r)
		for _, s := range planted {
			demandNone(t, artefact, s)
		}
		if after := shape(y.Response.Body); after != before {
			t.Errorf("shape was %s, is %s", before, after)
		}
		if t.Failed() {
			t.Fatalf("secrets %q", planted)
		}
	}
}

// shape is a body without its texts.
func shape(body Body) string {
	value, err := body.JSON()
	if err != nil {
		return "no JSON"
	}
	var of func(any) any
	of = func(value any) any {
		switch value := value.(type) {
		case map[string]any:
			all := make([]any, 0, len(value))
			for _, member := range value {
				all = append(all, fmt.Sprint(of(member)))
			}
			slices.SortFunc(all, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
			return map[string]any{"object": all}
		case []any:
			all := make([]any, len(value))
			for i, item := range value {
				all[i] = of(item)
			}
			return all
		}
		return fmt.Sprintf("%T", value)
	}
	return fmt.Sprint(of(value))
}

func FuzzRedactBody(f *testing.F) {
	for _, seed := range []string{`{"credentials":{"a":"hunter22","b":[1,"x"]}}`, `{"password":"abc`, `"x"`, `123456`, `<p>&amp;`, `{"a":"\ud800\u0041","token":"%zz%C3"}`, "token=\xff\xfe", "[[[", `{"password":-0.5e+10}`} {
		f.Add([]byte(seed), "hunter22")
	}
	f.Add([]byte("\"Ar\xbc\xa4\"Ar\xbc\xa4!"), "\"Ar\xbc\xa4!") // JSON but for a quote that goes with the secret
	d := document(f, "osb")
	f.Fuzz(func(t *testing.T, body []byte, known string) {
		x := bound(string(body))
		before, errBefore := x.Response.JSON()
		r := recording(x)
		Redact(r, d, testKey, known)
		after, errAfter := x.Response.JSON()
		if (errBefore == nil) != (errAfter == nil) {
			t.Fatalf("JSON before: %v, after: %v: %s", errBefore, errAfter, x.Response.Body)
		}
		if fmt.Sprintf("%T", before) != fmt.Sprintf("%T", after) {
			t.Fatalf("%T became %T", before, after)
		}
		_ = text(t, r)
	})
}
