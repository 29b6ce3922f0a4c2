// Package pact holds a consumer contract for the Open Service Broker API: what a platform sends and what it has to
// find in the answers when it reads the catalog, provisions, is refused a conflicting instance, and binds.
//
// The contract is pacts/platform-broker.json, a pact of specification version 3. It names no plan, no instance and no
// credentials of any broker: the provider states find or make them through the API itself, so that the contract can be
// verified against whichever broker serves a bindable plan synchronously and has a second plan beside it.
//
// Everything but this comment is tests with the build tag pact, because they are linked with a library in C:
//
//	make pact-lib pact
//
// The tests write the contract from the platform's side and compare it with the file (-update rewrites it), verify it
// against the reference broker, interaction by interaction, and show that a faulty broker and a provider state that
// nobody knows fail.
package pact
