package attestation

import (
	"crypto/ed25519"
	"fmt"
	"slices"
	"strings"
	"time"
)

// skewAllowed is how far the clock of whoever signed may be ahead.
const skewAllowed = 5 * time.Minute

// demands sees that the evidence is what the reader has asked for.
func (q *inquiry) demands() []Line {
	d, of := q.Demands, q.statement.Predicate
	age := q.Now.Sub(of.Details.Ended)
	switch {
	case d.Profile != "" && q.target.Profile != d.Profile:
		return refused("profile", "is %s, and %s was asked for", printable(q.target.Profile), printable(d.Profile))
	case d.Challenge != "" && of.Details.Challenge == "":
		return refused("challenge", "the run was made without one")
	case d.Challenge != "" && of.Details.Challenge != d.Challenge:
		return refused("challenge", "the run was made for other words")
	case age < -skewAllowed:
		return refused("age", "the run ends at %s, which is still to come", of.Details.Ended.UTC().Format(time.RFC3339))
	case d.MaxAge > 0 && age > d.MaxAge:
		return refused("age", "the run ended %s ago, and %s is the most", days(age), days(d.MaxAge))
	case d.Result != "" && !of.Result.atLeast(d.Result):
		return refused("result", "is %s, and %s was asked for%s", of.Result, d.Result, why(of))
	}
	all := believed("age", "the run %s ended at %s", printable(of.Details.Run), of.Details.Ended.UTC().Format(time.RFC3339))
	if d.Challenge != "" {
		all = append(all, believed("challenge", "the run was made for these words")...)
	}
	if d.Result != "" {
		return append(all, believed("result", "%s", of.Result)...)
	}
	return append(all, remark("result", "%s%s", of.Result, why(of))...)
}

// why says what keeps a result from being Passed.
func why(p Predicate) string {
	var reasons []string
	if p.Details.Scope != WholeProfile {
		reasons = append(reasons, p.Details.Scope+" was examined")
	}
	for _, list := range []struct {
		what string
		ids  []string
	}{{"failed", p.FailedTests}, {"warned", p.WarnedTests}} {
		if len(list.ids) > 0 {
			reasons = append(reasons, list.what+": "+few(list.ids))
		}
	}
	switch {
	case len(reasons) > 0:
		return " (" + strings.Join(reasons, "; ") + ")"
	case p.Result == Passed:
		return ""
	}
	return fmt.Sprintf(" (the run ended with exit code %d)", p.Details.ExitCode)
}

// few names the first IDs and counts the others.
func few(ids []string) string {
	if len(ids) > 5 {
		return printable(strings.Join(ids[:5], ", ")) + fmt.Sprintf(" and %d more", len(ids)-5)
	}
	return printable(strings.Join(ids, ", "))
}

func days(d time.Duration) string {
	if d < 48*time.Hour {
		return d.Round(time.Minute).String()
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}

// catalogue says by which requirements the run was judged, and which are newer.
func (q *inquiry) catalogue() []Line {
	was := q.run.Tool.Catalogue
	if q.Demands.Catalogue != "" && was < q.Demands.Catalogue {
		return refused("catalogue", "is %s, and %s was asked for", printable(was), printable(q.Demands.Catalogue))
	}
	if q.same {
		return believed("catalogue", "%s, the same as of this authassay", printable(was))
	}
	known, there := q.Exam(q.target.Profile)
	if !there {
		return remark("catalogue", "%s has no profile %s here: whether requirements were left out is not known", known.Catalogue, printable(q.target.Profile))
	}
	judged := map[string]bool{}
	for _, f := range q.run.Findings {
		judged[f.ID] = true
	}
	newer := slices.DeleteFunc(slices.Clone(known.Duties), func(id string) bool { return judged[id] })
	said := fmt.Sprintf("%s, and this authassay has %s", printable(was), known.Catalogue)
	if len(newer) > 0 {
		said += "; newer than this evidence, or left out: " + few(newer)
	}
	return remark("catalogue", "%s", said)
}

// tool says which program made the run, for whoever wants to trace it. The signer
// could lie about it.
func (q *inquiry) tool() []Line {
	t := q.statement.Predicate.Details.Tool
	made, _ := q.statement.configuration("authassay")
	said := "authassay " + t.Version + ", executable sha256:" + made.Digest["sha256"]
	if t.Revision != "" {
		said += ", revision " + t.Revision
	}
	if t.Dirty {
		said += ", built from files that no revision holds"
	}
	return remark("tool", "%s", printable(said))
}

// Shown is the result that the first line of an attestation states; "" for what is
// no attestation. It means nothing before it is verified.
func Shown(text []byte) Result {
	lines, err := Read(text)
	if err != nil {
		return ""
	}
	return lines[0].Statement.Predicate.Result
}

// chain compares with an earlier attestation: nothing may have become worse.
func (q *inquiry) chain() []Line {
	if q.Since == nil {
		return nil
	}
	before, err := Read(q.Since)
	if err != nil {
		return refused("since", "%v", err)
	}
	first := before[0]
	if len(q.Keys) > 0 && !slices.ContainsFunc(q.Keys, func(k ed25519.PublicKey) bool { return first.By(k) }) {
		return refused("since", "the earlier attestation is not signed by a key that was given")
	}
	now, was := q.statement.Predicate, first.Statement.Predicate
	if was.Details.Ended.After(now.Details.Ended) {
		return refused("since", "the other attestation is the later one")
	}
	if worse := worsened(was, now); len(worse) > 0 {
		return refused("since", "worse than before: %s", few(worse))
	}
	all := believed("since", "nothing is worse than in the run that ended at %s", was.Details.Ended.UTC().Format(time.RFC3339))
	if now.Details.Previous != first.Digest {
		all = append(all, remark("since", "there may have been runs between: this one does not follow that one directly")...)
	}
	return all
}

// worsened are the tests that came out worse, or that are gone.
func worsened(was, now Predicate) []string {
	var worse []string
	for _, id := range was.PassedTests {
		if !slices.Contains(now.PassedTests, id) {
			worse = append(worse, id)
		}
	}
	for _, id := range was.WarnedTests {
		if !slices.Contains(now.PassedTests, id) && !slices.Contains(now.WarnedTests, id) {
			worse = append(worse, id)
		}
	}
	if len(worse) == 0 && !now.Result.atLeast(was.Result) {
		worse = append(worse, "the result, "+string(was.Result)+" then and "+string(now.Result)+" now")
	}
	return worse
}
