package preflight

import (
	"context"
	"errors"
	"fmt"

	"github.com/authassay/authassay/scenarios"
)

// launch has a learner launch content, and launch credentials made where the
// file says where.
func (e *Examination) launch(ctx context.Context) (said, error) {
	plan := e.kit.Launch
	out := said{text: "the learner's browser is sent to the content"}
	if plan.Page != "" && plan.Content != "" {
		l, err := e.client.Visit(ctx, scenarios.Step{Verb: scenarios.Launch}, plan.Content, scenarios.AsLearner)
		switch {
		case errors.Is(err, scenarios.ErrNoConduct):
			out.text = "nobody launches: launch.steps is empty"
		case err != nil:
			return said{}, err
		case l.Err != nil || l.URL == nil:
			return said{}, launchTrouble(strayed(l))
		}
	}
	if e.client.Endpoints.At["delegate"] == "" || e.keyless || plan.Learner == nil {
		return out, nil
	}
	return e.delegate(ctx, plan.Learner, out)
}

// launchTrouble words what is said of authorization requests for launches.
func launchTrouble(err error) error {
	var t *trouble
	switch {
	case !errors.As(err, &t):
	case t.cause == Misplaced, t.cause == RequestRefused:
		t.hint = asking("does launch.url name the page of a launch, and launch.content where it ends?")
	case t.cause == HostRefused:
		t.hint = advising("does launch.content name where a launch ends? If the host belongs to the launch, name it in allow_hosts")
	}
	return err
}

// delegate makes launch credentials.
func (e *Examination) delegate(ctx context.Context, learner any, out said) (said, error) {
	password := e.client.Nonce()
	e.Assembly.Redactor.Learn(password)
	reply, err := e.client.Do(ctx, scenarios.Step{Verb: scenarios.LaunchCredentials, As: *e.kit.Basic, Fields: scenarios.Params{
		{Name: "username", Value: "learner-" + e.client.Nonce()}, {Name: "password", Value: password},
		{Name: "minutes", Value: 5}, {Name: "actor", Value: learner},
	}})
	if err != nil {
		return said{}, unwritten(err, "")
	}
	if reply.Minted.User != "" {
		out.text += fmt.Sprintf("; launch credentials are made, with %d", reply.Status)
		return out, nil
	}
	err = disappointed(ofResource(reply, LaunchRefused), "the making of launch credentials", reply)
	var t *trouble
	if errors.As(err, &t) && t.cause == ProbeMissing {
		t.cause, t.hint = Misplaced, asking("does launch.credentials.path name where launch credentials are made?")
	}
	return said{}, err
}
