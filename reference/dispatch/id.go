package dispatch

import (
	"crypto/rand"
	"fmt"
)

// NewID returns a random UUID (version 4), which is what a server's NewID is when its Config names no other.
func NewID() string {
	var b [16]byte
	// crypto/rand.Read never fails: it ends the program when the system has no randomness.
	_, _ = rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
