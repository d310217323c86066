// Command authassay proves, check by check, that an auth server issues,
// accepts, refuses and expires credentials as its contract says, then finds how
// many validations a second it carries.
//
// This package alone knows flags, the environment, the standard streams and
// exit codes. It must not know how a check is made or how a request looks on
// the wire: it puts rooms together and hands their results on.
package main
