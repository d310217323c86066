package main

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/attestation"
	"github.com/authassay/authassay/reports/format"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
)

// keyCommand makes a key to sign with.
type keyCommand struct {
	File string `arg:"" help:"Where the private key is written, for its owner alone; the public one is written beside it, as FILE.pub. What is there stays."`
}

// Run carries the command out.
func (c *keyCommand) Run(j *job) error {
	key, err := attestation.NewKey(j.Random)
	if err != nil {
		return broke("make key", err)
	}
	private, err := key.PEM()
	if err != nil {
		return broke("make key", err)
	}
	public, err := attestation.PublicPEM(key.Public())
	if err != nil {
		return broke("make key", err)
	}
	if err := anew(c.File, private, 0o600); err != nil {
		return err
	}
	if err := anew(c.File+".pub", public, 0o644); err != nil {
		return errors.Join(err, os.Remove(c.File))
	}
	fmt.Fprintf(j.Stdout, "%s\n", attestation.KeyID(key.Public()))
	return nil
}

// anew writes a file that is not there yet.
func anew(name string, content []byte, mode os.FileMode) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return wrong(fmt.Errorf("make key: %w", err), "a key is never overwritten: choose another name")
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		return wrong(fmt.Errorf("make key: %w", err), "")
	}
	return nil
}

// signCommand signs for the folder of a run that was made before.
type signCommand struct {
	Folder string `arg:"" help:"The folder that run --out has written."`
	Key    string `help:"The Ed25519 key: a file, or env:NAME." placeholder:"KEY"`
	held
	As string `default:"owner" enum:"owner,witness" help:"owner signs for the run, witness countersigns what the owner has signed." placeholder:"WHO"`
	handedIn
}

// Run carries the command out.
func (c *signCommand) Run(j *job) error {
	if err := c.take(j); err != nil {
		return err
	}
	by, err := c.signer(j, c.Key)
	if err != nil {
		return err
	}
	if by == nil {
		return wrong(errors.New("read arguments: nobody is to sign"), "--key FILE, or --signer COMMAND with --public FILE")
	}
	as := attestation.Afterwards
	if c.As == "witness" {
		as = attestation.AsWitness
	}
	return j.attest(c.Folder, nil, by, as)
}

// attest signs for the files of a folder.
func (j *job) attest(folder string, known []byte, by attestation.Signer, as string) error {
	e, err := j.evidence(folder)
	if err != nil {
		return err
	}
	if e.Files[attestation.ReportFile] == nil {
		return wrong(fmt.Errorf("sign: there is no %s in %s", attestation.ReportFile, folder), "authassay run --out DIR writes it")
	}
	run, err := reports.Read(bytes.NewReader(e.Files[attestation.ReportFile]))
	if err != nil {
		return wrong(fmt.Errorf("sign: %w", err), "")
	}
	profile := ""
	if len(run.Targets) > 0 {
		profile = run.Targets[0].Profile
	}
	exam, _ := e.Exam(profile)
	text, err := attestation.Attest(e, attestation.Matter{Exam: exam, Tool: tool(), Known: known, Signed: as}, by)
	switch {
	case errors.Is(err, attestation.ErrSoftware):
		return wrong(err, softwareHint)
	case errors.Is(err, attestation.ErrSigned):
		return wrong(err, "--as witness countersigns")
	case err != nil:
		return wrong(err, "only what a run has written is signed, as it was written")
	}
	if err := format.Replace(filepath.Join(folder, attestation.FileName), text); err != nil {
		return wrong(fmt.Errorf("sign: %w", err), outHint)
	}
	fmt.Fprintf(j.Stderr, "signed %s: %s, %s\n", as, filepath.Join(folder, attestation.FileName), attestation.KeyID(by.Public()))
	return nil
}

// packCommand puts the folder of a signed run into one file.
type packCommand struct {
	Folder string `arg:"" help:"The folder that run --out has written, signed."`
	Out    string `required:"" help:"The zip that is written. What is there stays." placeholder:"FILE"`
	handedIn
}

// Run carries the command out.
func (c *packCommand) Run(j *job) error {
	if err := c.take(j); err != nil {
		return err
	}
	e, err := j.evidence(c.Folder)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := attestation.Pack(&b, e); err != nil {
		return &failure{exitFail, err, "authassay verify " + c.Folder + " says more"}
	}
	if _, err := os.Lstat(c.Out); err == nil {
		return wrong(fmt.Errorf("pack: %s is there already", c.Out), "choose another name")
	}
	if err := format.Replace(c.Out, b.Bytes()); err != nil {
		return wrong(fmt.Errorf("pack: %w", err), "")
	}
	return nil
}

