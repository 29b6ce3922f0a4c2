// Package mocks makes servers misbehave on purpose. A fault is a list of rules, each of which recognises a request and
// changes it, its answer, or both; it is deterministic, and it counts how often it fired, because a fault that was
// armed and never fired proves nothing. A mutant is a fault that breaks requirements, an equivalent one that is odd
// but legal.
package mocks

import (
	"conformance/specs"
)

// Fault is a named way of misbehaving, or of behaving oddly.
type Fault struct {
	// ID names it, for --fault; Title says in a sentence what the server does.
	ID, Title string
	// Version is the API version in which it is armed; empty means the latest.
	Version specs.Version
	// Rules change what the server answers, Sent what the server sends to brokers that it calls.
	Rules, Sent []Rule
	// Plain is set when the server is to be reached without TLS.
	Plain bool
}

// Base is the URL by which a server with the fault is reached.
func (f Fault) Base() string {
	if f.Plain {
		return "http://target.example.com"
	}
	return "https://target.example.com"
}

// Mutant is a fault that breaks requirements.
type Mutant struct {
	Fault
	// Breaks are the requirements that it breaks, the primary one first. Every check is the primary of a mutant.
	Breaks []string
	// Also are requirements that it may touch besides: they may turn to anything.
	Also []string
	// Blocks is set when a scenario cannot go on after the fault: what follows may be blocked.
	Blocks bool
}

// Equivalent is a fault that breaks nothing: odd, but legal. No verdict may change for the worse.
type Equivalent struct {
	Fault
	// Allows names the permission, or the tolerance, that makes it legal.
	Allows string
	// Also are requirements that it makes not applicable or not exercised.
	Also []string
}
