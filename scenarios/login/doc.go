// Package login is how a person gets through the pages of an authorization
// server: log in, consent, or do something else on purpose. Form reads the
// pages' HTML and needs no browser; it fits every server whose pages work
// without JavaScript.
//
// It must not know a product, a profile or a check. It reaches servers only
// through the sender that it is given, and it never connects to the address
// that a visit is to end at.
package login
