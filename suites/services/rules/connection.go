package rules

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path"
	"reflect"
	"slices"
	"strings"

	. "conformance/suites/check"
	"conformance/suites/record"
	"conformance/suites/services/flows"
)

func connectionChecks() List {
	return List{
		// "connection_url is a postgres URL"
		On("SVC-CONN-004", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x := c.Use(run.Read)
			text, _ := flows.DetailsOf(x).Internal["connection_url"].(string)
			if e, err := readURL(text); err != nil || !isPostgres(e.scheme) {
				c.Fail(x, Note("is no URL with scheme postgres").At("/connection_details/internal/connection_url"))
			}
		}),
		// "URL user equals username"
		On("SVC-CONN-005", flows.Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the user", e.user, text(internal["username"]), e.user == internal["username"]
		})),
		// "URL password equals password"
		On("SVC-CONN-006", flows.Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the password", masked, masked, e.password == internal["password"]
		})),
		// "URL host equals hostname"
		On("SVC-CONN-007", flows.Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the host", e.host, text(internal["hostname"]), strings.EqualFold(e.host, text(internal["hostname"]))
		})),
		// "URL port equals port"
		On("SVC-CONN-008", flows.Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the port", e.portOrDefault(), text(internal["port"]), e.portOrDefault() == text(internal["port"])
		})),
		// "URL path equals database"
		On("SVC-CONN-009", flows.Database, insideURL(func(e endpoint, internal map[string]any) (string, string, string, bool) {
			return "the database", e.database, text(internal["database"]), e.database == internal["database"]
		})),
		// "Reserved characters are percent-encoded"
		On("SVC-CONN-010", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			x := c.Use(run.Read)
			for _, place := range urls {
				value, _ := At(flows.DetailsOf(x).All, place)
				if e, err := readURL(text(value)); err == nil && e.flaw != "" {
					c.Fail(x, Note("/connection_details%s cannot be read back: %s", place, e.flaw))
				}
			}
		}),
		// "No external details without public access"
		On("SVC-CONN-022", flows.Validation, func(c *Case, run *flows.ValidationRun) { private(c, run.FreshRead) }),
		// "Details are stable between reads"
		On("SVC-CONN-024", flows.Database, func(c *Case, run *flows.DatabaseRun) {
			before := flows.DetailsOf(c.Use(run.Polls.Last())).All
			x := c.Use(run.Read)
			if after := flows.DetailsOf(x).All; !reflect.DeepEqual(before, after) {
				c.Fail(x, Note("is not what it was in the read before: differs in %s", differences("", before, after)).At("/connection_details"))
			}
		}),
		// "Services do not share credentials"
		On("SVC-CONN-025", flows.Validation, func(c *Case, run *flows.ValidationRun) {
			one := flows.DetailsOf(c.Use(run.Read)).Internal
			x := c.Use(run.FreshRead)
			other := flows.DetailsOf(x).Internal
			if one["password"] == other["password"] {
				c.Fail(x, Note("is that of another database").At("/connection_details/internal/password"))
			}
			if one["hostname"] == other["hostname"] && one["database"] == other["database"] {
				c.Fail(x, Note("host name and database are those of another database"))
			}
		}),
		// "Rotation changes all derived strings"
		On("SVC-CONN-026", flows.Database, rotated),
	}
}

// command is what a psql command line says.
type command struct {
	// password is what the first word sets PGPASSWORD to; hasPassword is false when it does not.
	password    string
	hasPassword bool
	// host, port, user and database are "" where the command leaves them out.
	host, port, user, database string
	// unsafe is the first character that a shell would not take as it is, or 0.
	unsafe byte
}

// arguments reads options in all the forms that psql takes, and the database and the user as words without option.
func (c *command) arguments(words []string) {
	options := map[string]*string{
		"-h": &c.host, "--host": &c.host, "-p": &c.port, "--port": &c.port,
		"-U": &c.user, "--username": &c.user, "-d": &c.database, "--dbname": &c.database,
	}
	var plain []string
	for i := 0; i < len(words); i++ {
		word := words[i]
		name, value, inline := strings.Cut(word, "=")
		if !strings.HasPrefix(word, "--") {
			name, value, inline = word, "", false
			if len(word) > 2 && word[0] == '-' {
				name, value, inline = word[:2], word[2:], true
			}
		}
		target, known := options[name]
		switch {
		case known && inline:
			*target = value
		case known && i+1 < len(words):
			i++
			*target = words[i]
		case !strings.HasPrefix(word, "-"):
			plain = append(plain, word)
		}
	}
	if c.database == "" && len(plain) > 0 {
		c.database, plain = plain[0], plain[1:]
	}
	if c.user == "" && len(plain) > 0 {
		c.user = plain[0]
	}
}

