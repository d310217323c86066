package suites

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"
)

// bed is a planting with what has become of it.
type bed struct {
	Planting
	whole   context.Context // of the run
	runner  *check.Runner
	untried *reports.Run             // the result where no check can be tried
	why     string                   // none can; "" where they can
	turns   map[spot]int             // of the runner
	found   map[spot]reports.Finding // by where it was found
	guarded bool                     // whether the last spec will be run
}

// spot is a turn whatever runner plans it: a check by its number, on one of its
// ways, at one of its moments.
type spot struct {
	check       int
	way, moment string
}

// spotOf is where a turn of the planting stands.
func spotOf(t check.Turn) spot { return spot{t.Check, t.Way, t.Moment} }

// plant plants a spec a check, in their order, and the one that looks back.
func (b *bed) plant() {
	options := b.Options
	options.Filter = "" // a mistake in it is for begin to tell of
	plan, err := check.NewRunner(context.Background(), options, b.Checks, check.World{Profile: b.Profile})
	if err != nil {
		panic(err)
	}
	all := []string{}
	turns := plan.Turns()
	for _, t := range turns {
		all = append(all, t.Labels[1:]...) // one ID is not the contract
	}
	slices.Sort(all)
	all = slices.Compact(all)
	ginkgo.BeforeAll(func(ctx ginkgo.SpecContext) { b.begin(ctx, turns, all) })
	for _, t := range turns {
		ginkgo.It(titled(t), ginkgo.Label(t.Labels...),
			types.CodeLocation{FileName: t.Place.File, LineNumber: t.Place.Line},
			func(ctx ginkgo.SpecContext) { b.take(ctx, t) })
	}
	ginkgo.It("could be judged in every MUST", ginkgo.Label(all...), b.lookBack)
}

// titled is what the spec of a turn is called.
func titled(t check.Turn) string {
	text := string(t.Duty.ID) + " " + t.Duty.Sentence
	for _, more := range []string{t.Way, t.Moment} {
		if more != "" {
			text += " (" + more + ")"
		}
	}
	return text
}

// begin makes the target ready and begins the run, of those checks alone that
// Ginkgo's own filter lets through.
func (b *bed) begin(ctx ginkgo.SpecContext, turns []check.Turn, all []string) {
	wanted, err := chosenByGinkgo()
	if err != nil {
		ginkgo.Fail(err.Error())
	}
	suite, _ := ginkgo.GinkgoConfiguration()
	b.guarded = wanted(all) && len(suite.FocusStrings)+len(suite.SkipStrings)+len(suite.FocusFiles)+len(suite.SkipFiles) == 0
	var checks []check.Check
	var numbers []int
	for _, t := range turns {
		if wanted(t.Labels) && !slices.Contains(numbers, t.Check) {
			checks, numbers = append(checks, b.Checks[t.Check]), append(numbers, t.Check)
		}
	}
	b.raise(ctx, checks, numbers)
}

// raise makes the target ready and prepares the run of the checks, whose numbers
// are those in the planting.
func (b *bed) raise(ctx ginkgo.SpecContext, checks []check.Check, numbers []int) {
	whole, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ginkgo.DeferCleanup(cancel)
	b.whole = whole
	interrupted := context.AfterFunc(ctx, cancel)
	world, err := b.World(whole, checks)
	ginkgo.DeferCleanup(b.end)
	interrupted()
	var hindered *Hindrance
	switch {
	case errors.As(err, &hindered):
		b.hinder(hindered, checks, world)
		return
	case err != nil:
		ginkgo.Fail("the target could not be made ready: " + err.Error())
	}
	if b.Most > 0 {
		bounded, cancel := context.WithTimeout(whole, b.Most)
		ginkgo.DeferCleanup(cancel)
		b.whole = bounded
	}
	runner, err := check.NewRunner(b.whole, b.Options, checks, world)
	if err != nil {
		ginkgo.Fail(err.Error())
	}
	b.runner, b.turns = runner, map[spot]int{}
	for i, t := range b.runner.Turns() {
		b.turns[spot{numbers[t.Check], t.Way, t.Moment}] = i
	}
	b.runner.Begin()
}

// hinder leaves every check untested. Where no spec comes that would say why, the
// container fails.
func (b *bed) hinder(h *Hindrance, checks []check.Check, world check.World) {
	world.Profile = b.Profile
	run, err := check.Untried(b.whole, b.Options, h.Why, checks, world)
	if err != nil {
		ginkgo.Fail(err.Error())
	}
	b.untried, b.why = run, h.Why
	if !b.guarded {
		ginkgo.Fail(b.hindrances())
	}
}

