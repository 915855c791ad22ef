package azure

import (
	"net/netip"

	"vnetproof/sim/packet"
)

// addrs reads a constant of this package.
func addrs(text string) packet.AddrSet {
	s, err := packet.ParseAddrSet(text)
	if err != nil {
		panic(err) // a constant of this file
	}
	return s
}

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		list[i] = netip.MustParsePrefix(t)
	}
	return list
}

// nonePrefixes are the system routes with next hop None.
//
// RT-1: those that the routing page names, and further ranges of the platform
// that effective route tables show. [virtual-networks-udr-overview]
var nonePrefixes = prefixes("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16",
	"20.35.252.0/22", "23.103.0.0/18", "25.4.0.0/14", "25.33.0.0/16", "25.41.0.0/20", "25.48.0.0/12",
	"40.108.0.0/17", "40.109.0.0/16", "104.146.0.0/17", "104.147.0.0/16", "127.0.0.0/8", "157.59.0.0/16",
	"198.18.0.0/15",
	"fc00::/7") // V6-2; no page lists it: without it the edge drops what it drops (RT-26)

var (
	defaultRoute4 = netip.MustParsePrefix("0.0.0.0/0")
	defaultRoute6 = netip.MustParsePrefix("::/0")

	// privateSpace is what never is public: private, shared, loopback, link-local and special ranges.
	privateSpace = addrs("0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12," +
		"192.0.0.0/24,192.168.0.0/16,224.0.0.0/4,240.0.0.0/4")
	// publicSpace is the public unicast space. The documentation ranges are in
	// it, since designs use them.
	publicSpace = packet.All4().Subtract(privateSpace).Union(addrs("2000::/3"))

	// documentation is the public space that is nobody's.
	documentation = addrs("192.0.2.0/24,198.51.100.0/24,203.0.113.0/24,2001:db8::/32")
	// standInSpace holds the addresses that stand for unknown ones.
	standInSpace = addrs("240.0.0.0/4")

	// wireServer is the platform's virtual address: DNS, health probes, guest agent.
	wireServer = netip.MustParseAddr("168.63.129.16")
	// metadata is the instance metadata service.
	metadata = netip.MustParseAddr("169.254.169.254")

	// notUnicast is broadcast and multicast.
	notUnicast = addrs("224.0.0.0/4,255.255.255.255,ff00::/8")
)
