package load

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"vnetproof/topology/generate"
)

// typedResource is what a program would decode that knows what it wants.
type typedResource struct {
	ID, Name, Type, Location string
	Properties               struct {
		AddressSpace                                      struct{ AddressPrefixes []string }
		AddressPrefix                                     string
		AddressPrefixes                                   []string
		Subnets, SecurityRules, Routes                    []typedResource
		VirtualNetworkPeerings, IPConfigurations          []typedResource
		NetworkSecurityGroup, RouteTable                  *struct{ ID string }
		RemoteVirtualNetwork                              *struct{ ID string }
		AllowForwardedTraffic, AllowGatewayTransit        bool
		Priority                                          int
		Direction, Access, Protocol                       string
		SourceAddressPrefix, DestinationAddressPrefix     string
		SourcePortRange, DestinationPortRange             string
		SourceAddressPrefixes, DestinationAddressPrefixes []string
		SourcePortRanges, DestinationPortRanges           []string
		NextHopType, NextHopIPAddress                     string
		RuleCollections                                   []typedCollection
		IPAddresses                                       []string
	}
}

type typedCollection struct {
	Name     string
	Priority int
	Action   struct{ Type string }
	Rules    []struct {
		Name, RuleType                                                     string
		SourceAddresses, DestinationAddresses                              []string
		DestinationPorts, IPProtocols, SourceIPGroups, DestinationIPGroups []string
	}
}

// writeEstate writes an estate as one list, and returns its folder and text.
func writeEstate(b *testing.B, e generate.Estate) (dir string, text []byte) {
	b.Helper()
	resources, _ := e.Make()
	text, err := json.Marshal(resources)
	if err != nil {
		b.Fatal(err)
	}
	dir = b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "estate.json"), text, 0o644); err != nil {
		b.Fatal(err)
	}
	return dir, text
}

// estateOf is an estate with as many groups as spokes.
func estateOf(spokes, subnets, rules int) generate.Estate {
	return generate.Estate{Spokes: spokes, Subnets: subnets, Groups: spokes, Rules: rules, FirewallRules: 2 * spokes, IPGroups: 50, Seed: 1}
}

// best returns the shortest of three times.
func best(work func()) time.Duration {
	shortest := time.Hour
	for range 3 {
		start := time.Now()
		work()
		shortest = min(shortest, time.Since(start))
	}
	return shortest
}

// BenchmarkLoad loads exports of growing size, and tells how often the same
// bytes could have been decoded meanwhile: into types by encoding/json, and to
// tokens by jsontext. The largest one has 200 MiB and is left out with -short.
func BenchmarkLoad(b *testing.B) {
	for _, spokes := range []int{100, 1000, 7500} {
		b.Run(fmt.Sprintf("spokes=%d", spokes), func(b *testing.B) {
			if spokes > 1000 && testing.Short() {
				b.Skip("takes long")
			}
			dir, text := writeEstate(b, estateOf(spokes, 10, 50))
			typed := best(func() { decodeTyped(b, text) })
			tokens := best(func() { readTokens(b, text) })
			b.SetBytes(int64(len(text)))
			text = nil
			b.ReportAllocs()
			for b.Loop() {
				loadAll(b, dir)
			}
			each := float64(b.Elapsed()) / float64(b.N)
			b.ReportMetric(each/float64(typed), "x-typed")
			b.ReportMetric(each/float64(tokens), "x-tokens")
		})
	}
}

// BenchmarkKept tells the memory that a loaded design keeps, by what there is more of.
func BenchmarkKept(b *testing.B) {
	for _, more := range []struct {
		name      string
		few, many generate.Estate
		count     int
	}{
		{"rule", estateOf(100, 1, 10), estateOf(100, 1, 110), 100 * 100},
		{"subnet", estateOf(100, 2, 1), estateOf(100, 32, 1), 100 * 30},
	} {
		b.Run(more.name, func(b *testing.B) {
			few, _ := writeEstate(b, more.few)
			many, _ := writeEstate(b, more.many)
			var bytes int
			for b.Loop() {
				bytes = kept(b, many) - kept(b, few)
			}
			b.ReportMetric(float64(bytes)/float64(more.count), "B/"+more.name)
		})
	}
}

// kept returns the bytes that a loaded design keeps beside the text of its file.
func kept(b *testing.B, dir string) int {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	design := loadAll(b, dir)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(design)
	info, err := os.Stat(filepath.Join(dir, "estate.json"))
	if err != nil {
		b.Fatal(err)
	}
	text := int(info.Size())
	if text > forgetAbove {
		text = 0
	}
	return int(after.HeapAlloc) - int(before.HeapAlloc) - text
}

func loadAll(b *testing.B, dir string) *Input {
	b.Helper()
	in := Read(Options{Paths: []string{dir}})
	if in.Diags.HasErrors() || len(in.Design.VirtualNetworks) == 0 {
		b.Fatal(in.Diags.Err())
	}
	return in
}

func decodeTyped(b *testing.B, text []byte) {
	var list []typedResource
	if err := json.Unmarshal(text, &list); err != nil {
		b.Fatal(err)
	}
}

func readTokens(b *testing.B, text []byte) {
	d := jsontext.NewDecoder(bytes.NewReader(text))
	for {
		_, err := d.ReadToken()
		if err == io.EOF {
			return
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
