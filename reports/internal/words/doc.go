// Package words holds the small words of reports: text that a target may have
// written made harmless, numbers with their nouns, durations.
//
//	words.Line("two\nlines")                  // two\nlines
//	words.Plural(2, "warning", "warnings")    // 2 warnings
//
// It knows neither runs nor formats.
package words
