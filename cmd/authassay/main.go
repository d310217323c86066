// Command authassay proves, check by check, that an auth server issues,
// accepts, refuses and expires credentials as its contract says, then finds how
// many validations a second it carries.
//
// This package alone knows flags, the environment, the standard streams and
// exit codes. It must not know how a check is made or how a request looks on
// the wire: it puts rooms together and hands their results on.
package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

// main takes the surroundings from the process and leaves with the exit code
// of the command.
func main() {
	ctx, stdout := interruptible(context.Background(), os.Exit), claim()
	os.Exit(Main(ctx, os.Args[1:], Surroundings{
		Stdout: stdout, Stderr: os.Stderr, Getenv: os.LookupEnv, Now: time.Now, Random: rand.Reader,
		Terminal: func(w any) (int, bool) {
			file, ok := w.(*os.File)
			if !ok || !term.IsTerminal(int(file.Fd())) {
				return 0, false
			}
			width, _, err := term.GetSize(int(file.Fd()))
			if err != nil || width < 20 {
				width = 80 // some terminals do not know their own size
			}
			return width, true
		},
	}))
}

// claim takes standard output for the command alone. What a library prints goes
// to standard error from then on.
func claim() *os.File {
	own := os.Stdout
	os.Stdout = os.Stderr
	return own
}

// interruptible returns a context that the first interrupt ends, so that the
// command can write what it has; the second one ends the process at once.
func interruptible(parent context.Context, exit func(code int)) context.Context {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		<-signals
		exit(exitJudge)
	}()
	return ctx
}
