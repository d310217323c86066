package reports

import "testing"

func TestFiguresAreWrittenWithTheirUnit(t *testing.T) {
	for want, f := range map[string]Figure{
		"0.09%": {Share, 0.0009}, "3": {Count, 3}, "489.9/s": {PerSecond, 489.9}, "99.02ms": {Millis, 99.02},
		"no requests": {Kind: NoRequests}, "no answers": {Kind: NoAnswers},
	} {
		threshold := Threshold{Text: "p99 < 1ms"}
		if threshold.Conclude(f, true); threshold.Seen != want || !threshold.Met || *threshold.Measured != f {
			t.Errorf("got %+v, want %s", threshold, want)
		}
	}
}

func TestWhatIsWrongAboutAnAnswer(t *testing.T) {
	for want, w := range map[string]WrongAnswer{
		"status 200, want 401 or 403": {Status: 200, Wanted: []string{"401", "403"}},
		"the answer is about another user: b, and the credentials are those of a; the answer is about another tenant: d, and the credentials are those of c": {
			Others: []Other{{"user", "b", "a"}, {"tenant", "d", "c"}}},
		"the answer is no JSON": {Said: "the answer is no JSON"},
	} {
		if got := w.Words(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
