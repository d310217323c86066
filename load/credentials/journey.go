package credentials

import (
	"context"
	"errors"
	"fmt"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
)

// lifecycle is the whole life of a credential, from its making to its end, as a
// class of load.
func (m *mixture) lifecycle() (scenarios.Journey, error) {
	m.steps = &load.StepTable{}
	return m.source.Client.Lifecycle(), nil
}

// walk makes a hit of a journey, and notes its steps.
func (m *mixture) walk(journey scenarios.Journey) func(context.Context, uint64) error {
	return func(ctx context.Context, _ uint64) error {
		t := &transcript.Transcript{KeepBody: 1}
		err := journey.Run(scenarios.Recording(ctx, t), m.source.Client)
		m.note(journey.Name, t.Exchanges(), err, ctx.Err() != nil)
		var refusal *scenarios.Failure
		if errors.As(err, &refusal) && refusal.Reply != nil && refusal.Reply.Err == nil && !refusal.Broken() {
			return fmt.Errorf("%w: %s", load.ErrWrong, refusal.Error())
		}
		return err
	}
}

// note adds the exchanges of a journey to the table, those of one verb that
// follow each other as one step: a login is several pages.
func (m *mixture) note(journey string, all []transcript.Entry, err error, cut bool) {
	for i := 0; i < len(all); {
		last := i
		for last+1 < len(all) && all[last+1].Verb == all[i].Verb {
			last++
		}
		kind := load.Right
		if last == len(all)-1 && err != nil {
			kind = kindOf(all[last], cut)
		}
		m.steps.Add(journey, string(all[i].Verb), all[last].Received.Sub(all[i].Sent), kind)
		i = last + 1
	}
}

// kindOf says how the step came out that ended a journey.
func kindOf(e transcript.Entry, cut bool) load.Kind {
	switch {
	case cut:
		return load.Cut
	case e.Err != nil:
		return load.Other
	case e.Status >= 500:
		return load.ServerError
	case e.Status == 429:
		return load.Throttled
	}
	return load.Wrong
}
