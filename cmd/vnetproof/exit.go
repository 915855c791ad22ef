package main

import "errors"

// Exit codes: a part of the contract, told in every --help.
const (
	exitHeld         = 0
	exitRefuted      = 1
	exitBadInput     = 2
	exitInconclusive = 3
)

const exitHelp = `Exit codes:
  0  all held, or the question is answered
  1  something was refuted (commands that judge: test, diff, lint)
  2  bad usage or bad input; nothing was written
  3  nothing was refuted, but something is inconclusive`

// exitCode ends a command whose answer is already written.
type exitCode int

// Error makes an exitCode an error that commands can return.
func (c exitCode) Error() string { return "exit code" }

// codeOf returns the exit code of what a command returned.
func codeOf(err error) int {
	var code exitCode
	switch {
	case err == nil:
		return exitHeld
	case errors.As(err, &code):
		return int(code)
	}
	return exitBadInput
}

// inconclusive returns the exit code of an answer, as an error unless it is 0.
func inconclusive(is bool) error {
	if is {
		return exitCode(exitInconclusive)
	}
	return nil
}
