package scenario

import (
	"bufio"
	"bytes"
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
	// begin goes before the next line.
	begin string
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
	_, err = l.w.Write(slices.Concat([]byte(l.begin), data, []byte("\n")))
	l.begin = ""
	return err
}

// ReadLedger returns what a ledger still holds, in the order in which it was created. A last line that a kill cut short
// is ignored: its request was not sent yet. So is one before an empty line, with which a later run went on.
func ReadLedger(r io.Reader) (LedgerHead, []Resource, error) {
	var head *LedgerHead
	var held []Resource
	lines := bufio.NewReader(r)
	var wrong error
	for number := 1; ; number++ {
		text, end := lines.ReadBytes('\n')
		if end != nil && !errors.Is(end, io.EOF) {
			return LedgerHead{}, nil, fmt.Errorf("read ledger: %w", end)
		}
		switch empty := len(bytes.TrimSpace(text)) == 0; {
		case empty && end == nil:
			wrong = nil
		case empty, wrong != nil:
		default:
			if err := readLine(text, &head, &held); err != nil && end == nil {
				wrong = fmt.Errorf("read ledger: line %d: %w", number, err)
			}
		}
		if end != nil {
			break
		}
	}
	if wrong != nil {
		return LedgerHead{}, nil, wrong
	}
	if head == nil {
		return LedgerHead{}, nil, errors.New("read ledger: it does not begin with a ledger line")
	}
	return *head, held, nil
}

func readLine(text []byte, head **LedgerHead, held *[]Resource) error {
	var line ledgerLine
	if err := json.Unmarshal(text, &line); err != nil {
		return err
	}
	switch {
	case line.Head != nil && *head == nil:
		*head = line.Head
	case line.Hold != nil && *head != nil:
		*held = append(*held, *line.Hold)
	case line.Gone != nil && *head != nil:
		*held = line.Gone.without(*held)
	default:
		return errors.New("it is none of ledger (first), hold, gone")
	}
	return nil
}

// ContinueLedger goes on with the ledger of an earlier run, whose lines w appends to. The last of them may be cut short,
// so an empty one follows it.
func ContinueLedger(w io.Writer) *Ledger { return &Ledger{w: w, begin: "\n\n"} }
