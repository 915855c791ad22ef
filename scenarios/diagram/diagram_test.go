package diagram

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"image/png"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/scenarios/diagram/graphviz"
	"vnetproof/topology"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func dotOf(t *testing.T, g *Diagram) string {
	t.Helper()
	var b bytes.Buffer
	if err := g.DOT(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func svgOf(t *testing.T, g *Diagram) string {
	t.Helper()
	var b bytes.Buffer
	if err := g.SVG(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// pictures are what is drawn in these tests.
func pictures() map[string]*Diagram {
	return map[string]*Diagram{
		"topology": Topology(landingZone()),
		"leak":     Overlay(landingZone(), leak()),
	}
}

func TestDOTGolden(t *testing.T) {
	for name, g := range pictures() {
		path := filepath.Join("testdata", name+".dot")
		got := dotOf(t, g)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s changed (-want +got); -update rewrites it:\n%s", path, diff)
		}
	}
}

func TestSameBytesTwice(t *testing.T) {
	first, second := pictures(), pictures()
	for name := range first {
		if dotOf(t, first[name]) != dotOf(t, second[name]) {
			t.Errorf("%s: DOT differs", name)
		}
		if svgOf(t, first[name]) != svgOf(t, second[name]) {
			t.Errorf("%s: SVG differs", name)
		}
	}
}

func TestPNG(t *testing.T) {
	var b bytes.Buffer
	if err := Overlay(landingZone(), leak()).PNG(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	red := 0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if r, g, b, _ := img.At(x, y).RGBA(); r>>8 == 0xc1 && g>>8 == 0x12 && b>>8 == 0x1f {
				red++
			}
		}
	}
	if red < 1000 {
		t.Errorf("%d pixels have the colour of the marked path", red)
	}
}

// Names come from files that anyone may have written.
func TestHostileNames(t *testing.T) {
	for _, name := range []string{
		`"];evil [label="x`, `<script>alert(1)</script>`, `</TD></TABLE>>`, `a\`, `\N\G\L`, "a\nb", "a\x1b[31m", "\u202eevil",
		`&lt;b&gt;`, "a\xff", strings.Repeat("x", 5000), `-->`, `]]>`, "",
	} {
		b := &builder{}
		v := b.vnet(name, "10.0.0.0/16", name, "10.0.0.0/24")
		b.vm(name, "10.0.0.4", v.Subnets[0])
		b.peer(v, b.vnet(name+"2", "10.1.0.0/16", name, "10.1.0.0/24"))
		b.d.NATGateways = append(b.d.NATGateways, &topology.NATGateway{Resource: resource("natGateways", name)})
		m := Marks{Title: []string{name}, Tone: Bad, Out: []Stop{{Resource: v.Subnets[0].ID}, {Name: name}}, End: []string{name}}
		g := Overlay(&b.d, m)
		svg := svgOf(t, g)
		if nodes := strings.Count(svg, `class="node"`); nodes != 6 {
			t.Errorf("name %.20q: %d nodes, want 6", name, nodes)
		}
		wellFormed(t, name, svg)
		if strings.ContainsFunc(svg, func(r rune) bool { return r < ' ' && r != '\n' || r == '\u202e' }) {
			t.Errorf("name %.20q: a control character got through", name)
		}
	}
}

func wellFormed(t *testing.T, name, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("name %.20q: the SVG is not well formed: %v", name, err)
			return
		}
		if e, ok := token.(xml.StartElement); ok && strings.EqualFold(e.Name.Local, "script") {
			t.Errorf("name %.20q: a script got through", name)
		}
	}
}

func TestNamesAreShownAsWritten(t *testing.T) {
	b := &builder{}
	b.vnet(`a & b <c> "d" \N &amp;`, "10.0.0.0/16", `s & <t> \N &lt;`, "10.0.0.0/24")
	var texts []string
	d := xml.NewDecoder(strings.NewReader(svgOf(t, Topology(&b.d))))
	for {
		token, err := d.Token()
		if err != nil {
			break
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "text" {
			var s string
			if err := d.DecodeElement(&s, &e); err != nil {
				t.Fatal(err)
			}
			texts = append(texts, strings.TrimSpace(strings.ReplaceAll(s, "\u00a0", " ")))
		}
	}
	all := strings.Join(texts, "|")
	for _, want := range []string{`VNet a & b <c> "d" \N &amp;  10.0.0.0/16`, `s & <t> \N &lt;`} {
		if !strings.Contains(all, want) {
			t.Errorf("texts %q lack %q", all, want)
		}
	}
}

func TestManyHostsAreCounted(t *testing.T) {
	b := &builder{}
	v := b.vnet("web", "10.0.0.0/16", "frontend", "10.0.0.0/24")
	last := b.vm("first", "10.0.0.4", v.Subnets[0])
	for i := 5; i < 25; i++ {
		ip := netip.AddrFrom4([4]byte{10, 0, 0, byte(i)})
		last = b.vm("host"+ip.String(), ip.String(), v.Subnets[0])
	}
	got := dotOf(t, Topology(&b.d))
	if !strings.Contains(got, "… 15 more hosts") || strings.Contains(got, "host10.0.0.24") {
		t.Error("the hosts past the sixth are not summed up")
	}
	got = dotOf(t, Overlay(&b.d, Marks{Out: []Stop{{Resource: last.ID}}}))
	if !strings.Contains(got, "host10.0.0.24") {
		t.Error("a host on the path is left out")
	}
}

// A picture of a whole estate shows VNets, not ten thousand subnets.
func TestEstateIsDrawnByVNet(t *testing.T) {
	b := &builder{}
	hub := b.vnet("hub", "10.0.0.0/16", "shared", "10.0.0.0/24")
	var spoke *topology.VirtualNetwork
	for i := range 130 {
		prefix := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i + 1), 0, 0}), 16).String()
		spoke = b.vnet("spoke"+prefix[3:6], prefix, "app", strings.Replace(prefix, "/16", "/24", 1))
		b.peer(hub, spoke)
	}
	got := dotOf(t, Topology(&b.d))
	if strings.Contains(got, "cluster") || !strings.Contains(got, "130 VNets") || !strings.Contains(got, "… 106 more") {
		t.Error("an estate is drawn subnet by subnet")
	}
	got = dotOf(t, Overlay(&b.d, Marks{Out: []Stop{{Resource: spoke.Subnets[0].ID}}}))
	if n := strings.Count(got, "subgraph"); n != 1 || !strings.Contains(got, "129 VNets") {
		t.Errorf("%d VNets are opened, want the one that is marked", n)
	}
}

// Stock Graphviz reads our DOT as well as our own does: it parses.
func TestDOTParses(t *testing.T) {
	for name, g := range pictures() {
		if _, err := graphviz.SVG(t.Context(), dotOf(t, g)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
