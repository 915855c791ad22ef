package packet

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTrafficPrintsCompactly(t *testing.T) {
	for _, row := range []struct{ name, in, want string }{
		{"one port", "tcp/443", "tcp/443"},
		{"a list with a range", "tcp/80,443,8000-8100", "tcp/80,443,8000-8100"},
		{"the same in any order and case", "TCP/8000-8100,443,80", "tcp/80,443,8000-8100"},
		{"words of one protocol join", "tcp/443 udp/53 tcp/80", "tcp/80,443 udp/53"},
		{"neighbours merge", "tcp/80 tcp/81-90", "tcp/80-90"},
		{"what lies in another goes", "tcp/80 tcp", "tcp"},
		{"what lies in another goes, by source", "tcp/80 from 5 tcp/80-90", "tcp/80-90"},
		{"all ports are none", "udp/0-65535", "udp"},
		{"source ports", "tcp/443 from 1024-65535", "tcp/443 from 1024-65535"},
		{"source ports alone", "udp from 53", "udp from 53"},
		{"source ports of one word only", "tcp/443 from 1024-65535 udp/53", "tcp/443 from 1024-65535 udp/53"},
		{"source ports join", "tcp/443 from 1 tcp/443 from 2", "tcp/443 from 1-2"},
		{"words of protocols without ports", "ah esp icmp", "icmp esp ah"},
		{"any", "any", "any"},
		{"any in parts", "tcp udp icmp esp ah", "any"},
		{"any and more", "47 any tcp/80", "any 47"},
		{"numbers that have words", "6 17 50 51", "tcp udp esp ah"},
		{"a number with ports", "6/443", "tcp/443"},
		{"ICMP by number is one protocol, icmp depends on the family", "1 58 icmp", "icmp 1 58"},
		{"a range of numbers", "2-5 47", "2-5 47"},
		{"white space", "\ttcp/443 \n udp ", "tcp/443 udp"},
	} {
		t.Run(row.name, func(t *testing.T) {
			traffic, err := ParseTraffic(row.in)
			if err != nil || traffic.String() != row.want {
				t.Errorf("got %v, %v, want %s", traffic, err, row.want)
			}
		})
	}
	if got := (Traffic{}).String(); got != "none" {
		t.Errorf("no traffic prints %q", got)
	}
}

func TestTrafficServices(t *testing.T) {
	for _, row := range []struct {
		name, in  string
		four, six []string
	}{
		{"icmp has a number in each family", "icmp", []string{"icmp"}, []string{"icmpv6"}},
		{"any", "any", []string{"icmp,tcp,udp,esp,ah"}, []string{"tcp,udp,esp,ah,icmpv6"}},
		{"equal ports are one service", "udp/53 tcp/53 esp", []string{"tcp,udp/53", "esp"}, []string{"tcp,udp/53", "esp"}},
		{"a number is the same in both", "1 47", []string{"icmp,47"}, []string{"icmp,47"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			traffic, err := ParseTraffic(row.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.four, texts(traffic.Services(IPv4))); diff != "" {
				t.Error("IPv4: ", diff)
			}
			if diff := cmp.Diff(row.six, texts(traffic.Services(IPv6))); diff != "" {
				t.Error("IPv6: ", diff)
			}
		})
	}
}

func texts(services []Service) []string {
	var out []string
	for _, s := range services {
		out = append(out, s.String())
	}
	return out
}

