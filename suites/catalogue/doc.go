// Package catalogue holds what authassay requires of a server: requirements
// with IDs that are never reused, and profiles that adopt them with a level, a
// clause and the product statements that they come from.
//
// It is data and the Go that reads it. It knows nothing of checks, of HTTP or
// of any server.
package catalogue
