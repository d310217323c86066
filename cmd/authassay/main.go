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
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"github.com/authassay/authassay/load/credentials"
	"github.com/authassay/authassay/load/shape"
	"github.com/authassay/authassay/reports/format"
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

// cli is the command line: a command a field.
type cli struct {
	Run        runCommand        `cmd:"" help:"Test every requirement of the profile, or those that are named."`
	Load       loadCommand       `cmd:"" help:"Hold a rate, check every answer and report latencies."`
	Capacity   capacityCommand   `cmd:"" help:"Find the highest rate that keeps the thresholds with every answer right."`
	Serve      serveCommand      `cmd:"" help:"Start the reference server with its login pages."`
	Selftest   selftestCommand   `cmd:"" help:"Show that every check fails when it should."`
	List       listCommand       `cmd:"" help:"List the requirements of a profile."`
	Explain    explainCommand    `cmd:"" help:"Explain one requirement."`
	Init       initCommand       `cmd:"" help:"Write a commented target file to standard output."`
	Check      checkCommand      `cmd:"" help:"Try a target file and its target without attacking anything."`
	Report     reportCommand     `cmd:"" help:"Render a JSON report, or compare two."`
	Key        keyCommand        `cmd:"" help:"Make an Ed25519 key to sign reports with."`
	Sign       signCommand       `cmd:"" help:"Sign for the reports of a run, or countersign."`
	Verify     verifyCommand     `cmd:"" help:"See whether the signed reports of others are to be believed."`
	Pack       packCommand       `cmd:"" help:"Put the signed reports of a run into one file."`
	Schema     schemaCommand     `cmd:"" help:"Print the JSON Schema of a kind of file."`
	Completion completionCommand `cmd:"" help:"Print completions for a shell."`
	Man        manCommand        `cmd:"" help:"Print the page of the manual."`
	Version    versionCommand    `cmd:"" help:"Say which version this is."`

	ShowVersion kong.VersionFlag `name:"version" help:"Say which version this is."`
}

const description = `An assay office for token auth: proves, check by check, that a server issues, accepts, refuses and expires credentials as its contract says, then finds how many validations a second it carries. Without --target a command uses the reference server that is built in.

Exit codes: 0 every MUST passed; 1 a MUST failed; 2 usage or a file is wrong; 3 could not judge; 4 a load threshold was missed or a wrong answer given; 5 authassay itself failed.`

// left carries an exit code out of the parser, which wants to end the process.
type left int

// Main carries out one command line and returns its exit code.
func Main(ctx context.Context, args []string, s Surroundings) (code int) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case left:
			code = int(r)
		default:
			fmt.Fprintf(s.Stderr, "authassay: panic: %v\n%s", r, debug.Stack())
			code = exitFailed
		}
	}()
	var c cli
	parser, err := kong.New(&c,
		kong.Name("authassay"), kong.Description(description), kong.UsageOnError(),
		kong.Writers(s.Stdout, s.Stderr), kong.Exit(func(code int) { panic(left(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Vars{"version": versions(), "formats": strings.Join(format.Names(), ","), "classes": join(credentials.Names()), "shapes": strings.Join(shape.Names, ", ")},
	)
	if err != nil {
		return complain(s.Stderr, broke("read commands", err))
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return complain(s.Stderr, wrong(fmt.Errorf("read arguments: %w", err), hintFor(args)))
	}
	return complain(s.Stderr, chosen.Run(&job{Surroundings: s, ctx: ctx}))
}

// hintFor says where the right arguments are written down.
func hintFor(args []string) string {
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		return "authassay " + args[0] + " --help, or authassay --help"
	}
	return "authassay --help"
}
