package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/attestation"
	"github.com/authassay/authassay/reports/format"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
)

// runCommand tests requirements.
type runCommand struct {
	IDs []string `arg:"" optional:"" name:"id" help:"Requirements to test: IDs, beginnings of IDs or chapters, such as EXC-03, EXC or exchanging."`
	aimed
	output
	signing
	Filter        string        `help:"Test only what the label filter lets through, such as 'MUST && !EXP-02'." placeholder:"EXPR"`
	Patience      time.Duration `default:"1m" help:"The longest wait for a lifetime on a clock that cannot be moved."`
	Timeout       time.Duration `default:"1m" help:"The longest time for one check, waits for lifetimes aside."`
	Seed          int64         `help:"Of the order of the checks. Default: another one each time." placeholder:"N"`
	Known         string        `help:"A list of known deviations. Default: the one that the target file names." placeholder:"FILE"`
	WriteKnown    string        `help:"Write the deviations of this run as a list to start from." placeholder:"FILE"`
	AllowUntested bool          `help:"An untested MUST does not keep the run from passing."`
	Load          *bool         `negatable:"" help:"Put the target under a short load after the checks. Default: only the reference server, when nothing is filtered."`

	list []byte // the list of known deviations, as it was read
}

// Run carries the command out.
func (c *runCommand) Run(j *job) error {
	if err := check.ReadFilter(c.Filter); err != nil {
		return wrong(err, "a filter is made of IDs, chapters, levels and profiles with !, &&, || and brackets")
	}
	if err := c.output.judge(); err != nil {
		return err
	}
	by, s, err := c.ready(j)
	if err != nil {
		return err
	}
	defer s.close()
	known, err := c.mistakes(j.ctx, s)
	if err != nil {
		return err
	}
	began, shown := j.Now(), j.progress()
	defer s.Keep(filepath.Dir(c.Target), shown)()
	run, err := c.tried(j, s, shown)
	if err != nil {
		return err
	}
	if err := j.identify(run, began); err != nil {
		return err
	}
	run.Facts = append(run.Facts, s.Tidy(j.ctx)...)
	known.Apply(run)
	run.Tool.Version = version()
	reports.Score(run, reports.ScoreOptions{AllowUntested: c.AllowUntested})
	if err := both(c.write(j, run, s.Redactor), c.writeKnown(run)); err != nil {
		return err
	}
	if err := c.describe(s); err != nil {
		return err
	}
	if by != nil {
		if err := j.attest(c.Out, c.list, by, attestation.InTheRun); err != nil {
			return err
		}
	}
	return ended(run.ExitCode)
}

// ready settles who signs, marks what will be sent, and makes the target ready.
// Nothing has been tried yet.
func (c *runCommand) ready(j *job) (attestation.Signer, *subject, error) {
	by, err := c.prepare(j, c.Out)
	if err != nil {
		return nil, nil, err
	}
	if err := j.marked(c.Challenge); err != nil {
		return nil, nil, err
	}
	s, err := c.open(j, c.Patience, nil)
	if err != nil {
		return nil, nil, err
	}
	if err := s.Descriptor.Attestable(); by != nil && err != nil && !s.embedded() {
		s.close()
		return nil, nil, wrong(fmt.Errorf("sign: %w", err), softwareHint)
	}
	return by, s, nil
}

// identify gives a run its id, when it began, and what others can hold it to.
func (j *job) identify(run *reports.Run, began time.Time) error {
	salt := make([]byte, 16)
	if _, err := io.ReadFull(j.Random, salt); err != nil {
		return broke("draw randomness", err)
	}
	run.Started, run.ID, run.Salt, run.Challenge = began, j.mark.Run, hex.EncodeToString(salt), j.mark.Challenge
	run.Facts = append(run.Facts, attestation.Claims(run)...)
	return nil
}

