package attestation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/words"
)

// Descriptor says which target was examined, in what target.json holds. Its fields
// are all that is ever told of a target file: secrets have none.
type Descriptor struct {
	Name        string            `json:"name"`
	Profile     string            `json:"profile" words:"ours"`
	Auth        string            `json:"auth,omitempty"`
	API         string            `json:"api,omitempty"`
	Issuer      string            `json:"issuer,omitempty"`
	Endpoints   map[string]string `json:"endpoints,omitempty"`
	Policy      map[string]string `json:"policy,omitempty"`
	Absent      []string          `json:"absent,omitempty"`
	Tenant      string            `json:"tenant,omitempty"`
	OtherTenant string            `json:"other_tenant,omitempty"`
	ClientID    string            `json:"client_id,omitempty"`
	RedirectURI string            `json:"redirect_uri,omitempty"`
	Permit      string            `json:"permit,omitempty" words:"ours"`
	Clock       string            `json:"clock,omitempty" words:"ours"` // moved or real
	Login       string            `json:"login,omitempty" words:"ours"` // the method
	Software    Software          `json:"software"`
}

// Software is what the owner of the target says runs there.
type Software reports.Software

// digestForm is how the digest of software is written.
var digestForm = regexp.MustCompile(`^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}|gitCommit:(?:[0-9a-f]{40}|[0-9a-f]{64}))$`)

// missing says what a reader would have to ask for.
func (s Software) missing() error {
	for _, has := range []struct{ what, value string }{
		{"name", s.Name}, {"version", s.Version}, {"digest", s.Digest}, {"contact", s.Contact}, {"url", s.URL},
	} {
		if has.value == "" {
			return fmt.Errorf("%w: software.%s is missing", ErrSoftware, has.what)
		}
	}
	if !digestForm.MatchString(s.Digest) {
		return fmt.Errorf("%w: software.digest is neither sha256:HEX nor gitCommit:HEX", ErrSoftware)
	}
	return nil
}

// Attestable says what is missing of a target before a run of it can be signed; nil
// for nothing.
func (d Descriptor) Attestable() error { return d.Software.missing() }

// digests are the digest of the software as in-toto writes it.
func (s Software) digests() map[string]string {
	kind, value, _ := strings.Cut(s.Digest, ":")
	return map[string]string{kind: value}
}

// Scrubbed is the descriptor with every text changed by f, which takes out what
// must not be shown, but for our own words.
func (d Descriptor) Scrubbed(f func(string) string) Descriptor { return words.Map(d, f, true) }

// JSON writes the descriptor as target.json holds it.
func (d Descriptor) JSON() ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(d); err != nil {
		return nil, fmt.Errorf("write %s: %w", TargetFile, err)
	}
	return b.Bytes(), nil
}

// ReadDescriptor reads target.json and refuses what it does not know.
func ReadDescriptor(text []byte) (Descriptor, error) {
	var d Descriptor
	if text == nil {
		return d, fmt.Errorf("there is no %s", TargetFile)
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(&d); err != nil {
		return d, fmt.Errorf("read %s: %w", TargetFile, err)
	}
	return d, nil
}

// same says whether a report is of this target.
func (d Descriptor) same(run *reports.Run) bool {
	if len(run.Targets) != 1 {
		return false
	}
	t := run.Targets[0]
	return t.Name == d.Name && t.Profile == d.Profile && t.Auth == d.Auth && t.API == d.API
}
