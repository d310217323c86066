package assembly

import (
	"slices"
	"strconv"
	"time"

	"github.com/authassay/authassay/scenarios/legible"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// declared lays what the target declares over what its product's
// documentation does.
func declared(p catalogue.Policy, t targetfile.Policy) catalogue.Policy {
	lifetime(&p.CodeLifetime, t.CodeLifetime)
	p.CodesUnlimited = t.CodeLifetime == targetfile.Unlimited
	lifetime(&p.AccessTokenLifetime, t.AccessTokenLifetime)
	lifetime(&p.RefreshTokenLifetime, t.RefreshTokenLifetime)
	lifetime(&p.LaunchLifetime, t.LaunchLifetime)
	lifetime(&p.TemporaryLifetime, t.TemporaryLifetime)
	if t.Unprivileged != 0 {
		p.Unprivileged = int(t.Unprivileged)
	}
	p.Skew = t.Skew.D()
	if t.RefreshGrace != 0 {
		p.RefreshGrace = t.RefreshGrace.D()
	}
	if t.RevocationDelay != 0 {
		p.RevocationDelay = t.RevocationDelay.D()
	}
	word(&p.RefreshReuse, t.RefreshReuse)
	word(&p.ExpiresIn, t.ExpiresIn)
	word(&p.PKCE, t.PKCE)
	switch revokes := t.ReplayRevokes == targetfile.ReplayRevokes; t.ReplayRevokes {
	case targetfile.ReplayRevokes, targetfile.ReplaySpares:
		p.ReplayRevokes = &revokes
	case targetfile.ReplayMay:
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

// word replaces a word that the target declares.
func word(of *string, declared string) {
	if declared != "" {
		*of = declared
	}
}

// withoutProof adds the capabilities that a declared policy of proof keys
// denies to those that the target does not have.
func withoutProof(absent []string, pkce string) []string {
	switch pkce {
	case "off":
		return append(slices.Clone(absent), "pkce", "pkce_plain")
	case "S256":
		return append(slices.Clone(absent), "pkce_plain")
	}
	return absent
}

// withoutLifetimes adds that tokens do not expire where that is declared: there
// is then no end to wait for. A code has to have one, RFC 6749 §4.1.2.
func withoutLifetimes(absent []string, declared targetfile.Policy) []string {
	out := slices.Clone(absent)
	for word, life := range map[string]targetfile.Lifetime{
		"access_expiry": declared.AccessTokenLifetime, "refresh_expiry": declared.RefreshTokenLifetime,
	} {
		if life == targetfile.Unlimited && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	slices.Sort(out)
	return out
}

// lifetime replaces a lifetime that the target declares. What never ends has
// no edge to test, like a lifetime that nobody declares.
func lifetime(of *time.Duration, t targetfile.Lifetime) {
	switch t {
	case 0:
	case targetfile.Unlimited:
		*of = 0
	default:
		*of = t.D()
	}
}

// inWords is a policy as reports show it.
func inWords(p catalogue.Policy) map[string]string {
	words := map[string]string{"skew": legible.Duration(p.Skew)}
	for name, life := range map[string]time.Duration{
		"code_lifetime": p.CodeLifetime, "access_token_lifetime": p.AccessTokenLifetime,
		"refresh_token_lifetime": p.RefreshTokenLifetime, "launch_lifetime": p.LaunchLifetime,
		"temporary_lifetime": p.TemporaryLifetime, "refresh_grace": p.RefreshGrace,
		"revocation_delay": p.RevocationDelay,
	} {
		if life > 0 {
			words[name] = legible.Duration(life)
		}
	}
	if p.CodesUnlimited {
		words["code_lifetime"] = targetfile.Unlimited.String()
	}
	if p.Unprivileged != 0 {
		words["unprivileged"] = strconv.Itoa(p.Unprivileged)
	}
	for name, said := range map[string]string{
		"refresh_rotation": p.Rotation, "refresh_reuse": p.RefreshReuse, "expires_in": p.ExpiresIn, "pkce": p.PKCE,
	} {
		if said != "" {
			words[name] = said
		}
	}
	if p.ReplayRevokes != nil {
		words["replay_revokes"] = strconv.FormatBool(*p.ReplayRevokes)
	}
	return words
}