// tried tries the target, and puts it under load where that is wanted.
func (c *runCommand) tried(j *job, s *subject, shown *progress) (*reports.Run, error) {
	seed, err := c.seed(j)
	if err != nil {
		return nil, err
	}
	defer shown.clear()
	stop := func() {}
	options := assay.Options{
		Checks:   check.Options{Only: c.IDs, Filter: c.Filter, Seed: seed, Timeout: c.Timeout, Now: j.Now},
		Patience: c.Patience, Most: s.most(), Again: c.again(s), Over: func() { stop() },
	}
	tell := func(int, int, reports.Finding) {}
	options.Checks.Progress = func(done, planned int, last reports.Finding) { tell(done, planned, last) }
	options.Planned = func(ahead check.Forecast) {
		said := []string{fmt.Sprintf("run: %s at %s, seed %d", s.Profile.Name, s.Target.Auth, seed)}
		shown.note("%s", strings.Join(append(said, forecast(ahead, j.Now())...), "; "))
		tell, stop = shown.checks(ahead, j.Now()), shown.keep()
	}
	run, tried, err := s.Run(j.ctx, options)
	if err != nil {
		return nil, ours(err)
	}
	if tried && s.embedded() {
		run.Problems = append(run.Problems, s.reference.Panics()...)
	}
	if tried && !run.Interrupted && c.wantsLoad(s, run) {
		// What the checks have found is not thrown away for a load that failed.
		if err := c.load(j, s, run); err != nil {
			run.Problems = append(run.Problems, "load: "+err.Error())
		}
		run.Ended, run.Interrupted = j.Now(), j.ctx.Err() != nil
	}
	j.tell(run.Preflight)
	return run, nil
}

// again are the arguments that aim another run at the same target.
func (c *runCommand) again(s *subject) string {
	if s.embedded() {
		return " --profile " + s.Profile.Name
	}
	if strings.ContainsAny(c.Target, " '\"$\\") {
		return " --target FILE" + c.handedIn.again()
	}
	return " --target " + c.Target + c.handedIn.again()
}

// wantsLoad says whether load comes after the checks.
func (c *runCommand) wantsLoad(s *subject, run *reports.Run) bool {
	if c.Load != nil {
		return *c.Load
	}
	return s.embedded() && s.Client.Mints() && run.Summary.Filtered == 0
}

// load puts a target under the load that its file asks for, and the reference
// server under one that is short enough for every run.
func (c *runCommand) load(j *job, s *subject, run *reports.Run) error {
	// A server that the file's hooks have started has only now told of all its
	// endpoints.
	if err := s.mayBeLoaded(j.ctx); err != nil {
		return err
	}
	wanted, flags := s.Load, loadFlags{}
	if s.embedded() {
		wanted.SLO, wanted.Shape = []string{"wrong answers = 0"}, ""
		wanted.Rate, wanted.Duration, wanted.Warmup = targetfile.Rate{Count: 1000, Per: time.Second}, targetfile.Duration(500*time.Millisecond), 0
		wanted.Pool, flags.PerLogin = 200, 1
	}
	l, err := flags.settle(j, s, wanted)
	if err != nil {
		return err
	}
	return l.run(j, s, run)
}

// mistakes finds what is wrong with the command line before anything is sent,
// and reads the list of known deviations.
func (c *runCommand) mistakes(ctx context.Context, s *subject) (reports.Known, error) {
	known, err := c.known(s)
	if err != nil {
		return known, err
	}
	if err := c.named(s); err != nil {
		return known, err
	}
	if c.Load != nil && *c.Load {
		return known, s.mayBeLoaded(ctx)
	}
	return known, nil
}

// named sees that every word names some check: a mistyped ID must not pass as
// a run of nothing.
func (c *runCommand) named(s *subject) error {
	for _, word := range c.IDs {
		if len(s.Profile.Named(word)) == 0 {
			return wrong(fmt.Errorf("choose checks: %s names no requirement of %s", word, s.Profile.Name),
				"authassay list --profile "+s.Profile.Name+c.handedIn.again())
		}
	}
	return nil
}

// known reads the list of known deviations, which the target file may name.
func (c *runCommand) known(s *subject) (reports.Known, error) {
	name := c.Known
	if name == "" {
		name = s.Known
	}
	if name == "" {
		return reports.Known{}, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return reports.Known{}, wrong(fmt.Errorf("read known deviations: %w", err), "--write-known FILE writes one to start from")
	}
	c.list = text
	known, err := reports.ReadKnown(name, string(text))
	if err != nil {
		return known, wrong(fmt.Errorf("read known deviations: %w", err), "each line is an ID and the reason why it is accepted")
	}
	return known, nil
}

// writeKnown writes the deviations of the run as a list to start from.
func (c *runCommand) writeKnown(run *reports.Run) error {
	if c.WriteKnown == "" {
		return nil
	}
	if err := format.Replace(c.WriteKnown, reports.WriteKnown(run)); err != nil {
		return wrong(fmt.Errorf("write known deviations: %w", err), "")
	}
	return nil
}

// seed is the order that the user wants, or another one each time.
func (c *runCommand) seed(j *job) (int64, error) {
	if c.Seed != 0 {
		return c.Seed, nil
	}
	n, err := rand.Int(j.Random, big.NewInt(1<<31))
	if err != nil {
		return 0, broke("choose seed", err)
	}
	return n.Int64() + 1, nil
}
