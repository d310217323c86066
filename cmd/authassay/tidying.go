package main

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/scenarios/ledger"

	"github.com/authassay/authassay/reports"
)

// tidyWithin bounds how long a target is asked to withdraw what it has handed
// out.
const tidyWithin = 5 * time.Second

// tidyUp withdraws what the target has handed out, also where the run was
// interrupted, and says what may be left.
func (s *subject) tidyUp(ctx context.Context) []reports.Fact {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tidyWithin)
	defer cancel()
	left, of := ledger.TidyUp(ctx, s.Client)
	if of == 0 {
		return nil
	}
	return []reports.Fact{{Profile: s.Profile.Name, Name: "tokens left behind", Value: fmt.Sprintf("%d of %d", left, of), Check: "run"}}
}
