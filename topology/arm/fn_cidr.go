package arm

import (
	"fmt"
	"math/big"
	"net/netip"

	"vnetproof/topology/tree"
)

var cidrFunctions = map[string]function{
	"cidrHost":   {min: 2, max: 2, run: cidrHost},
	"cidrSubnet": {min: 3, max: 3, run: cidrSubnet},
	"parseCidr":  {min: 1, max: 1, run: parseCIDR},
}

// prefixArg returns an argument that must be an address range.
func (c *call) prefixArg(i int) (netip.Prefix, error) {
	s, err := c.textArg(i)
	if err != nil {
		return netip.Prefix{}, err
	}
	p, err := netip.ParsePrefix(s)
	if err != nil || p.Addr().Is4In6() {
		return netip.Prefix{}, c.wrong(i, "an address range as in 10.0.0.0/16")
	}
	return p.Masked(), nil
}

// addressNumber and numberAddress turn an address into a number and back.
func addressNumber(a netip.Addr) *big.Int { return new(big.Int).SetBytes(a.AsSlice()) }

func numberAddress(n *big.Int, bits int) netip.Addr {
	raw := make([]byte, bits/8)
	a, _ := netip.AddrFromSlice(n.FillBytes(raw))
	return a
}

// lastAddress returns the last address of a range.
func lastAddress(p netip.Prefix) netip.Addr {
	bits := p.Addr().BitLen()
	size := new(big.Int).Lsh(big.NewInt(1), uint(bits-p.Bits()))
	return numberAddress(size.Sub(size, big.NewInt(1)).Add(size, addressNumber(p.Addr())), bits)
}

// usable returns the first and last address of a range that hosts may have.
func usable(p netip.Prefix) (first, last netip.Addr) {
	first, last = p.Addr(), lastAddress(p)
	if first.Is4() && p.Bits() < 31 {
		return first.Next(), last.Prev()
	}
	return first, last
}

func parseCIDR(c *call) (*tree.Node, error) {
	p, err := c.prefixArg(0)
	if err != nil {
		return nil, err
	}
	bits := p.Addr().BitLen()
	mask := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	mask.Sub(mask, new(big.Int).Lsh(big.NewInt(1), uint(bits-p.Bits())))
	first, last := usable(p)
	members := []tree.Member{
		c.textMember("network", p.Addr().String()),
		c.textMember("netmask", numberAddress(mask, bits).String()),
	}
	if p.Addr().Is4() {
		members = append(members, c.textMember("broadcast", lastAddress(p).String()))
	}
	cidr, _ := c.intResult(int64(p.Bits()))
	return c.objectResult(append(members,
		c.textMember("firstUsable", first.String()), c.textMember("lastUsable", last.String()), c.newMember("cidr", cidr)))
}

// cidrSubnet cuts a range into ranges of a longer prefix and returns one of them.
func cidrSubnet(c *call) (*tree.Node, error) {
	p, err := c.prefixArg(0)
	if err != nil {
		return nil, err
	}
	length, err := c.intArg(1)
	if err != nil {
		return nil, err
	}
	index, err := c.intArg(2)
	if err != nil {
		return nil, err
	}
	bits := p.Addr().BitLen()
	if length < int64(p.Bits()) || length > int64(bits) {
		return nil, fmt.Errorf("wants a prefix length from %d to %d as second argument, found %d", p.Bits(), bits, length)
	}
	count := new(big.Int).Lsh(big.NewInt(1), uint(length)-uint(p.Bits()))
	if index < 0 || big.NewInt(index).Cmp(count) >= 0 {
		return nil, fmt.Errorf("has no subnet %d: %s holds %s of length %d", index, p, count, length)
	}
	start := new(big.Int).Lsh(big.NewInt(index), uint(bits)-uint(length))
	first := numberAddress(start.Add(start, addressNumber(p.Addr())), bits)
	return c.textResult(netip.PrefixFrom(first, int(length)).String())
}

// cidrHost returns a host's address; index 0 is the first after the network's.
func cidrHost(c *call) (*tree.Node, error) {
	p, err := c.prefixArg(0)
	if err != nil {
		return nil, err
	}
	index, err := c.intArg(1)
	if err != nil {
		return nil, err
	}
	host := new(big.Int).Add(addressNumber(p.Addr()), big.NewInt(index))
	host.Add(host, big.NewInt(1))
	_, last := usable(p)
	if index < 0 || host.Cmp(addressNumber(last)) > 0 {
		return nil, fmt.Errorf("has no host %d in %s", index, p)
	}
	return c.textResult(numberAddress(host, p.Addr().BitLen()).String())
}
