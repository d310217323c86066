package main

import (
	"fmt"
	"os"
)

// main says that no command is built in yet, with the exit code of a failure of
// authassay itself.
func main() {
	fmt.Fprintln(os.Stderr, "authassay: no command is built in")
	os.Exit(5)
}
