package assembly

import (
	"net/http"
	"strings"

	"github.com/authassay/authassay/reports/attestation"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// Mark is how requests say which run they belong to, so that the owner of a target
// finds the run in their own log. The zero value marks nothing.
type Mark struct {
	Version   string // of the program
	Run       string // the run's id; "" where requests name none
	Challenge string // words of whoever asked for the run; "" for none
}

// ChallengeHeader is the field in which the challenge is sent.
const ChallengeHeader = "Authassay-Challenge"

// agent is the User-Agent of a run, RFC 9110 §10.1.5: product, version and a comment.
func (m Mark) agent() string {
	version := strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '.' || r == '-' || r == '+' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z') {
			return r
		}
		return '-'
	}, m.Version)
	return "authassay/" + version + " (run " + m.Run + ")"
}

// onto marks a header; what the target file says itself stays.
func (m Mark) onto(h http.Header) http.Header {
	if m.Run != "" && !scenarios.HasField(h, "User-Agent") {
		h.Set("User-Agent", m.agent())
	}
	if m.Challenge != "" && !scenarios.HasField(h, ChallengeHeader) {
		h.Set(ChallengeHeader, m.Challenge)
	}
	return h
}

// words are what the mark puts into requests, and no secrets.
func (m Mark) words() []string {
	var all []string
	if m.Run != "" {
		all = append(all, m.Run, m.agent())
	}
	if m.Challenge != "" {
		all = append(all, m.Challenge)
	}
	return all
}

// described is the target as its descriptor puts it: field by field, so that
// nothing is told of a file that nobody has thought of.
func described(t *targetfile.Target, p catalogue.Policy, absent []string) attestation.Descriptor {
	d := attestation.Descriptor{Name: t.Name, Profile: t.Profile, Auth: t.Auth, API: t.API, Issuer: t.Issuer,
		Policy: inWords(p), Absent: absent, Permit: t.Permit.String(), Clock: "moved"}
	for name, at := range endpointsOf(t) {
		if at != "" {
			if d.Endpoints == nil {
				d.Endpoints = map[string]string{}
			}
			d.Endpoints[name] = at
		}
	}
	if t.Clock.Real() {
		d.Clock = "real"
	}
	if t.Tenant != nil {
		d.Tenant, d.OtherTenant = t.Tenant.Name, t.Tenant.Other
	}
	if t.Client != nil {
		d.ClientID, d.RedirectURI = t.Client.ID, t.Client.RedirectURI
	}
	if t.Login != nil {
		d.Login = t.Login.Method
	}
	if t.Software != nil {
		d.Software = attestation.Software(*t.Software)
	}
	return d
}
