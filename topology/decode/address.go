package decode

import (
	"fmt"
	"net/netip"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// addr reads one IP address; an empty text is absent.
func (o *object) addr(key string) topology.Property[netip.Addr] {
	return scalar(o, o.get(key), key, func(n *tree.Node) (netip.Addr, bool) {
		if n.Is(tree.String) && n.Text == "" {
			return netip.Addr{}, false
		}
		return o.parseAddr(n, key)
	})
}

// addrs reads a list of IP addresses.
func (o *object) addrs(key string) topology.Property[[]netip.Addr] {
	return listOf(o, key, o.parseAddr)
}

// prefix reads one prefix; an empty text is absent.
func (o *object) prefix(key string) topology.Property[netip.Prefix] {
	return scalar(o, o.get(key), key, func(n *tree.Node) (netip.Prefix, bool) {
		if n.Is(tree.String) && n.Text == "" {
			return netip.Prefix{}, false
		}
		return o.parsePrefix(n, key)
	})
}

// prefixes reads a property that has a singular and a plural spelling, such as
// addressPrefix and addressPrefixes, or only a plural one. Exports may fill
// both; the plural one wins.
func (o *object) prefixes(plural string, singular ...string) topology.Property[[]netip.Prefix] {
	return valuesOf(o, plural, singular, o.parsePrefix)
}

// listOf reads a list of scalars. One unknown item makes the whole unknown; an
// item without meaning is reported and left out.
func listOf[T any](o *object, key string, parse func(n *tree.Node, key string) (T, bool)) topology.Property[[]T] {
	n := o.get(key)
	if n == nil {
		return topology.Property[[]T]{}
	}
	items := []*tree.Node{n}
	if n.Kind == tree.List {
		items = n.Items
	}
	out := make([]T, 0, len(items))
	for _, item := range items {
		if item.Is(tree.Unknown) {
			return unknownProperty[[]T](o, item, key)
		}
		if item = present(item); item == nil {
			continue
		}
		if v, ok := parse(item, key); ok {
			out = append(out, v)
		}
	}
	return topology.Known(out, n.Pos)
}

// valuesOf reads a plural property, and its singular spelling where the plural
// one is absent or empty. Empty lists and texts mean not set (NSG-3).
func valuesOf[T any](o *object, plural string, singular []string, parse func(n *tree.Node, key string) (T, bool)) topology.Property[[]T] {
	var p topology.Property[[]T]
	if !emptyValue(o.get(plural)) {
		p = listOf(o, plural, parse)
	}
	for _, key := range singular {
		n := o.get(key)
		if p.IsAbsent() && !emptyValue(n) {
			p = listOf(o, key, parse)
		}
	}
	return p
}

// emptyValue tells whether a value is absent, an empty list or an empty text.
func emptyValue(n *tree.Node) bool {
	return n == nil || n.Kind == tree.List && len(n.Items) == 0 || n.Kind == tree.String && n.Text == ""
}

// parseAddr reads an IP address or reports why it is none.
func (o *object) parseAddr(n *tree.Node, key string) (netip.Addr, bool) {
	if n.Kind != tree.String {
		o.wrongType(n, key, "an IP address")
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(strings.TrimSpace(n.Text))
	if err != nil || a.Zone() != "" {
		o.fail(n, "bad-address", key, fmt.Sprintf("%q is not an IP address", n.Text), addressHint(n.Text))
		return netip.Addr{}, false
	}
	return a.Unmap(), true
}

// parsePrefix reads a prefix in CIDR form or reports why it is none.
func (o *object) parsePrefix(n *tree.Node, key string) (netip.Prefix, bool) {
	if n.Kind != tree.String {
		o.wrongType(n, key, "a prefix such as 10.0.0.0/16")
		return netip.Prefix{}, false
	}
	p, err := netip.ParsePrefix(strings.TrimSpace(n.Text))
	if err != nil {
		o.fail(n, "bad-prefix", key, fmt.Sprintf("%q is not a prefix", n.Text), prefixHint(n.Text))
		return netip.Prefix{}, false
	}
	return o.wholePrefix(n, key, p)
}

// wholePrefix refuses a prefix with host bits set, as Azure does.
func (o *object) wholePrefix(n *tree.Node, key string, p netip.Prefix) (netip.Prefix, bool) {
	if p != p.Masked() {
		o.fail(n, "host-bits", key, fmt.Sprintf("%s has bits set behind its length", p),
			fmt.Sprintf("did you mean %s, or the one address %s/%d?", p.Masked(), p.Addr(), p.Addr().BitLen()))
		return netip.Prefix{}, false
	}
	return p, true
}

// prefixHint says what is wrong with a text that should be a prefix.
func prefixHint(s string) string {
	addr, length, hasLength := strings.Cut(strings.TrimSpace(s), "/")
	a, err := netip.ParseAddr(addr)
	switch {
	case strings.Contains(s, ","):
		return "give several prefixes as a list"
	case err == nil && !hasLength:
		return fmt.Sprintf("did you mean %s/%d?", a, a.BitLen())
	case err == nil && length != "":
		return fmt.Sprintf("the length must be a number from 0 to %d", a.BitLen())
	}
	return "expected an address and a length, as in 10.0.0.0/16"
}

// addressHint says what is wrong with a text that should be an address.
func addressHint(s string) string {
	if p, err := netip.ParsePrefix(strings.TrimSpace(s)); err == nil {
		return "did you mean " + p.Addr().String() + "?"
	}
	return "expected an address such as 10.0.0.4"
}
