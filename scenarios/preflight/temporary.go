package preflight

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// administrator has a temporary token issued.
func (e *Examination) administrator(ctx context.Context) (said, error) {
	grant, err := e.client.Obtain(ctx)
	var failed *scenarios.Failure
	switch {
	case errors.As(err, &failed) && failed.Reply != nil:
		return said{}, disappointed(ofIssue(failed.Reply), "the request for a temporary token", failed.Reply)
	case err != nil:
		return said{}, err
	}
	e.grant = grant
	e.Assembly.Redactor.Learn(grant.Pair.Secret)
	return saying("a temporary token is issued")
}

// ofIssue finds the cause of an answer that issues no token.
func ofIssue(r *scenarios.Reply) Cause {
	switch {
	case r.Err == nil && r.Status < http.StatusMultipleChoices:
		return NoTokens
	case r.Status == http.StatusNotFound, r.Status == http.StatusMethodNotAllowed:
		return Misplaced
	case r.Status == http.StatusBadRequest:
		return RequestRefused
	}
	return ofResource(r, AdminRefused)
}

// userLogin has a user made who has a password, and logs in with it.
func (e *Examination) userLogin(ctx context.Context) (said, error) {
	const hint = "does temporary.login name the page, and the fields of its form?"
	password := e.client.Nonce()
	asked := scenarios.Asked{Email: strings.ToLower(e.client.Nonce()) + "@authassay.example", Password: password}
	made, err := e.client.Do(ctx, scenarios.Step{Verb: scenarios.Issue, As: *e.kit.Administrator, Asked: asked})
	if err != nil || made.Minted.User == "" {
		return skip("no user could be made who would log in")
	}
	e.Assembly.Redactor.Learn(password, made.Minted.Secret)
	reply := e.client.LogIn(ctx, asked.Email.(string), password)
	if cause := ofResource(reply, LoginRefused); cause == ProbeMissing {
		return said{}, &trouble{cause: Misplaced, said: "the login is answered with " + scenarios.Describe(reply), hint: asking(hint)}
	}
	if reply.Class != scenarios.Alive {
		return observed("a new user is not let in by the password that was given for him, but answered with "+scenarios.Describe(reply), hint)
	}
	return saying(fmt.Sprintf("a new user is let in by his password with %d", reply.Status))
}

// withdrawal withdraws the temporary token. It comes after all that needs one.
func (e *Examination) withdrawal(ctx context.Context) (said, error) {
	if e.grant.Pair.Secret == "" {
		return skip("there is no temporary token to withdraw")
	}
	reply, err := e.client.Do(ctx, scenarios.Step{Verb: scenarios.Withdraw, As: *e.kit.Administrator, Of: e.grant.Pair})
	if err != nil {
		return said{}, unwritten(err, "")
	}
	if reply.Class != scenarios.Alive {
		return said{}, disappointed(ofIssue(reply), "the withdrawal", reply)
	}
	return saying(fmt.Sprintf("the withdrawal is answered with %d", reply.Status))
}
