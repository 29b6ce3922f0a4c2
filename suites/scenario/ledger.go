package scenario

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"conformance/specs"
)

// LedgerHead is the first line of a ledger: whose resources it lists.
type LedgerHead struct {
	Run     string        `json:"run"`
	API     string        `json:"api"`
	Version specs.Version `json:"version"`
	Target  string        `json:"target"`
}

// Ledger writes down what a run creates, before it is created, and strikes it out once it is gone. Each entry is one
// line of JSON, so that a run that is killed leaves a file which says what to remove. Safe for concurrent use.
type Ledger struct {
	mu sync.Mutex
	w  io.Writer
}

type ledgerLine struct {
	Head *LedgerHead `json:"ledger,omitempty"`
	Hold *Resource   `json:"hold,omitempty"`
	Gone *Resource   `json:"gone,omitempty"`
}

// NewLedger starts a ledger on w.
func NewLedger(w io.Writer, head LedgerHead) (*Ledger, error) {
	l := &Ledger{w: w}
	return l, l.write(ledgerLine{Head: &head})
}

func (l *Ledger) hold(r Resource) error { return l.write(ledgerLine{Hold: &r}) }
func (l *Ledger) gone(r Resource) error { return l.write(ledgerLine{Gone: &r}) }

func (l *Ledger) write(line ledgerLine) error {
	if l == nil {
		return nil
	}
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err = l.w.Write(append(data, '\n'))
	return err
}

// ReadLedger returns what a ledger still holds, in the order in which it was created. A last line that a kill cut
// short is ignored: its request was not sent yet.
func ReadLedger(r io.Reader) (LedgerHead, []Resource, error) {
	var head *LedgerHead
	var held []Resource
	lines := bufio.NewReader(r)
	for number := 1; ; number++ {
		text, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return LedgerHead{}, nil, fmt.Errorf("read ledger: %w", err)
		}
		var line ledgerLine
		if err := json.Unmarshal(text, &line); err != nil {
			return LedgerHead{}, nil, fmt.Errorf("read ledger: line %d: %w", number, err)
		}
		switch {
		case line.Head != nil && head == nil:
			head = line.Head
		case line.Hold != nil && head != nil:
			held = append(held, *line.Hold)
		case line.Gone != nil && head != nil:
			held = slices.DeleteFunc(held, func(r Resource) bool { return r.Kind == line.Gone.Kind && r.ID == line.Gone.ID })
		default:
			return LedgerHead{}, nil, fmt.Errorf("read ledger: line %d is none of ledger (first), hold, gone", number)
		}
	}
	if head == nil {
		return LedgerHead{}, nil, errors.New("read ledger: it does not begin with a ledger line")
	}
	return *head, held, nil
}

// ContinueLedger goes on with the ledger of an earlier run, whose lines w appends to.
func ContinueLedger(w io.Writer) *Ledger { return &Ledger{w: w} }
