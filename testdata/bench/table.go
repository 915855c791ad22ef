package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// readme holds the table, between marks.
const (
	readme = "testdata/bench/README.md"
	begin  = "<!-- measured -->\n"
	end    = "<!-- end -->\n"
)

// table is the cells of the last column, by the work of the row.
type table struct {
	page  string
	cells map[string]string
	fresh int
}

func readTable() (*table, error) {
	page, err := os.ReadFile(readme)
	if err != nil {
		return nil, fmt.Errorf("run it in the folder of go.mod: %w", err)
	}
	t := &table{page: string(page), cells: map[string]string{}}
	for line := range strings.Lines(t.page) {
		if cells := strings.Split(line, "|"); len(cells) == 6 {
			t.cells[strings.TrimSpace(cells[1])] = strings.TrimSpace(cells[4])
		}
	}
	return t, nil
}

func (t *table) set(r row, cell string) {
	t.cells[r.work] = cell
	t.fresh++
}

// text returns the table. The machine is named where all rows are of it.
func (t *table) text(k *kit) string {
	var b strings.Builder
	if t.fresh == len(rows) {
		fmt.Fprintf(&b, "%s, %d rounds\n\n", machine(), k.rounds)
	} else if head, _, ok := strings.Cut(t.old(), "|"); ok && strings.TrimSpace(head) != "" {
		b.WriteString(strings.TrimSpace(head) + "\n\n")
	}
	b.WriteString("| work | reach | aim | measured |\n| --- | --- | --- | --- |\n")
	for _, r := range rows {
		cell, ok := t.cells[r.work]
		if !ok {
			cell = "not measured yet"
		}
		sign := "≤ "
		if strings.Contains(r.id, "z3-") || strings.Contains(r.id, "rudd-") {
			sign = "≥ "
		}
		fmt.Fprintf(&b, "| %s | %s%g%s | %s%g%s | %s |\n", r.work, sign, r.reach, r.unit, sign, r.aim, r.unit, cell)
	}
	return b.String()
}

// old returns what stands between the marks.
func (t *table) old() string {
	_, rest, _ := strings.Cut(t.page, begin)
	inside, _, _ := strings.Cut(rest, end)
	return inside
}

func (t *table) write(k *kit) error {
	head, _, ok := strings.Cut(t.page, begin)
	_, tail, ok2 := strings.Cut(t.page, end)
	if !ok || !ok2 {
		return fmt.Errorf("%s has no marks %q and %q", readme, begin, end)
	}
	return os.WriteFile(readme, []byte(head+begin+t.text(k)+end+tail), 0o666)
}

// machine names what the figures are of.
func machine() string {
	words := []string{runtime.GOOS + "/" + runtime.GOARCH, fmt.Sprint(runtime.NumCPU(), " cores"), runtime.Version()}
	if model := field("/proc/cpuinfo", "model name"); model != "" {
		words = append(words, model)
	}
	if memory := field("/proc/meminfo", "MemTotal"); memory != "" {
		words = append(words, memory+" of memory")
	}
	if out, err := exec.Command("z3", "--version").Output(); err == nil {
		words = append(words, strings.TrimSpace(string(out)))
	}
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		words = append(words, "load "+strings.Join(strings.Fields(string(load))[:3], ", "))
	}
	return strings.Join(words, "; ")
}

// field returns the first value of a key in a file of lines "key : value".
func field(name, key string) string {
	text, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	for line := range bytes.Lines(text) {
		if k, v, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(k) == key {
			return strings.Join(strings.Fields(v), " ")
		}
	}
	return ""
}
