// Package catalogue holds what authassay requires of a server: requirements
// with IDs that are never reused, and profiles that adopt them with a level, a
// clause and the product statements that they come from. The requirements are
// built in; profiles are handed in as folders, and may bring requirements with
// prefixes of their own along:
//
//	c, err := catalogue.Load(os.DirFS("profiles/acme"))
//
// It is data and the Go that reads it. It knows nothing of checks, of HTTP, of
// dialects or of any server, and names no product.
package catalogue