// end gathers the result, lets the target go and hands the result on.
func (b *bed) end(ctx ginkgo.SpecContext) {
	run := b.untried
	if b.runner != nil {
		run = b.runner.Report()
	}
	if run != nil && b.Obstacles != nil {
		run.Preflight = b.Obstacles()
	}
	if b.Close != nil {
		b.Close(ctx, run)
	}
	if run != nil && b.Done != nil {
		b.Done(run)
	}
}

// barred says why no check is tried any more, "" where they are.
func (b *bed) barred() string {
	if b.why == "" && b.whole.Err() != nil {
		return "the time for all checks is over"
	}
	return b.why
}

// hindrances says what has stood in the way, "" for nothing.
func (b *bed) hindrances() string {
	var said []string
	if b.Obstacles != nil {
		said = (&reports.Run{Preflight: b.Obstacles()}).Obstacles()
	}
	if why := b.barred(); len(said) == 0 && why != "" {
		said = []string{why}
	}
	for i, text := range said {
		said[i] = "could not be judged: " + text
	}
	return strings.Join(said, "\n")
}

// chosenByGinkgo says which labels a spec of the running container needs for
// Ginkgo's label filter to let it through.
func chosenByGinkgo() (func(labels []string) bool, error) {
	suite, _ := ginkgo.GinkgoConfiguration()
	filter, err := types.ParseLabelFilter(suite.LabelFilter)
	if err != nil {
		return nil, fmt.Errorf("parse label filter: %w", err)
	}
	outer := slices.Concat(ginkgo.CurrentSpecReport().ContainerHierarchyLabels...)
	return func(labels []string) bool { return filter(slices.Concat(outer, labels)) }, nil
}

// take takes a turn of the run and ends the spec as the finding says.
func (b *bed) take(ctx ginkgo.SpecContext, t check.Turn) {
	if why := b.barred(); why != "" && !b.guarded {
		ginkgo.Fail("could not be judged: " + why)
	} else if why != "" {
		ginkgo.Skip("untested: " + why)
	}
	n, planned := b.turns[spotOf(t)]
	if !planned {
		ginkgo.Skip("the options do not choose it, or the target is declared to lack what it is about")
	}
	f := b.runner.Try(ctx, n)
	b.found[spotOf(t)] = f
	switch f.Verdict {
	case reports.Fail:
		ginkgo.Fail(inWords(f))
	case reports.Inconclusive, check.Crashed:
		ginkgo.Fail("could not be judged: " + inWords(f))
	case reports.NotApplicable:
		ginkgo.Skip("not applicable: " + f.Detail)
	case reports.Untested:
		if !b.guarded && !b.AllowUntested && f.Level == string(catalogue.Must) {
			ginkgo.Fail("a MUST is untested: " + f.Detail)
		}
		ginkgo.Skip("untested: " + f.Detail)
	case reports.Warn, reports.Note:
		ginkgo.AddReportEntry(string(f.Verdict), types.ReportEntryVisibilityAlways, inWords(f),
			types.CodeLocation{FileName: t.Place.File, LineNumber: t.Place.Line})
	}
}

// lookBack fails where what the specs have found is less than a verdict on the
// contract.
func (b *bed) lookBack() {
	if said := b.hindrances(); said != "" {
		ginkgo.Fail(said)
	}
	var untested []string
	judged := 0
	for _, f := range b.found {
		switch {
		case f.Verdict == reports.Untested && f.Level == string(catalogue.Must):
			untested = append(untested, f.ID+": "+f.Detail)
		case f.Verdict != reports.Untested && f.Verdict != reports.NotApplicable:
			judged++
		}
	}
	slices.Sort(untested)
	if len(untested) > 0 && !b.AllowUntested {
		ginkgo.Fail("MUSTs that were not tried:\n" + strings.Join(untested, "\n"))
	}
	if judged == 0 {
		ginkgo.Fail("nothing was judged")
	}
}

// inWords says what was found, line by line.
func inWords(f reports.Finding) string {
	lines := []string{fmt.Sprintf("%s %s: %s (%s)", f.ID, f.Level, f.Sentence, f.Clause)}
	for _, part := range [][2]string{
		{"when", f.When}, {"acceptable", strings.Join(f.Acceptable, "; ")}, {"actual", f.Actual}, {"control", f.Control},
		{"detail", f.Detail}, {"reproduce", strings.Join(f.Reproduce, "\n  ")},
	} {
		if part[1] != "" {
			lines = append(lines, part[0]+": "+part[1])
		}
	}
	return strings.Join(lines, "\n")
}
