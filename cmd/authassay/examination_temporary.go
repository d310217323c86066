package main

import (
	"fmt"

	"github.com/authassay/authassay/scenarios"
)

func (e *examination) administrator() (string, error) {
	grant, err := e.subject.Client.Obtain(e.ctx)
	if err != nil {
		return "", err
	}
	e.grant = grant
	e.subject.Redactor.Learn(grant.Pair.Secret)
	return "a temporary token is issued", nil
}

func (e *examination) withdrawal() (string, error) {
	if e.grant.Pair.Secret == "" {
		return "", &unasked{"there is no temporary token to withdraw"}
	}
	held := e.subject.Client.Held
	reply, err := e.subject.Client.Do(e.ctx, scenarios.Step{Verb: scenarios.Withdraw, As: *held.Administrator, Of: e.grant.Pair})
	if err == nil && reply.Class != scenarios.Alive {
		err = fmt.Errorf("the withdrawal is answered with %s", scenarios.Describe(reply))
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("the withdrawal is answered with %d", reply.Status), nil
}
