package packet

import (
	"fmt"
	"strconv"
	"strings"
)

// habits are words of other tools and what they are called here.
var habits = map[string]string{
	"*": "any", "all": "any", "ip": "any", "ipv4": "any", "ipv6": "any",
	"icmpv6": "icmp", "icmp6": "icmp", "icmpv4": "icmp", "ping": "icmp", "echo": "icmp",
	"http": "tcp/80", "https": "tcp/443", "ssh": "tcp/22", "rdp": "tcp/3389", "sql": "tcp/1433",
	"smb": "tcp/445", "dns": "udp/53 tcp/53", "ntp": "udp/123", "ipsec": "esp", "gre": "47",
}

// unknown is the error for a word that names no protocol.
func (p *trafficParser) unknown(f field, name string) error {
	f.text = name
	if _, err := strconv.Atoi(name); err == nil {
		return p.fail(f, fmt.Sprintf("%s is no IP protocol number", name), "they run from 0 to 255; a port stands after its protocol, as in tcp/"+name)
	}
	message := fmt.Sprintf("unknown traffic word %q", name)
	if name == "" {
		message = "a protocol is missing"
	}
	return p.fail(f, message, meant(name))
}

// meant returns "did you mean ...?" or the words there are.
func meant(name string) string {
	if better, ok := habits[name]; ok {
		return "did you mean " + better + "?"
	}
	for _, known := range []string{"tcp", "udp"} {
		if rest, ok := strings.CutPrefix(name, known); ok {
			return fmt.Sprintf("did you mean %s/%s?", known, strings.TrimLeft(rest, ":-,. "))
		}
	}
	for _, known := range []string{"tcp", "udp", "icmp", "esp", "ah", "any", "from"} {
		if isNear(name, known) {
			return "did you mean " + known + "?"
		}
	}
	return "known are tcp, udp, icmp, esp, ah, any and IP protocol numbers, as in tcp/80,443 udp/53"
}

// badPort is the error for a piece of a port list that is no port.
func (p *trafficParser) badPort(f field) error {
	message := fmt.Sprintf("%q is no port", f.text)
	switch {
	case f.text == "*":
		return p.fail(f, message, "leave the ports out for all of them, as in tcp")
	case strings.Contains(f.text, "/"):
		return p.fail(f, message, "join words by spaces, as in tcp/443 udp/53")
	}
	return p.fail(f, message, "ports run from 0 to 65535, as in tcp/80,443,8000-8100")
}

// isNear tells whether one changed, added, missing or swapped letter makes a b.
func isNear(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) || a[i+1:] == b[i+1:] {
		return true
	}
	return i+2 <= len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
