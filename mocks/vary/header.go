package vary

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// waits reports whether an answer to a poll says that the operation goes on.
func waits(operation string, body []byte) bool {
	if operation != "instance-last-operation" && operation != "binding-last-operation" {
		return false
	}
	v := parse(body)
	if v == nil {
		return false
	}
	state := v.get("state")
	return state != nil && plain(state.raw) == "in progress"
}

// advise says how many seconds to wait before the next poll, or nothing.
func advise(dice *rand.Rand, header http.Header) {
	if seconds := dice.IntN(4); seconds < 2 && header.Get("Retry-After") == "" {
		header.Set("Retry-After", strconv.Itoa(seconds))
	}
}

// label spells the media type in another way.
func label(dice *rand.Rand, header http.Header) {
	spellings := []string{"application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"}
	if spelling := spellings[dice.IntN(len(spellings))]; header.Get("Content-Type") == spellings[0] {
		header.Set("Content-Type", spelling)
	}
}

// adorn adds headers that say nothing about the answer.
func adorn(dice *rand.Rand, header http.Header) {
	for _, extra := range [][2]string{
		{"Server", "varied/1.0 (legal)"}, {"Via", "1.1 varied"}, {"Vary", "Accept"},
		{"X-Frame-Options", "DENY"}, {"X-Vary-Trace", strconv.FormatUint(dice.Uint64(), 16)},
	} {
		if dice.IntN(2) == 0 && header.Get(extra[0]) == "" {
			header.Set(extra[0], extra[1])
		}
	}
}

// respell writes the names of headers in lower or upper case.
func respell(dice *rand.Rand, header http.Header) {
	var names []string
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		spelling := []string{name, strings.ToLower(name), strings.ToUpper(name)}[dice.IntN(3)]
		// net/http wants to find these itself.
		if spelling == name || slices.Contains([]string{"Connection", "Content-Length", "Date", "Trailer", "Transfer-Encoding"}, name) {
			continue
		}
		header[spelling] = header[name]
		delete(header, name)
		if name == "Content-Type" {
			header[name] = nil // present without a value, or net/http guesses one
		}
	}
}
