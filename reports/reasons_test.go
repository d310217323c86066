package reports

import "testing"

func TestCausesArePutIntoWords(t *testing.T) {
	for want, c := range map[string]Cause{
		"a code was to be had first, but the target answered 400":                                                                   {Kind: CauseLacking, Thing: "a code", Seen: "400"},
		"no lifetime of codes is declared":                                                                                          {Kind: CauseUndeclared, Thing: "codes"},
		"nothing says that the target has openid: neither its file nor its metadata":                                                {Kind: CauseUntold, Thing: "openid"},
		"the target declares that it has no openid":                                                                                 {Kind: CauseAbsent, Thing: "openid"},
		"the target left 3 requests in a row without an answer where revoke was asked for, so no more were sent":                    {Kind: CauseSilent, Thing: "revoke", Times: 3},
		"the target took so long over revoke that 3 checks in a row ran out of time, so no more requests were sent (see --timeout)": {Kind: CauseSlow, Thing: "revoke", Times: 3},
		"the target has been down since check HYG-09":                                                                               {Kind: CauseDown, Since: "HYG-09"},
		"the basic credential of the target file has opened nothing any more since check BAS-04":                                    {Kind: CauseGone, Thing: "basic", Since: "BAS-04"},
		"the run ended before this check was reached":                                                                               {Kind: CauseUnreached},
		"the run was interrupted":                                                                                                   {Kind: CauseInterrupted},
		"the target file names no scope of the client":                                                                              {Thing: "the target file names no scope of the client"},
	} {
		if got := c.Words(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

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
