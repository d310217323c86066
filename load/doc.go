// Package load finds how many validations a second a target carries while it
// still answers every credential rightly. It sends a mix of live and spoilt
// credentials at a planned rate, judges each answer by what such a credential
// must get, and measures latency from the moment at which the request was due.
//
//	result, err := load.Run(ctx, load.Plan{Rate: 500, Duration: time.Minute, Classes: classes}, nil)
//	fmt.Println(result.Verdict, result.Sentence)
//
// It knows no dialect and no test framework: requests arrive ready-made, with
// the classes of answers that are right for them. It keeps no result of a single
// request, so its memory does not grow with the length of a run.
package load
