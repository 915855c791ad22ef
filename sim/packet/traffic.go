package packet

import (
	"slices"
	"strconv"
	"strings"
)

// Traffic is what users mean by "tcp/443 udp/53 icmp": a set of protocols and
// ports, without addresses. It is immutable; the zero value is none.
type Traffic struct {
	terms []term // at least one port pair each; sorted by word; see simplify
	first term   // what stood first in the text, for Sample
}

// term is one word of traffic. Only words of protocols with ports have port
// sets other than all.
type term struct {
	word     word
	src, dst PortSet
	// firstSrc and firstDst are the ports written first, for Sample.
	firstSrc, firstDst uint16
}

// word is an IP protocol number, or wordICMP, whose number depends on the family.
// Its order is the order in which words are printed.
type word uint16

const (
	wordTCP word = iota
	wordUDP
	wordICMP
	wordESP
	wordAH
	wordNumber // wordNumber + n is protocol n, of those without a word above
)

// anyWords are the words that "any" stands for: what a virtual network carries.
var anyWords = []word{wordTCP, wordUDP, wordICMP, wordESP, wordAH}

// wordOf returns the word of protocol p whatever the family.
func wordOf(p Protocol) word {
	switch p {
	case TCP:
		return wordTCP
	case UDP:
		return wordUDP
	case ESP:
		return wordESP
	case AH:
		return wordAH
	}
	return wordNumber + word(p)
}

// protocol returns the number that w has in packets of family f.
func (w word) protocol(f Family) Protocol {
	switch w {
	case wordTCP:
		return TCP
	case wordUDP:
		return UDP
	case wordICMP:
		return ICMPOf(f)
	case wordESP:
		return ESP
	case wordAH:
		return AH
	}
	return Protocol(w - wordNumber)
}

func (w word) String() string {
	if w == wordICMP {
		return "icmp"
	}
	if w > wordNumber {
		return strconv.Itoa(int(w - wordNumber))
	}
	return w.protocol(IPv4).String()
}

func (t term) isAll() bool { return t.src.IsAll() && t.dst.IsAll() }

func (t term) contains(o term) bool {
	return t.word == o.word && t.src.ContainsSet(o.src) && t.dst.ContainsSet(o.dst)
}

func wholeTerm(w word) term {
	t := term{word: w, src: AllPorts(), dst: AllPorts()}
	switch w {
	case wordTCP:
		t.firstSrc, t.firstDst = samplePort, 443
	case wordUDP:
		t.firstSrc, t.firstDst = samplePort, 53
	}
	return t
}

// AnyTraffic returns what the word "any" means: tcp, udp, icmp, esp and ah.
func AnyTraffic() Traffic {
	var terms []term
	for _, w := range anyWords {
		terms = append(terms, wholeTerm(w))
	}
	return Traffic{terms: terms, first: terms[0]}
}

// NewTraffic returns the traffic that services describe in packets of family f,
// where "icmp" is one protocol number and not the other.
func NewTraffic(f Family, services ...Service) Traffic {
	var terms []term
	for _, s := range services {
		s = NewService(s.Protocols, s.SrcPorts, s.DstPorts)
		for p := range s.Protocols.All() {
			w := wordOf(p)
			if p == ICMPOf(f) {
				w = wordICMP
			}
			terms = append(terms, serviceTerm(w, s))
		}
	}
	return newTraffic(terms)
}

// serviceTerm returns the term of one word of a canonical service.
func serviceTerm(w word, s Service) term {
	if w != wordTCP && w != wordUDP {
		return wholeTerm(w)
	}
	if s.SrcPorts.IsAll() && s.DstPorts.IsAll() {
		return wholeTerm(w)
	}
	t := term{word: w, src: s.SrcPorts, dst: s.DstPorts}
	t.firstSrc, _ = t.src.Lowest()
	t.firstDst, _ = t.dst.Lowest()
	return t
}

func newTraffic(terms []term) Traffic {
	if len(terms) == 0 {
		return Traffic{}
	}
	return Traffic{terms: simplify(terms), first: terms[0]}
}

// Services returns the exact set of t in packets of family f: protocols with
// equal ports are in one service.
func (t Traffic) Services(f Family) []Service {
	var services []Service
	for _, x := range t.terms {
		p := Of(x.word.protocol(f))
		same := func(s Service) bool { return s.SrcPorts.Equal(x.src) && s.DstPorts.Equal(x.dst) }
		if i := slices.IndexFunc(services, same); i >= 0 {
			services[i].Protocols = services[i].Protocols.Union(p)
		} else {
			services = append(services, Service{p, x.src, x.dst})
		}
	}
	return services
}

// Contains tells whether p is traffic of t; the family is that of p's addresses.
func (t Traffic) Contains(p Packet) bool {
	return slices.ContainsFunc(t.terms, func(x term) bool {
		return Service{Of(x.word.protocol(p.Family())), x.src, x.dst}.Contains(p)
	})
}

// IsEmpty tells whether t is no traffic at all.
func (t Traffic) IsEmpty() bool { return len(t.terms) == 0 }

// Words returns t in the words that ParseTraffic reads, each with its ports:
// "tcp/80,443", "udp/53 from 1024-65535". All that a virtual network carries is
// the one word "any".
func (t Traffic) Words() []string {
	var words []string
	terms := t.terms
	if isAny(terms) {
		words = append(words, "any")
		terms = terms[len(anyWords):]
	}
	for len(terms) > 0 {
		n := numberRun(terms)
		text := terms[0].word.String() + portWords(terms[0].src, terms[0].dst)
		if n > 1 {
			text += "-" + terms[n-1].word.String()
		}
		words = append(words, text)
		terms = terms[n:]
	}
	return words
}

// String returns the words joined by spaces; "none" for no traffic.
func (t Traffic) String() string {
	if t.IsEmpty() {
		return "none"
	}
	return strings.Join(t.Words(), " ")
}

// isAny tells whether simplified terms start with all that "any" means.
func isAny(terms []term) bool {
	if len(terms) < len(anyWords) {
		return false
	}
	for i, w := range anyWords {
		if terms[i].word != w || !terms[i].isAll() {
			return false
		}
	}
	return true
}

// numberRun returns how many terms from the first are consecutive numbers
// that print as one range; 1 where there is no range.
func numberRun(terms []term) int {
	n := 1
	for terms[0].word >= wordNumber && n < len(terms) && terms[n].word == terms[0].word+word(n) {
		n++
	}
	return n
}
