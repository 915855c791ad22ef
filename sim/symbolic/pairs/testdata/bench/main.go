// Command bench measures the proof of all pairs of estates and writes the
// table of the README beside the engine:
//
//	go run ./sim/symbolic/pairs/testdata/bench [-rounds 3] [-spokes 10,100,1000]
//
// Each round times, in turns, the typed decode of an export by encoding/json
// (in memory) and the whole process of `vnetproof matrix` on the same files.
// Ratios are of medians: of elapsed time, which other load on the machine
// distorts, and of processor time, which tells little of the use of cores.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// resource has what a typed reader of an export needs.
type resource struct {
	ID, Name, Type, Location string
	Properties               struct {
		AddressSpace                                  struct{ AddressPrefixes []string }
		AddressPrefix                                 string
		Subnets, SecurityRules, Routes, Peerings      []resource
		VirtualNetworkPeerings                        []resource
		NetworkSecurityGroup, RouteTable              *struct{ ID string }
		Priority                                      int
		Direction, Access, Protocol                   string
		SourceAddressPrefix, DestinationAddressPrefix string
		SourcePortRange, DestinationPortRange         string
		SourceAddressPrefixes                         []string
		DestinationAddressPrefixes                    []string
		SourcePortRanges, DestinationPortRanges       []string
		NextHopType, NextHopIPAddress                 string
		IPAddresses                                   []string
		RuleCollections                               []struct {
			Name     string
			Priority int
			Action   struct{ Type string }
			Rules    []struct {
				Name, RuleType                                   string
				SourceAddresses, DestinationAddresses            []string
				SourceIPGroups, DestinationIPGroups, IPProtocols []string
				DestinationPorts                                 []string
			}
		}
	}
}

type sample struct{ elapsed, processor float64 }

func main() {
	rounds := flag.Int("rounds", 3, "")
	spokes := flag.String("spokes", "10,100,1000", "")
	flag.Parse()
	if err := run(*rounds, strings.Split(*spokes, ",")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(rounds int, spokes []string) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tool := filepath.Join(dir, "vnetproof")
	if out, err := exec.Command("go", "build", "-o", tool, "./cmd/vnetproof").CombinedOutput(); err != nil {
		return fmt.Errorf("%s%w", out, err)
	}
	fmt.Printf("%s/%s, %d cores, %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	fmt.Println("| subnets | typed decode, s | matrix, s | ratio | ratio of processor time | peak, MB |")
	fmt.Println("| --- | --- | --- | --- | --- | --- |")
	for _, n := range spokes {
		design := filepath.Join(dir, n)
		if out, err := exec.Command(tool, "init", "-q", "--spokes", n, "--format", "export", design).CombinedOutput(); err != nil {
			return fmt.Errorf("%s%w", out, err)
		}
		if err := measure(tool, design, n, rounds); err != nil {
			return err
		}
	}
	return nil
}

func measure(tool, design, n string, rounds int) error {
	var decodes, proofs []sample
	peak := int64(0)
	for range rounds {
		d, err := decode(design)
		if err != nil {
			return err
		}
		p, kb, err := prove(tool, design)
		if err != nil {
			return err
		}
		decodes, proofs, peak = append(decodes, d), append(proofs, p), max(peak, kb)
	}
	elapsed := func(s sample) float64 { return s.elapsed }
	processor := func(s sample) float64 { return s.processor }
	fmt.Printf("| %s0 | %.3f | %.3f | %.1f | %.1f | %d |\n", n, median(decodes, elapsed), median(proofs, elapsed),
		median(proofs, elapsed)/median(decodes, elapsed), median(proofs, processor)/median(decodes, processor), peak>>10)
	return nil
}

func median(list []sample, of func(sample) float64) float64 {
	var values []float64
	for _, s := range list {
		values = append(values, of(s))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// decode returns the best of three typed decodes of all files, once read.
func decode(design string) (sample, error) {
	names, err := filepath.Glob(filepath.Join(design, "*.json"))
	if err != nil {
		return sample{}, err
	}
	var texts [][]byte
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return sample{}, err
		}
		texts = append(texts, text)
	}
	best := sample{1e9, 1e9}
	for range 3 {
		start, used := time.Now(), processorTime(syscall.RUSAGE_SELF)
		for _, text := range texts {
			var list []resource
			if err := json.Unmarshal(text, &list); err != nil {
				return sample{}, err
			}
		}
		best.elapsed = min(best.elapsed, time.Since(start).Seconds())
		best.processor = min(best.processor, processorTime(syscall.RUSAGE_SELF)-used)
	}
	return best, nil
}

func processorTime(who int) float64 {
	var u syscall.Rusage
	if syscall.Getrusage(who, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// prove runs the whole process once.
func prove(tool, design string) (s sample, peakKB int64, err error) {
	c := exec.Command(tool, "matrix", "-q", "--no-progress", "--format", "csv", "-o", filepath.Join(design, "matrix.csv"), "-t", design)
	start := time.Now()
	if out, err := c.CombinedOutput(); err != nil {
		return s, 0, fmt.Errorf("%s%w", out, err)
	}
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	return sample{time.Since(start).Seconds(), cpu.Seconds()}, usage.Maxrss, nil
}
