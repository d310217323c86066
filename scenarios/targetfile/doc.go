// Package target is the target file: its keys, its schema, how it is read and
// the commented files that a new user starts from. It says what a server under
// test offers and how one gets in; what is done with that is for others. It
// must not know any dialect, any test framework or any command line, and it
// reaches the environment and the disk only through functions that it is given.
package targetfile
