package ruleset_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkBeside times whole processes on the same rule lists in turns: our
// own on the flat form, vnetproof on ARM templates, the solver z3, and rudd, a
// library of binary decision diagrams. It reports the median of each, and how
// many times ours the others need: times on the flat form, arm-times on
// templates. Take -benchtime 5x for five turns. All must answer alike.
func BenchmarkBeside(b *testing.B) {
	ours := contender{"flat", build(b, filepath.Join("testdata", "yardstick"), ""), func(f files) []string { return f.flats }}
	all := []contender{ours,
		{"arm", build(b, filepath.Join("..", "..", "cmd", "vnetproof"), ""), vnetproof},
		{"rudd", build(b, filepath.Join("testdata", "rudd"), "buddy"), func(f files) []string { return pairOf(f.flats) }},
	}
	if z3, err := exec.LookPath("z3"); err == nil {
		all = append(all, contender{"z3", z3, func(f files) []string { return []string{f.question} }})
	}
	for _, y := range yardsticks {
		b.Run(y.name, func(b *testing.B) { beside(b, y, all) })
	}
}

// contender is a program that answers yardsticks.
type contender struct {
	name, path string
	args       func(files) []string // nil: it cannot be asked
}

// vnetproof asks the program itself.
func vnetproof(f files) []string {
	switch len(f.templates) {
	case 1:
		return []string{"lint", "--format", "json", "-t", f.templates[0]}
	case 2:
		return append([]string{"diff", "--filters", "--format", "json"}, f.templates...)
	}
	return nil
}

// pairOf returns names that are two.
func pairOf(names []string) []string {
	if len(names) != 2 {
		return nil
	}
	return names
}

// slow is how long a process runs that is timed in the first turn only.
const slow = 30 * time.Second

// beside times all contenders in turns.
func beside(b *testing.B, y yardstick, all []contender) {
	f, err := y.files(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	times := make([]timings, len(all))
	answer := y.answer
	for b.Loop() {
		for i, c := range all {
			args := c.args(f)
			if args == nil || times[i].isSlow() {
				continue
			}
			if got := times[i].add(b, c.path, args); answer == "" {
				answer = got
			} else if got != answer {
				b.Errorf("%s answers %q, want %q", c.name, got, answer)
			}
		}
	}
	report(b, all, times)
}

func report(b *testing.B, all []contender, times []timings) {
	b.ReportMetric(0, "ns/op")
	for i, c := range all {
		if len(times[i].wall) == 0 {
			continue
		}
		b.ReportMetric(median(times[i].wall), c.name+"-ms")
		b.ReportMetric(median(times[i].cpu), c.name+"-cpu-ms")
		for k, ours := range map[int]string{0: "times", 1: "arm-times"} {
			if i > 1 && len(times[k].wall) > 0 {
				b.ReportMetric(median(times[i].wall)/median(times[k].wall), c.name+"-"+ours)
				b.ReportMetric(median(times[i].cpu)/median(times[k].cpu), c.name+"-cpu-"+ours)
			}
		}
	}
}

// timings are milliseconds of whole processes.
type timings struct{ wall, cpu []float64 }

func (m *timings) isSlow() bool { return len(m.wall) > 0 && m.wall[0] > ms(slow) }

// add runs a process and returns its answer.
func (m *timings) add(b *testing.B, path string, args []string) string {
	c := exec.Command(path, args...)
	start := time.Now()
	out, err := c.Output()
	m.wall = append(m.wall, ms(time.Since(start)))
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil // vnetproof: something is opened, or found
	}
	if err != nil {
		b.Fatal(path, args, err)
	}
	m.cpu = append(m.cpu, ms(c.ProcessState.UserTime()+c.ProcessState.SystemTime()))
	return word(string(out))
}

// word returns the answer of a contender in the words of our own.
func word(out string) string {
	switch answers := strings.Fields(out); {
	case strings.Contains(out, `"equal": true`), len(answers) == 1 && answers[0] == "unsat":
		return "equivalent"
	case strings.Contains(out, `"equal": false`), len(answers) == 1 && answers[0] == "sat":
		return "different"
	case strings.Contains(out, `"findings":`):
		return fmt.Sprint(strings.Count(out, `"code": "shadowed-rule"`), " shadowed")
	case len(answers) > 2:
		return fmt.Sprint(strings.Count(out, "unsat\n"), " shadowed")
	}
	return strings.TrimSpace(out)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

// build builds the program in a folder as it is released, without C, and
// returns its path; the test is skipped where that fails for want of a library.
func build(t testing.TB, dir, tags string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(dir))
	c := exec.CommandContext(t.Context(), "go", "build", "-tags", tags, "-o", path, ".")
	c.Dir, c.Env = dir, append(os.Environ(), "GOWORK=off", "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		missing(t, "%s cannot be built: %v\n%s", dir, err, out)
	}
	return path
}