// verifyCommand sees whether the evidence of others is to be believed.
type verifyCommand struct {
	Folder    string   `arg:"" optional:"" help:"The folder of a run, or what authassay pack has made of it."`
	Key       []string `help:"The public key of who must have signed for the run; may be repeated." placeholder:"FILE"`
	Witness   []string `help:"The public key of who must have countersigned; may be repeated." placeholder:"FILE"`
	Require   string   `default:"" enum:",PASSED,WARNED" help:"The result that is wanted at the least: PASSED, or WARNED." placeholder:"RESULT"`
	MaxAge    string   `help:"How long ago the run may have ended, such as 90d or 12h." placeholder:"AGE"`
	Catalogue string   `help:"The catalogue that is wanted at the least, such as 2026.12." placeholder:"VERSION"`
	Challenge string   `help:"The words that the run was asked for with." placeholder:"WORDS"`
	Since     string   `help:"An earlier attestation: nothing may be worse than there." placeholder:"FILE"`
	Spot      int      `help:"Try so many of the requirements that passed again, drawn by lot, at --target." placeholder:"N"`
	How       bool     `help:"Print how to verify without authassay, as a shell script."`
	aimed
}

// Run carries the command out.
func (c *verifyCommand) Run(j *job) error {
	if c.How {
		fmt.Fprint(j.Stdout, attestation.Recipe())
		return nil
	}
	if err := c.take(j); err != nil {
		return err
	}
	e, err := c.asked(j)
	if err != nil {
		return err
	}
	fmt.Fprintln(j.Stdout, attestation.Introduction(e))
	lines := attestation.Verify(e)
	j.say(lines)
	if c.Spot > 0 && attestation.Verdict(lines) != attestation.Refused {
		spotted, err := c.spot(j, e)
		if err != nil {
			return err
		}
		j.say(spotted)
		lines = append(lines, spotted...)
	}
	switch attestation.Verdict(lines) {
	case attestation.Refused:
		fmt.Fprintln(j.Stdout, "not believed")
		return ended(exitFail)
	case attestation.Unsure:
		fmt.Fprintln(j.Stdout, "cannot tell")
		return ended(exitJudge)
	}
	fmt.Fprintf(j.Stdout, "believed: %s\n", attestation.Shown(e.Files[attestation.FileName]))
	return nil
}

// say writes what was asked and found, a line each.
func (j *job) say(lines []attestation.Line) {
	for _, l := range lines {
		fmt.Fprintf(j.Stdout, "%s  %-11s  %s\n", l.Trust, l.About, l.Said)
	}
}

// asked is the evidence with all that the command line asks of it.
func (c *verifyCommand) asked(j *job) (attestation.Evidence, error) {
	if c.Folder == "" || c.Spot < 0 {
		return attestation.Evidence{}, wrong(errors.New("read arguments: a folder is needed, and no fewer spots than none"), "authassay verify --help")
	}
	e, err := j.evidence(c.Folder)
	if err != nil {
		return e, err
	}
	for _, list := range []struct {
		files []string
		keys  *[]ed25519.PublicKey
	}{{c.Key, &e.Keys}, {c.Witness, &e.Witnesses}} {
		for _, name := range list.files {
			key, err := publicKey(name)
			if err != nil {
				return e, err
			}
			*list.keys = append(*list.keys, key)
		}
	}
	if c.Since != "" {
		if e.Since, err = os.ReadFile(c.Since); err != nil {
			return e, wrong(fmt.Errorf("read earlier attestation: %w", err), "--since takes the "+attestation.FileName+" of an earlier run")
		}
	}
	age, err := ageOf(c.MaxAge)
	e.Demands = attestation.Demands{Result: attestation.Result(c.Require), Profile: c.Profile, Catalogue: c.Catalogue, MaxAge: age, Challenge: c.Challenge}
	return e, err
}

// ageOf reads a duration that may be given in days.
func ageOf(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	days, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if age := time.Duration(days) * 24 * time.Hour; err == nil && strings.HasSuffix(text, "d") && days > 0 && days < 100000 {
		return age, nil
	}
	age, err := time.ParseDuration(text)
	if err != nil || age <= 0 {
		return 0, wrong(fmt.Errorf("read --max-age: %q is no length of time", text), "such as 90d or 12h")
	}
	return age, nil
}

// spot tries some of what passed again, at a target of the reader's own.
func (c *verifyCommand) spot(j *job, e attestation.Evidence) ([]attestation.Line, error) {
	signed, err := attestation.Read(e.Files[attestation.FileName])
	if err != nil {
		return nil, broke("spot", err)
	}
	drawn, err := signed[0].Statement.Draw(c.Spot, j.Random)
	if errors.Is(err, attestation.ErrNothing) {
		return nil, &failure{exitFail, fmt.Errorf("spot: %w", err), ""}
	} else if err != nil {
		return nil, broke("spot", err)
	}
	if d, err := attestation.ReadDescriptor(e.Files[attestation.TargetFile]); err == nil && c.Profile == "" {
		c.Profile = d.Profile
	}
	s, err := c.open(j, time.Minute, nil)
	if err != nil {
		return nil, err
	}
	defer s.close()
	defer s.Keep(filepath.Dir(c.Target), j.progress())()
	run, _, err := s.Run(j.ctx, assay.Options{Checks: check.Options{Only: drawn, Seed: 1, Timeout: time.Minute, Now: j.Now}, Patience: time.Minute, Most: s.most()})
	if err != nil {
		return nil, ours(err)
	}
	s.Tidy(j.ctx)
	j.tell(run.Preflight)
	return attestation.Spotted(drawn, run), nil
}
