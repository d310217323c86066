// Package faults names everything that the reference server can be made to do
// wrong, one thing at a time, and says which requirements that must break:
// those and no others. Beside them stand manners, which are unusual and right,
// and must break nothing.
//
// It bends the rules of the reference server and knows nothing of the checks
// that are to notice.
package faults