func TestTrafficErrors(t *testing.T) {
	for _, row := range []struct{ name, in, want string }{
		{"empty", " ", `no traffic at offset 0 of " "; write for example tcp/443, udp/53, icmp or any`},
		{"a typo", "udp tpc/443", `unknown traffic word "tpc" at offset 4 of "udp tpc/443"; did you mean tcp?`},
		{"a letter too few", "imp", `unknown traffic word "imp" at offset 0 of "imp"; did you mean icmp?`},
		{"a letter too many", "essp", `unknown traffic word "essp" at offset 0 of "essp"; did you mean esp?`},
		{"a habit", "https", `unknown traffic word "https" at offset 0 of "https"; did you mean tcp/443?`},
		{"a star", "*", `unknown traffic word "*" at offset 0 of "*"; did you mean any?`},
		{"a colon", "tcp:443", `unknown traffic word "tcp:443" at offset 0 of "tcp:443"; did you mean tcp/443?`},
		{"nothing like it", "quic", `unknown traffic word "quic" at offset 0 of "quic"; known are tcp, udp, icmp, esp, ah, any and IP protocol numbers, as in tcp/80,443 udp/53`},
		{"a bare port", "443", `443 is no IP protocol number at offset 0 of "443"; they run from 0 to 255; a port stands after its protocol, as in tcp/443`},
		{"no protocol", "/443", `a protocol is missing at offset 0 of "/443"; known are tcp, udp, icmp, esp, ah, any and IP protocol numbers, as in tcp/80,443 udp/53`},
		{"a port too high", "tcp/80,70000", `"70000" is no port at offset 7 of "tcp/80,70000"; ports run from 0 to 65535, as in tcp/80,443,8000-8100`},
		{"a range backwards", "tcp/90-80", `port range "90-80" runs backwards at offset 4 of "tcp/90-80"; write 80-90`},
		{"a star for ports", "tcp/*", `"*" is no port at offset 4 of "tcp/*"; leave the ports out for all of them, as in tcp`},
		{"a space in a list", "tcp/80, 443", `a port is missing at offset 7 of "tcp/80, 443"; write ports without spaces, such as tcp/80,443,8000-8100`},
		{"words joined by a comma", "tcp/443,udp/53", `"udp/53" is no port at offset 8 of "tcp/443,udp/53"; join words by spaces, as in tcp/443 udp/53`},
		{"no ports after the slash", "tcp/", `a port is missing at offset 4 of "tcp/"; write ports without spaces, such as tcp/80,443,8000-8100`},
		{"ports of icmp", "icmp/8", `icmp has no ports at offset 0 of "icmp/8"; only tcp and udp have ports; write icmp`},
		{"ports of any", "any/443", `any has no ports at offset 0 of "any/443"; write one word for each of tcp and udp, such as tcp/443 udp/443`},
		{"source ports of a number", "47 from 5", `47 has no ports at offset 0 of "47 from 5"; only tcp and udp have ports; write 47`},
		{"from without ports", "tcp from", `no source ports after "from" at offset 4 of "tcp from"; write for example: tcp/443 from 1024-65535`},
		{"from without protocol", "from 5", `"from" without a protocol before it at offset 0 of "from 5"; write for example: tcp/443 from 1024-65535`},
		{"from twice", "tcp from 5 from 6", `"from" without a protocol before it at offset 11 of "tcp from 5 from 6"; write for example: tcp/443 from 1024-65535`},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := ParseTraffic(row.in)
			if err == nil || err.Error() != row.want {
				t.Errorf("got  %v\nwant %s", err, row.want)
			}
		})
	}
}

func TestTrafficBoundsItsWords(t *testing.T) {
	var offender *TrafficError
	_, err := ParseTraffic(strings.Repeat("tcp/1 ", maxWords+1))
	if !errors.As(err, &offender) || offender.Offset != maxWords*len("tcp/1 ") {
		t.Errorf("got %v", err)
	}
	if _, err := ParseTraffic(strings.Repeat("tcp/1 ", maxWords)); err != nil {
		t.Error(err)
	}
}

func TestTrafficSample(t *testing.T) {
	four, six := netip.MustParseAddr("10.0.0.4"), netip.MustParseAddr("fd00::4")
	for _, row := range []struct {
		name, in string
		addr     netip.Addr
		want     string
	}{
		{"any is https", "any", four, "tcp 10.0.0.4:49152 → 10.0.0.4:443"},
		{"bare tcp too", "tcp", four, "tcp 10.0.0.4:49152 → 10.0.0.4:443"},
		{"bare udp is dns", "udp", four, "udp 10.0.0.4:49152 → 10.0.0.4:53"},
		{"the first word and port as written", "udp/500,53 tcp/1", four, "udp 10.0.0.4:49152 → 10.0.0.4:500"},
		{"a source port that is allowed", "tcp/443 from 900,20-30", four, "tcp 10.0.0.4:900 → 10.0.0.4:443"},
		{"icmp", "icmp", four, "icmp 10.0.0.4 → 10.0.0.4"},
		{"icmp over IPv6", "icmp", six, "icmp fd00::4 → fd00::4"},
	} {
		t.Run(row.name, func(t *testing.T) {
			traffic, err := ParseTraffic(row.in)
			if err != nil {
				t.Fatal(err)
			}
			p, ok := traffic.Sample(row.addr, row.addr)
			if !ok || p.String() != row.want || !traffic.Contains(p) {
				t.Errorf("got %v, want %s", p, row.want)
			}
		})
	}
	if _, ok := (Traffic{}).Sample(four, four); ok {
		t.Error("no traffic has a sample")
	}
}

