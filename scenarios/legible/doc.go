// Package legible makes what machines write fit to be read by people: a line
// that cannot steer a terminal, the text of an HTML page, a duration without
// zeros.
//
//	fmt.Println(legible.Line(answer), "after", legible.Duration(time.Hour)) // ... after 1h
//
// It must not know what it is that is read: secrets are taken out before.
package legible
