package assembly

import (
	"strconv"
	"time"

	"github.com/authassay/authassay/scenarios/target"
	"github.com/authassay/authassay/suites/catalogue"
)

// declared lays what the target declares over what its product's
// documentation does.
func declared(p catalogue.Policy, t target.Policy) catalogue.Policy {
	lifetime(&p.CodeLifetime, t.CodeLifetime)
	lifetime(&p.AccessTokenLifetime, t.AccessTokenLifetime)
	lifetime(&p.RefreshTokenLifetime, t.RefreshTokenLifetime)
	lifetime(&p.LaunchLifetime, t.LaunchLifetime)
	lifetime(&p.TemporaryLifetime, t.TemporaryLifetime)
	if t.Unprivileged != 0 {
		p.Unprivileged = t.Unprivileged
	}
	p.Skew = t.Skew.D()
	switch revokes := t.ReplayRevokes == target.ReplayRevokes; t.ReplayRevokes {
	case target.ReplayRevokes, target.ReplaySpares:
		p.ReplayRevokes = &revokes
	case target.ReplayMay:
		p.ReplayRevokes = nil
	}
	switch t.RefreshRotation {
	case "":
	case "optional":
		p.Rotation = ""
	default:
		p.Rotation = t.RefreshRotation
	}
	return p
}

// lifetime replaces a lifetime that the target declares. What never ends has
// no edge to test, like a lifetime that nobody declares.
func lifetime(of *time.Duration, t target.Lifetime) {
	switch t {
	case 0:
	case target.Unlimited:
		*of = 0
	default:
		*of = t.D()
	}
}

// inWords is a policy as reports show it.
func inWords(p catalogue.Policy) map[string]string {
	words := map[string]string{"skew": p.Skew.String()}
	for name, life := range map[string]time.Duration{
		"code_lifetime": p.CodeLifetime, "access_token_lifetime": p.AccessTokenLifetime,
		"refresh_token_lifetime": p.RefreshTokenLifetime, "launch_lifetime": p.LaunchLifetime,
		"temporary_lifetime": p.TemporaryLifetime,
	} {
		if life > 0 {
			words[name] = life.String()
		}
	}
	if p.Unprivileged != 0 {
		words["unprivileged"] = strconv.Itoa(p.Unprivileged)
	}
	if p.Rotation != "" {
		words["refresh_rotation"] = p.Rotation
	}
	if p.ReplayRevokes != nil {
		words["replay_revokes"] = strconv.FormatBool(*p.ReplayRevokes)
	}
	return words
}
