package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
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
	best := sample{elapsed: math.Inf(1), processor: math.Inf(1)}
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
