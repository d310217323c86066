// Package attestation makes a report into something that others can believe, and
// sees whether they should: an in-toto statement about the files of a run, signed
// in a DSSE envelope with Ed25519, so that any tool for those formats can read it.
//
//	statement, err := attestation.State(attestation.Matter{Run: run, Files: files, Exam: exam})
//	line, err := attestation.Seal(statement, key)
//
// What the statement says of a run can only be too strict: whatever has not been
// examined as a whole and found right is never PASSED. The package knows reports,
// digests and keys. It must not know HTTP, how a run is made, target files,
// command lines or the disk: contents are handed in, and pages are rendered by
// whoever calls.
package attestation
