package main

import (
	"bytes"
	"os"
	"testing"

	// Makes a terminal of a size.
	"golang.org/x/sys/unix"
)

func TestColumns(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no terminal: ", err)
	}
	defer terminal.Close()
	for _, c := range []struct {
		variable string
		width    uint16
		want     int
	}{{"", 0, 80}, {"", 132, 132}, {"", 20, 40}, {"100", 132, 100}, {"20", 132, 132}, {"wide", 72, 72}} {
		t.Setenv("COLUMNS", c.variable)
		if err := unix.IoctlSetWinsize(int(terminal.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: c.width}); err != nil {
			t.Fatal(err)
		}
		if got := columns(terminal); got != c.want {
			t.Errorf("%+v: got %d", c, got)
		}
	}
	t.Setenv("COLUMNS", "")
	if got := columns(&bytes.Buffer{}); got != 80 {
		t.Errorf("got %d for no terminal", got)
	}
}
