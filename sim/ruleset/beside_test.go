package ruleset_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkBeside times whole processes on the same rule lists in turns: ours,
// z3, and rudd, a library of binary decision diagrams. It reports the medians
// and how many times the others need what ours needs, by the clock and by
// processor time. Take -benchtime 5x for five turns.
func BenchmarkBeside(b *testing.B) {
	ours := build(b, "yardstick", "")
	for _, y := range yardsticks {
		b.Run(y.name+"/z3", func(b *testing.B) { beside(b, y, ours, lookFor(b, "z3")) })
		if y.make != nil {
			b.Run(y.name+"/rudd", func(b *testing.B) { beside(b, y, ours, build(b, "rudd", "buddy")) })
		}
	}
}

// beside times ours and another program in turns.
func beside(b *testing.B, y yardstick, ours, other string) {
	flats, question, err := y.files(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	theirs := exec.Command(other, flats...).Args
	if strings.HasSuffix(other, "z3") {
		theirs = []string{other, question}
	}
	var mine, their timings
	for b.Loop() {
		mine.add(b, y.answer, append([]string{ours}, flats...))
		their.add(b, y.answer, theirs)
	}
	b.ReportMetric(median(mine.wall), "ours-ms")
	b.ReportMetric(median(their.wall), "theirs-ms")
	b.ReportMetric(median(their.wall)/median(mine.wall), "times")
	b.ReportMetric(median(their.cpu)/median(mine.cpu), "times-cpu")
	b.ReportMetric(0, "ns/op")
}

// timings are milliseconds of whole processes.
type timings struct{ wall, cpu []float64 }

// words are the answers of the contenders to the same question.
var words = map[string]string{"unsat": "equivalent", "sat": "different"}

func (m *timings) add(b *testing.B, want string, args []string) {
	c := exec.Command(args[0], args[1:]...)
	start := time.Now()
	out, err := c.Output()
	m.wall = append(m.wall, ms(time.Since(start)))
	if err != nil {
		b.Fatal(args, err)
	}
	m.cpu = append(m.cpu, ms(c.ProcessState.UserTime()+c.ProcessState.SystemTime()))
	answer := strings.TrimSpace(string(out))
	if word, ok := words[answer]; ok {
		answer = word
	}
	if want != "" && answer != want {
		b.Fatalf("%v answers %s, want %s", args, answer, want)
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
