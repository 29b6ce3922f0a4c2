package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"conformance/suites/record"
)

// How many bytes the page holds of one body, and of all together; how deep a JSON body may be to be laid out, because
// the indentation of a deep one is much longer than itself.
const (
	longestShown = 64 << 10
	mostShown    = 16 << 20
	deepestShown = 64
)

// webRecording is the data of the page, which its script shows on demand. Equal bodies are there once.
type webRecording struct {
	Exchanges []webExchange `json:"exchanges"`
	Bodies    []string      `json:"bodies"`

	size  int
	known map[string]int
}

type webExchange struct {
	Number int `json:"number"`
	// Request is the request line, Got the answer in a word.
	Request string `json:"request"`
	Got     string `json:"got"`
	// Place says in which scenario and step it happened, Time when and how long.
	Place string `json:"place"`
	Time  string `json:"time"`
	// Notes are what is special about it.
	Notes    []string    `json:"notes"`
	Sent     webMessage  `json:"sent"`
	Received *webMessage `json:"received"`
	Curl     string      `json:"curl"`
}

type webMessage struct {
	// Line is the first line as sent: method and URL, or the status.
	Line   string `json:"line"`
	Header string `json:"header"`
	// Body is an index in Bodies, or -1; About says what was done to it.
	Body  int    `json:"body"`
	About string `json:"about"`
}

func newRecording(r *record.Recording) webRecording {
	all := webRecording{Exchanges: []webExchange{}, Bodies: []string{}, known: map[string]int{}}
	for _, x := range r.Exchanges {
		all.Exchanges = append(all.Exchanges, all.exchange(x))
	}
	return all
}

func (all *webRecording) exchange(x *record.Exchange) webExchange {
	shown := webExchange{
		Number: x.Number, Request: line(x.String()), Got: line(x.Got()), Notes: remarks(x), Curl: reproduce(x),
		Time: fmt.Sprintf("%d ms, begun %d ms into the run", x.Duration.Milliseconds(), x.Start.Milliseconds()),
		Sent: all.message(x.Request.Method+" "+x.Request.URL, x.Request.Header, x.Request.Body),
	}
	if x.Scenario != "" {
		shown.Place = line(x.Scenario + ": " + x.Step)
	}
	if x.Response != nil {
		status := strings.TrimSpace(fmt.Sprintf("%d %s", x.Response.Status, http.StatusText(x.Response.Status)))
		received := all.message(status, x.Response.Header, x.Response.Body)
		shown.Received = &received
	}
	return shown
}

func remarks(x *record.Exchange) []string {
	all := []string{}
	switch x.Side {
	case record.Broker:
		all = append(all, "the target sent this request, and our broker answered")
	case record.Probed:
		all = append(all, "credentials that the target handed out were opened; what they hold is not shown")
	}
	for _, note := range []struct{ label, text string }{
		{"wrong on purpose: ", x.Invalid}, {"our own request is not valid: ", x.Slip}, {"failure: ", x.Failure},
	} {
		if note.text != "" {
			all = append(all, block(note.label+note.text))
		}
	}
	if x.Limit {
		all = append(all, "our own limits kept the response from being read whole")
	}
	return all
}

func (all *webRecording) message(first string, header http.Header, body record.Body) webMessage {
	m := webMessage{Line: line(first), Body: -1}
	var rows []string
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			rows = append(rows, line(name+": "+value))
		}
	}
	m.Header = strings.Join(rows, "\n")
	if len(body) == 0 {
		return m
	}
	text, about := layOut(body)
	i, known := all.known[text]
	switch {
	case known:
	case all.size+len(text) > mostShown:
		m.About = fmt.Sprintf("left out, %d bytes; the JSON report has it", len(body))
		return m
	default:
		i = len(all.Bodies)
		all.known[text] = i
		all.Bodies = append(all.Bodies, text)
		all.size += len(text)
	}
	m.Body, m.About = i, about
	return m
}

// layOut makes a body readable: JSON indented, every token as it came, and each line printable.
func layOut(body record.Body) (text, about string) {
	about = fmt.Sprintf("%d bytes", len(body))
	switch {
	case len(body) > longestShown:
		about += fmt.Sprintf(", the first %d are shown; the JSON report has all", longestShown)
		body = body[:longestShown]
	case shallow(body):
		var indented bytes.Buffer
		if json.Indent(&indented, body, "", "  ") == nil {
			body = indented.Bytes()
			about += " of JSON, indented"
		}
	}
	rows := strings.Split(strings.TrimSuffix(string(body), "\n"), "\n")
	for i, row := range rows {
		rows[i] = printable(strings.TrimSuffix(row, "\r"))
	}
	return strings.Join(rows, "\n"), about
}

// shallow reports whether no bracket outside of a string stands deeper than can be laid out.
func shallow(body []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch b := body[i]; {
		case quoted && b == '\\':
			i++
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			if depth++; depth > deepestShown {
				return false
			}
		case b == '}' || b == ']':
			depth--
		}
	}
	return true
}
