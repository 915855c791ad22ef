package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"vnetproof/sim"
	"vnetproof/sim/endpoint"
	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
	"vnetproof/topology/load"
)

// loaded is a compiled estate and the ends of questions about it.
type loaded struct {
	*sim.Simulation
	*endpoint.Resolver
	subnets []string // one of each spoke
}

func (k *kit) load(flags []string) (*loaded, error) {
	dir, err := k.estate(flags)
	if err != nil {
		return nil, err
	}
	d, diags := load.Load(load.Options{Paths: []string{dir}})
	if diags.HasErrors() {
		return nil, diags.Err()
	}
	s, err := sim.New(d, sim.Options{})
	if err != nil {
		return nil, err
	}
	l := &loaded{Simulation: s, Resolver: endpoint.NewResolver(d, s.Network)}
	for _, v := range d.VirtualNetworks {
		if strings.HasPrefix(v.Name, "spoke") && len(v.Subnets) > 0 {
			l.subnets = append(l.subnets, "subnet:"+v.Name+"/"+v.Subnets[0].Name)
		}
	}
	if len(l.subnets) < 2 {
		return nil, fmt.Errorf("%s has no spokes", dir)
	}
	return l, nil
}

// questions is how many pairs of subnets are asked about.
const questions = 100

// each measures ask between many pairs of subnets, once to warm up.
func (l *loaded) each(ask func(from, to endpoint.Selector) (time.Duration, error)) (measured, error) {
	var took []sample
	for n := range questions {
		from, err := endpoint.Parse(l.subnets[n*7%len(l.subnets)])
		if err != nil {
			return measured{}, err
		}
		to, err := endpoint.Parse(l.subnets[(n*7+1)%len(l.subnets)])
		if err != nil {
			return measured{}, err
		}
		t, err := ask(from, to)
		if err != nil {
			return measured{}, err
		}
		if n > 0 {
			took = append(took, sample{elapsed: t.Seconds() * 1e3})
		}
	}
	value := median(took, elapsed)
	return measured{value, fmt.Sprintf("%.3f ms, median of %d", value, len(took))}, nil
}

func (k *kit) trace(flags []string) (measured, error) {
	l, err := k.load(flags)
	if err != nil {
		return measured{}, err
	}
	traffic, err := packet.ParseTraffic("tcp/443")
	if err != nil {
		return measured{}, err
	}
	return l.each(func(from, to endpoint.Selector) (time.Duration, error) {
		sample, err := l.Sample(from, to, traffic)
		if err != nil {
			return 0, err
		}
		start := time.Now()
		_, err = l.Trace(sample.From, sample.Packet)
		return time.Since(start), err
	})
}

func (k *kit) reach(flags []string) (measured, error) {
	l, err := k.load(flags)
	if err != nil {
		return measured{}, err
	}
	return l.each(func(from, to endpoint.Selector) (time.Duration, error) {
		sources, err := l.Sources(from)
		if err != nil {
			return 0, err
		}
		targets, err := l.Targets(to)
		if err != nil {
			return 0, err
		}
		q := symbolic.Question{Services: packetset.FromTraffic(packet.AnyTraffic(), packet.IPv4)}
		for _, s := range sources {
			s.Addresses = s.Addresses.OfFamily(packet.IPv4)
			q.From = append(q.From, s)
		}
		for _, t := range targets.Inside {
			q.To = append(q.To, pipeline.Target{Place: t.Place, Sent: t.Sent.OfFamily(packet.IPv4), Addressed: t.Addressed.OfFamily(packet.IPv4)})
		}
		start := time.Now()
		_, err = l.Reach(context.Background(), q)
		return time.Since(start), err
	})
}
