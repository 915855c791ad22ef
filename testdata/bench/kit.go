package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// kit holds what rows share: the program, the estates that were made, and what
// was measured once and is asked for twice.
type kit struct {
	dir, tool string
	rounds    int
	estates   map[string]string // folders by flags
	pairs     map[string]pairing
	besides   map[string]map[string]float64 // metrics by rule set
}

func newKit(rounds int) (*kit, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	k := &kit{dir: dir, tool: filepath.Join(dir, "vnetproof"), rounds: max(1, rounds),
		estates: map[string]string{}, pairs: map[string]pairing{}, besides: map[string]map[string]float64{}}
	build := exec.Command("go", "build", "-o", k.tool, "./cmd/vnetproof")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is released
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s%w", out, err)
	}
	return k, nil
}

func (k *kit) close() { os.RemoveAll(k.dir) }

// estate makes an export of an estate and returns its folder.
func (k *kit) estate(flags []string) (string, error) {
	key := strings.Join(flags, " ")
	if dir, made := k.estates[key]; made {
		return dir, nil
	}
	dir := filepath.Join(k.dir, fmt.Sprint("estate", len(k.estates)))
	args := append([]string{"init", "-q", "--format", "export"}, flags...)
	if out, err := exec.Command(k.tool, append(args, dir)...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("init %s: %s", key, firstLine(string(out)))
	}
	k.estates[key] = dir
	return dir, nil
}

// sample is what one run took, in seconds and bytes.
type sample struct{ elapsed, processor, peak float64 }

func elapsed(s sample) float64   { return s.elapsed }
func processor(s sample) float64 { return s.processor }
func peak(s sample) float64      { return s.peak }

func median(list []sample, of func(sample) float64) float64 {
	var values []float64
	for _, s := range list {
		values = append(values, of(s))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// prove runs the proof of all pairs of a design once.
func (k *kit) prove(design string) (sample, error) {
	return k.process("matrix", "-q", "--no-progress", "--format", "csv", "-o", filepath.Join(k.dir, "matrix.csv"), "-t", design)
}

// process runs the program once. Exit codes 1 and 3 are answers.
func (k *kit) process(args ...string) (sample, error) {
	c := exec.Command(k.tool, args...)
	start := time.Now()
	out, err := c.CombinedOutput()
	took := time.Since(start)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() != 2 {
		err = nil
	}
	if err != nil {
		return sample{}, fmt.Errorf("%s: %s: %w", args[0], firstLine(string(out)), err)
	}
	u := c.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	return sample{took.Seconds(), cpu.Seconds(), float64(u.Maxrss) * 1024}, nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

func oneLine(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", "/")
}