// readCommand reads a psql command line. The error says why a shell would not run psql.
func readCommand(text string) (command, error) {
	words, unsafe, err := split(text)
	if err != nil {
		return command{unsafe: unsafe}, err
	}
	c := command{unsafe: unsafe}
	if len(words) > 0 && strings.HasPrefix(words[0], "PGPASSWORD=") {
		c.password, c.hasPassword = strings.TrimPrefix(words[0], "PGPASSWORD="), true
	}
	for len(words) > 0 && isAssignment(words[0]) {
		if port, ok := strings.CutPrefix(words[0], "PGPORT="); ok {
			c.port = port
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return c, errors.New("it runs no program")
	}
	if path.Base(words[0]) != "psql" {
		return c, errors.New("it does not run psql after what it assigns")
	}
	c.arguments(words[1:])
	return c, nil
}

func isAssignment(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	return ok && name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == ""
}

// urls are the places of the URLs in connection_details.
var urls = [...]string{"/internal/connection_url", "/external/external_connection_url"}

// masked stands for a password in a finding: recordings hold none, and no report shall.
const masked = "***"

func isPostgres(scheme string) bool { return scheme == "postgres" || scheme == "postgresql" }

// text returns a member as text: JSON numbers are as they were written.
func text(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// part compares one part of a URL with the member that it repeats.
type part func(e endpoint, internal map[string]any) (what, got, want string, equal bool)

// insideURL compares a part of the internal URL.
func insideURL(compare part) func(*Case, *flows.DatabaseRun) {
	return func(c *Case, run *flows.DatabaseRun) {
		x := c.Use(run.Read)
		internal := flows.DetailsOf(x).Internal
		compareURL(c, x, urls[0], internal["connection_url"], internal, compare)
	}
}

func compareURL(c *Case, x *record.Exchange, place string, value any, internal map[string]any, compare part) {
	e, err := readURL(text(value))
	if err != nil {
		c.NotApplicable(x, "/connection_details%s is no URL: %v", place, err)
	}
	switch what, got, want, equal := compare(e, internal); {
	case equal:
	case want == masked:
		c.Fail(x, Note("%s in /connection_details%s is not the one in /connection_details/internal", what, place))
	default:
		c.Fail(x, Note("%s in /connection_details%s is %q, want %q", what, place, got, want))
	}
}

// differences names the members in which two objects differ.
func differences(path string, a, b map[string]any) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(a)) {
		one, isOne := a[name].(map[string]any)
		other, isOther := b[name].(map[string]any)
		switch {
		case isOne && isOther && !reflect.DeepEqual(one, other):
			names = append(names, differences(path+"/"+name, one, other))
		case !reflect.DeepEqual(a[name], b[name]):
			names = append(names, path+"/"+name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if _, both := a[name]; !both {
			names = append(names, path+"/"+name)
		}
	}
	return strings.Join(names, ", ")
}

// rotated demands a new password in the answer and in every place that shows one.
func rotated(c *Case, run *flows.DatabaseRun) {
	rotation := c.Use(run.Rotate)
	if rotation.Is(http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented) {
		c.NotApplicable(rotation, "%s was answered %s: passwords cannot be rotated", rotation, rotation.Got())
	}
	if !c.Expect(rotation).To(HaveStatus(http.StatusOK, http.StatusCreated)) {
		return
	}
	before := flows.DetailsOf(c.Use(run.Read)).Internal["password"]
	x := c.Use(run.RotatedPolls.Last())
	d := flows.DetailsOf(x)
	password := d.Internal["password"]
	if password == before {
		c.Fail(x, Note("is the old one").At("/connection_details/internal/password"))
		return
	}
	value, _ := rotation.Response.JSON()
	answered := false
	Texts(value, func(leaf string) { answered = answered || leaf == password })
	if !answered {
		c.Fail(x, Note("is not the one that the rotation answered").At("/connection_details/internal/password"))
	}
	for _, place := range urls {
		value, shown := At(d.All, place)
		if e, err := readURL(text(value)); shown && err == nil && e.password != password {
			c.Fail(x, Note("/connection_details%s does not carry the new password", place))
		}
	}
	if value := d.External["psql_command"]; value != nil {
		if command, _ := readCommand(text(value)); command.password != password {
			c.Fail(x, Note("does not carry the new password").At("/connection_details/external/psql_command"))
		}
	}
}

// endpoint is where a connection URL leads, its parts decoded.
type endpoint struct {
	scheme, user, password, host, port, database string
	// flaw is the first thing that a strict reader of URLs objects to, or "".
	flaw string
}

func (e endpoint) portOrDefault() string {
	if e.port == "" {
		return defaultPort
	}
	return e.port
}

// address splits host and port.
func (e *endpoint) address(text string) {
	e.host = text
	if i := strings.LastIndexByte(text, ':'); i > strings.LastIndexByte(text, ']') {
		e.host, e.port = text[:i], text[i+1:]
	}
	if strings.Trim(e.port, "0123456789") != "" {
		e.object("its port is no number")
	}
	if e.host = strings.Trim(e.host, "[]"); e.host == "" {
		e.object("it has no host")
	}
	if strings.Contains(e.host, "@") {
		e.object("it has a second @ before the host")
	}
}

// decode returns a part without its percent-encoding. also are characters that may stand in it besides those that may
// stand anywhere.
func (e *endpoint) decode(name, text, also string) string {
	for i := range len(text) {
		if c := text[i]; !isUnreserved(c) && !strings.ContainsRune("!$&'()*+,;=%"+also, rune(c)) {
			e.object(fmt.Sprintf("its %s holds a raw %q, which has to be percent-encoded", name, c))
			break
		}
	}
	decoded, err := url.PathUnescape(text)
	if err != nil {
		e.object("its " + name + " holds a % that begins no encoding")
		return text
	}
	return decoded
}

func (e *endpoint) object(flaw string) {
	if e.flaw == "" {
		e.flaw = flaw
	}
}

// defaultPort is where PostgreSQL is when nobody says otherwise.
const defaultPort = "5432"

// readURL takes a connection URL apart as RFC 3986 does: the first @ ends the user and the password, and the first /
// ends the host. A library that is more forgiving would find its way around characters that had to be encoded, and
// hide that other clients do not. The error says that the text is no URL with a host at all.
func readURL(text string) (endpoint, error) {
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok || scheme == "" || strings.ContainsAny(scheme, " =/:@") {
		return endpoint{}, errors.New("it does not begin with a scheme and ://")
	}
	e := endpoint{scheme: strings.ToLower(scheme)}
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	if userinfo, host, found := strings.Cut(authority, "@"); found {
		user, password, _ := strings.Cut(userinfo, ":")
		e.user, e.password = e.decode("user", user, ""), e.decode("password", password, ":")
		authority = host
	}
	e.address(authority)
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	e.database = e.decode("database", strings.TrimPrefix(path, "/"), ":@")
	return e, nil
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// split takes a command apart into words as a POSIX shell does (Shell Command Language, sections 2.2 and 2.3), without
// expanding anything. Operators are words of their own. unsafe is the first character to which a shell would give a
// meaning other than quoting, or 0 when the words are exactly what the command is given. A quote that is not closed and a
// backslash at the end are errors.
func split(text string) (words []string, unsafe byte, err error) {
	r := &shellReader{text: text}
	for r.at < len(r.text) && r.err == nil {
		r.next()
	}
	r.end()
	return r.words, r.unsafe, r.err
}

type shellReader struct {
	text string
	at   int
	// word is the word that is being read; open tells an empty word from none.
	word strings.Builder
	open bool

	words  []string
	unsafe byte
	err    error
}

// next reads one character, or one quoted part, outside of quotes.
func (r *shellReader) next() {
	c := r.text[r.at]
	r.at++
	switch {
	case c == '\'':
		r.single()
	case c == '"':
		r.double()
	case c == '\\':
		r.escaped()
	case strings.IndexByte(operators, c) >= 0 && !(c == '\n' && r.blankRest()):
		r.warn(c)
		r.end()
		if c != '\n' {
			r.words = append(r.words, string(c))
		}
	case strings.IndexByte(blanks, c) >= 0:
		r.end()
	default:
		if strings.IndexByte(expansions, c) >= 0 || !r.open && (c == '#' || c == '~') {
			r.warn(c)
		}
		r.add(c)
	}
}

// blankRest reports whether nothing but blanks follow: a line end at the end of a command means nothing.
func (r *shellReader) blankRest() bool { return strings.Trim(r.text[r.at:], blanks) == "" }

func (r *shellReader) single() {
	r.open = true
	end := strings.IndexByte(r.text[r.at:], '\'')
	if end < 0 {
		r.err = errors.New("a single quote is not closed")
		return
	}
	r.word.WriteString(r.text[r.at : r.at+end])
	r.at += end + 1
}

// double reads up to the closing double quote; inside, a backslash escapes only what would have a meaning there.
func (r *shellReader) double() {
	r.open = true
	for r.at < len(r.text) {
		c := r.text[r.at]
		r.at++
		switch {
		case c == '"':
			return
		case c == '\\' && r.at < len(r.text) && strings.IndexByte("$`\"\\\n", r.text[r.at]) >= 0:
			if r.text[r.at] != '\n' {
				r.word.WriteByte(r.text[r.at])
			}
			r.at++
		default:
			if c == '$' || c == '`' {
				r.warn(c)
			}
			r.word.WriteByte(c)
		}
	}
	r.err = errors.New("a double quote is not closed")
}

// escaped takes the character after a backslash as it is; a line end after one joins two lines.
func (r *shellReader) escaped() {
	if r.at == len(r.text) {
		r.err = errors.New("a backslash stands at the end")
		return
	}
	if c := r.text[r.at]; c != '\n' {
		r.add(c)
	}
	r.at++
}

func (r *shellReader) add(c byte) {
	r.open = true
	r.word.WriteByte(c)
}

func (r *shellReader) end() {
	if r.open {
		r.words = append(r.words, r.word.String())
	}
	r.word.Reset()
	r.open = false
}

func (r *shellReader) warn(c byte) {
	if r.unsafe == 0 {
		r.unsafe = c
	}
}

const (
	blanks    = " \t\n"
	operators = "|&;<>()\n"
	// expansions are characters that a shell replaces by something else where they are not quoted.
	expansions = "$`*?["
)
