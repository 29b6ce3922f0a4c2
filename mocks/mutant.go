// Package mocks makes servers misbehave on purpose. A mutant is the reference with one change, which is a list of rules:
// each recognises a request and changes it, its answer, or both. Rules are deterministic, and count how often they fired,
// because a change that was armed and never fired proves nothing.
//
// A rule strikes at steps of the suite, see Rule.At, never at the position of a request: the suite tells in User-Agent which
// scenario and step it is in. Whoever else calls a faulty server, such as a platform, meets the fault wherever the operation
// and the other conditions of its rules fit.
package mocks

import (
	"conformance/specs"
)

// Mutant is the reference with one change. One that breaks requirements is a fault, and the suite has to find it; one that
// is odd, but legal, is an equivalent, and no verdict may change for the worse.
type Mutant struct {
	// ID names it, for --fault; Title says in a sentence what the server does.
	ID, Title string
	// Version is the API version in which it is armed; empty means the latest.
	Version specs.Version
	// Breaks are the requirements that a fault breaks, the primary one first. Every check is the primary of a fault.
	Breaks []string
	// Also are the other requirements that turn to fail, warn, blocked or error. What becomes not applicable, or is not
	// exercised, because the fault changes its exchange needs no mention.
	Also []string
	// Blocks is set when a scenario cannot go on after the fault: what follows is blocked, and needs no mention.
	Blocks bool
	// Allows names the permission, or the tolerance, that makes an equivalent legal; a fault has none.
	Allows string
	// Plain is set when the server is to be reached without TLS.
	Plain bool
	// Rules change what the server answers, Sent what the server sends to brokers that it calls.
	Rules, Sent []Rule
}

// Base is the URL by which the server is reached.
func (m Mutant) Base() string {
	if m.Plain {
		return "http://target.example.com"
	}
	return "https://target.example.com"
}
