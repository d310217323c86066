package suites

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"
)

// Planting says what [Plant] plants.
type Planting struct {
	// Profile is the contract. Specs are planted before there is a target, so that
	// it has to be known by then.
	Profile catalogue.Profile
	// World makes the target ready: once, before the first spec that needs it. Its
	// context ends after the last one. What is to be cleared away then can be left
	// to ginkgo.DeferCleanup.
	World func(ctx context.Context) (check.World, error)
	// Checks are what the profile may adopt; nil for [All].
	Checks []check.Check
	// Options of the run: which checks, how long each, who is told. Without a seed
	// the order of the specs is that of Ginkgo's own.
	Options check.Options
	// AllowUntested has the suite pass where a MUST could not be tried.
	AllowUntested bool
	// Done is handed the result when all specs have been tried; nil for nobody.
	Done func(*reports.Run)
}

// Plant plants the checks as Ginkgo specs, in a container of their own where it is
// called: at the top of a suite, or inside a Describe beside other specs. Each
// says the sentence of its requirement, and has the ID, the chapter, the level
// and the profile for labels, such as --label-filter 'MUST && refreshing'.
//
// One runner tries them, the same as that of [check.Run], from which the specs
// only take their turns: what waits begins at the beginning, what ends or harms
// comes last, and what the checks obtain they share. The container is ordered, so
// that parallel processes do not tear it apart.
//
// A spec ends as its finding does. A MUST that is broken fails. A SHOULD or a MAY
// that is broken passes, as it does for the exit code of authassay run, and leaves
// an entry in the report that is always shown. What needs a thing that the target
// does not have, and what cannot be tried, is skipped and says why. What was tried
// and cannot be judged fails: nothing of the kind is green. After all the others
// one spec more, which has their labels but for the IDs, fails where a MUST was
// left untried, unless that is allowed, or where nothing was judged at all; where
// that spec is itself filtered out, each MUST that cannot be tried fails.
func Plant(p Planting) {
	if p.Checks == nil {
		p.Checks = All()
	}
	p.Checks = check.Complete(p.Checks, check.World{Profile: p.Profile})
	if p.Options.Seed == 0 {
		p.Options.Seed = ginkgo.GinkgoRandomSeed()
	}
	b := &bed{Planting: p, found: map[int]reports.Finding{}}
	ginkgo.Describe(p.Profile.Name, ginkgo.Ordered, ginkgo.ContinueOnFailure, b.plant)
}

// bed is a planting with what has become of it.
type bed struct {
	Planting
	runner  *check.Runner
	turns   map[int]int             // of the runner, by the check's number
	found   map[int]reports.Finding // by the check's number
	guarded bool                    // whether the last spec will be run
}

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
		ginkgo.It(string(t.Duty.ID)+" "+t.Duty.Sentence, ginkgo.Label(t.Labels...),
			types.CodeLocation{FileName: t.Place.File, LineNumber: t.Place.Line},
			func(ctx ginkgo.SpecContext) { b.take(ctx, t) })
	}
	ginkgo.It("could be judged in every MUST", ginkgo.Label(all...), b.lookBack)
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
	whole, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ginkgo.DeferCleanup(cancel)
	interrupted := context.AfterFunc(ctx, cancel)
	world, err := b.World(whole)
	if err != nil {
		ginkgo.Fail("the target could not be made ready: " + err.Error())
	}
	interrupted()
	if b.runner, err = check.NewRunner(whole, b.Options, checks, world); err != nil {
		ginkgo.Fail(err.Error())
	}
	b.turns = map[int]int{}
	for i, t := range b.runner.Turns() {
		b.turns[numbers[t.Check]] = i
	}
	ginkgo.DeferCleanup(func() {
		run := b.runner.Report()
		if b.Done != nil {
			b.Done(run)
		}
	})
	b.runner.Begin()
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
	n, planned := b.turns[t.Check]
	if !planned {
		ginkgo.Skip("the options do not choose it, or the target is declared to lack what it is about")
	}
	f := b.runner.Try(ctx, n)
	b.found[t.Check] = f
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
