package packet

import (
	"net/netip"
	"testing"
)

func TestPacketString(t *testing.T) {
	four, fourTo := netip.MustParseAddr("10.1.1.4"), netip.MustParseAddr("203.0.113.10")
	six, sixTo := netip.MustParseAddr("fd00::4"), netip.MustParseAddr("2001:db8::1")
	for _, row := range []struct {
		name   string
		packet Packet
		want   string
	}{
		{"tcp", Packet{four, fourTo, TCP, 49152, 443}, "tcp 10.1.1.4:49152 → 203.0.113.10:443"},
		{"udp over IPv6", Packet{six, sixTo, UDP, 49152, 53}, "udp [fd00::4]:49152 → [2001:db8::1]:53"},
		{"icmp has no ports", Packet{Src: four, Dst: fourTo, Protocol: ICMP}, "icmp 10.1.1.4 → 203.0.113.10"},
		{"icmp over IPv6", Packet{Src: six, Dst: sixTo, Protocol: ICMPv6}, "icmp fd00::4 → 2001:db8::1"},
		{"ICMPv6 over IPv4 is not icmp", Packet{Src: four, Dst: fourTo, Protocol: ICMPv6}, "icmpv6 10.1.1.4 → 203.0.113.10"},
		{"a number", Packet{Src: four, Dst: fourTo, Protocol: 47}, "47 10.1.1.4 → 203.0.113.10"},
		{"the answer", Packet{four, fourTo, TCP, 49152, 443}.Reverse(), "tcp 203.0.113.10:443 → 10.1.1.4:49152"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.packet.String(); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}

func TestServiceIsCanonical(t *testing.T) {
	https := Ports(443)
	for _, row := range []struct {
		name    string
		service Service
		want    string
	}{
		{"ports leave only protocols with ports", NewService(AllProtocols(), AllPorts(), https), "tcp,udp/443"},
		{"source ports too", NewService(Of(TCP, ICMP), https, AllPorts()), "tcp from 443"},
		{"all ports leave all protocols", NewService(Of(TCP, ICMP), AllPorts(), AllPorts()), "icmp,tcp"},
		{"ports on a protocol without ports", NewService(Of(ESP), AllPorts(), https), "none"},
		{"no port", NewService(Of(TCP), AllPorts(), PortSet{}), "none"},
		{"any", AnyService(), "any"},
		{"zero", Service{}, "none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.service.String(); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
			if row.service.IsEmpty() != (row.want == "none") || row.service.IsAny() != (row.want == "any") {
				t.Error("IsEmpty or IsAny contradict the form")
			}
		})
	}
}

func TestServiceContains(t *testing.T) {
	https := NewService(AllProtocols(), AllPorts(), Ports(443))
	for _, row := range []struct {
		name    string
		service Service
		packet  Packet
		want    bool
	}{
		{"the port", https, Packet{Protocol: TCP, SrcPort: 1, DstPort: 443}, true},
		{"another port", https, Packet{Protocol: TCP, SrcPort: 443, DstPort: 444}, false},
		{"no ports", https, Packet{Protocol: ICMP}, false},
		{"no ports, any service", AnyService(), Packet{Protocol: ICMP}, true},
		{"protocol alone", NewService(Of(ESP), AllPorts(), AllPorts()), Packet{Protocol: ESP}, true},
		{"another protocol", NewService(Of(ESP), AllPorts(), AllPorts()), Packet{Protocol: AH}, false},
		{"nothing", Service{}, Packet{Protocol: TCP}, false},
		{"a form that NewService does not make", Service{Of(ICMP), AllPorts(), Ports(443)}, Packet{Protocol: ICMP}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.service.Contains(row.packet); got != row.want {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

func TestServiceIntersectAndKey(t *testing.T) {
	a := NewService(Of(TCP, UDP, ICMP), AllPorts(), AllPorts())
	b := NewService(AllProtocols(), AllPorts(), PortSetOf(PortRange{80, 90}))
	got := a.Intersect(b)
	if want := NewService(Ported(), AllPorts(), PortSetOf(PortRange{80, 90})); !got.Equal(want) || got.Key() != want.Key() {
		t.Errorf("got %v, want %v", got, want)
	}
	if got.Key() == b.Intersect(NewService(Of(TCP), AllPorts(), AllPorts())).Key() {
		t.Error("different services have one key")
	}
	if c := NewService(Of(ICMP), AllPorts(), AllPorts()); b.Overlaps(c) || !a.Overlaps(c) {
		t.Error("wrong overlap with icmp")
	}
}

func TestMatch(t *testing.T) {
	web, app := FromPrefixes(netip.MustParsePrefix("10.0.0.0/24")), FromPrefixes(netip.MustParsePrefix("10.0.1.0/24"))
	https := NewService(Of(TCP), AllPorts(), Ports(443))
	p := Packet{netip.MustParseAddr("10.0.0.4"), netip.MustParseAddr("10.0.1.4"), TCP, 49152, 443}
	for _, row := range []struct {
		name  string
		match Match
		want  bool
	}{
		{"nil is any", Match{}, true},
		{"all parts", Match{&web, &app, &https}, true},
		{"source differs", Match{&app, &app, nil}, false},
		{"destination differs", Match{nil, &web, nil}, false},
		{"service differs", Match{Service: &Service{Of(UDP), AllPorts(), AllPorts()}}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.match.Matches(p); got != row.want {
				t.Errorf("%v: got %v, want %v", row.match, got, row.want)
			}
		})
	}
	if (Match{&web, &app, &https}).Matches(p.Reverse()) {
		t.Error("the answer matches the rule for the opener")
	}
}
