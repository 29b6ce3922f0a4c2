package main

import (
	"io"
	"os"
	"strconv"

	// Tells terminals apart from files, pipes and other devices, and how wide they are, on every system.
	"golang.org/x/term"
)

// narrowest is the least that lines are broken to; they are broken to usual where nobody says how long they may be.
const narrowest, usual = 40, 80

// columns is how long a line for w may be: what COLUMNS says, or else the width of the terminal.
func columns(w io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n >= narrowest {
		return n
	}
	if file, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return max(width, narrowest)
		}
	}
	return usual
}

// obeys reports whether w is a terminal that obeys ANSI sequences, and whose owner wants them.
func obeys(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(file.Fd()))
}
