package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// beside is how many times ours another tool takes on a rule set: as
// BenchmarkBeside of sim/ruleset measures it, which checks the answers as well.
func (k *kit) beside(name, tool string) (measured, error) {
	m, err := k.metrics(name)
	if err != nil {
		return measured{}, err
	}
	value, ok := m[tool+"-times"]
	if !ok {
		return measured{}, fmt.Errorf("%s is not there", tool)
	}
	text := fmt.Sprintf("%.0f (%.3f s ÷ %.4f s; processor time %.0f)", value, m[tool+"-ms"]/1e3, m["flat-ms"]/1e3, m[tool+"-cpu-times"])
	if arm, ok := m[tool+"-arm-times"]; ok {
		text += fmt.Sprintf("; from ARM templates %.0f (%.4f s; processor time %.0f)", arm, m["arm-ms"]/1e3, m[tool+"-cpu-arm-times"])
	}
	return measured{value, text}, nil
}

// metrics runs the benchmark of a rule set once.
func (k *kit) metrics(name string) (map[string]float64, error) {
	if m, done := k.besides[name]; done {
		return m, nil
	}
	c := exec.Command("go", "test", "-run", "^$", "-bench", "^BenchmarkBeside$/^"+name+"$", "-benchtime", fmt.Sprint(k.rounds, "x"),
		"-timeout", "30m", "./sim/ruleset")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("the benchmark beside others: %w: %s", err, out)
	}
	m := map[string]float64{}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		if !strings.HasPrefix(line, "BenchmarkBeside/") {
			continue
		}
		for i := 2; i+1 < len(words); i += 2 {
			if m[words[i+1]], err = strconv.ParseFloat(words[i], 64); err != nil {
				return nil, err
			}
		}
	}
	k.besides[name] = m
	return m, nil
}
