package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Read loads a saved recording. It refuses unknown members, other formats and what is inconsistent in itself.
func Read(reader io.Reader) (*Recording, error) {
	data, err := io.ReadAll(reader)
	if err != nil {
		return nil, fmt.Errorf("read recording: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var r Recording
	if err := decoder.Decode(&r); err != nil {
		// Another format has other members.
		var other struct{ Format int }
		if json.Unmarshal(data, &other) == nil && other.Format != 0 && other.Format != Format {
			return nil, unreadable(other.Format)
		}
		return nil, fmt.Errorf("read recording: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read recording: expected one JSON object, found more")
	}
	if r.Format != Format {
		return nil, unreadable(r.Format)
	}
	if err := r.validate(); err != nil {
		return nil, fmt.Errorf("read recording: %w", err)
	}
	return &r, nil
}

func unreadable(format int) error {
	return fmt.Errorf("read recording: it is of format %d, and this program reads format %d: the run has to be recorded again", format, Format)
}

// validate says what is inconsistent.
func (r *Recording) validate() error {
	names := map[string]bool{}
	for _, s := range r.Scenarios {
		if names[s.Name] {
			return fmt.Errorf("scenario %q is listed twice", s.Name)
		}
		names[s.Name] = true
		for step, absence := range s.Absent {
			if !slices.Contains([]string{Blocked, NotApplicable, NotExercised}, absence.Class) {
				return fmt.Errorf("scenario %q: step %q is absent with class %q, expected %s, %s or %s", s.Name, step, absence.Class, Blocked, NotApplicable, NotExercised)
			}
			if absence.Exchange != 0 && r.Exchange(absence.Exchange) == nil {
				return fmt.Errorf("scenario %q: step %q is absent because of exchange %d, of which there is none", s.Name, step, absence.Exchange)
			}
		}
	}
	for i, x := range r.Exchanges {
		switch {
		case x == nil || x.Number != i+1:
			return fmt.Errorf("exchange %d does not carry its number", i+1)
		case !names[x.Scenario]:
			return fmt.Errorf("exchange %d belongs to scenario %q, which is not listed", i+1, x.Scenario)
		case !slices.Contains([]Side{Target, Broker, Probed}, x.Side):
			return fmt.Errorf("exchange %d has side %q, expected target, broker or probe", i+1, x.Side)
		case x.Opening != nil && (x.Side != Probed || !slices.Contains(outcomes(), x.Opening.Outcome)):
			return fmt.Errorf("exchange %d has side %q and an opening that came to %q, expected side probe and one of %q", i+1, x.Side, x.Opening.Outcome, outcomes())
		case x.Response == nil && x.Opening == nil && x.Failure == "":
			return fmt.Errorf("exchange %d has neither a response nor a failure that says why", i+1)
		}
	}
	return nil
}
