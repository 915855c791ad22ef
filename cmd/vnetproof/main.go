// Command vnetproof proves or refutes what an Azure network design lets through.
//
//	flags → [vnetproof] → scenarios → report
//
// In: a command line. Out: an answer on stdout, everything else on stderr, an
// exit code. Each file holds one command: flags become one call, its result
// goes to one report.
// Must not know: Azure, packets.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	a := &app{stdout: os.Stdout, stderr: os.Stderr, env: os.LookupEnv}
	code := a.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