// drawTraffic draws the words of a valid text.
func drawTraffic(t *rapid.T) string {
	ports := rapid.StringMatching(`[1-9][0-9]{0,3}(,[1-9][0-9]{0,3}|,[1-9]-[1-9][0-9])?`)
	var words []string
	for range rapid.IntRange(1, 5).Draw(t, "words") {
		word := rapid.SampledFrom([]string{"tcp", "udp", "tcp/", "udp/", "icmp", "esp", "any", "47", "1", "40-60"}).Draw(t, "word")
		if strings.HasSuffix(word, "/") {
			word += ports.Draw(t, "ports")
		}
		if strings.ContainsAny(word, "tu") && rapid.Bool().Draw(t, "from") {
			word += " from " + ports.Draw(t, "source ports")
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestTrafficRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawTraffic(t)
		traffic, err := ParseTraffic(text)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseTraffic(traffic.String())
		if err != nil || again.String() != traffic.String() {
			t.Fatalf("%q prints %v and then %v, %v", text, traffic, again, err)
		}
		for _, f := range Families() {
			if diff := cmp.Diff(traffic.Services(f), again.Services(f)); diff != "" {
				t.Fatalf("%q means something else printed: %s", text, diff)
			}
		}
		sample, ok := traffic.Sample(netip.MustParseAddr("fd00::4"), netip.MustParseAddr("fd00::5"))
		if !ok || !traffic.Contains(sample) {
			t.Fatalf("%q does not hold its sample %v", text, sample)
		}
	})
}

// TestTrafficKeepsWhatItsWordsSay compares a text with its single words.
func TestTrafficKeepsWhatItsWordsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawTraffic(t), drawTraffic(t)
		both, err := ParseTraffic(a + " " + b)
		if err != nil {
			t.Fatal(err)
		}
		first, _ := ParseTraffic(a)
		second, _ := ParseTraffic(b)
		p := Packet{Src: netip.MustParseAddr("10.0.0.4"), Dst: netip.MustParseAddr("10.0.0.5")}
		for _, p.Protocol = range []Protocol{TCP, UDP, ICMP, ICMPv6, ESP, 47, 200} {
			if p.Protocol.HasPorts() {
				p.SrcPort = rapid.Uint16Range(0, 100).Draw(t, "source port")
				p.DstPort = rapid.Uint16Range(0, 100).Draw(t, "destination port")
			}
			if both.Contains(p) != (first.Contains(p) || second.Contains(p)) {
				t.Fatalf("%q and %q together are wrong about %v", a, b, p)
			}
		}
	})
}

func FuzzParseTraffic(f *testing.F) {
	for _, seed := range []string{
		"tcp/443", "tcp/80,443,8000-8100 udp/53 icmp", "any", "esp ah 47 0-255", "tcp/443 from 1024-65535",
		"tcp/", "from", "tcp from", "TCP/1-", "tcp/1,,2", "*", "-", "6-17/5", "\u0130\u212a tcp", "tcp/99999999999999999999", "\xff/\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		traffic, err := ParseTraffic(text)
		if err != nil {
			var at *TrafficError
			if !errors.As(err, &at) || at.Message == "" || at.Hint == "" || at.Offset < 0 || at.Offset > len(text) {
				t.Fatalf("%q: error without place or hint: %#v", text, err)
			}
			return
		}
		if traffic.IsEmpty() {
			t.Fatalf("%q is no traffic and no error", text)
		}
		again, err := ParseTraffic(traffic.String())
		if err != nil || again.String() != traffic.String() {
			t.Fatalf("%q prints %q and then %v, %v", text, traffic, again, err)
		}
	})
}
