package packet

import (
	"fmt"
	"strconv"
	"strings"
)

// maxWords bounds the words of one traffic text, which people write by hand.
const maxWords = 4096

// TrafficError says where a traffic text is wrong and what to write instead.
type TrafficError struct {
	Text          string
	Offset, Width int // bytes in Text
	Message, Hint string
}

// Error returns `unknown protocol "tpc" at offset 0 of "tpc/443"; did you mean tcp?`.
func (e *TrafficError) Error() string {
	text := fmt.Sprintf("%s at offset %d of %q", e.Message, e.Offset, e.Text)
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// field is a piece of the text without spaces and where it starts.
type field struct {
	text   string
	offset int
}

// trafficParser reads fields from left to right.
type trafficParser struct {
	text   string
	fields []field
}

// ParseTraffic reads traffic words joined by spaces: tcp/443,
// tcp/80,443,8000-8100, udp, icmp, esp, ah, any, an IP protocol number or a
// range of them, and "tcp/443 from 1024-65535" to restrict source ports. Upper
// and lower case are alike. An error is a *TrafficError.
func ParseTraffic(text string) (Traffic, error) {
	p := trafficParser{text: text, fields: fieldsOf(text)}
	switch {
	case len(p.fields) == 0:
		return Traffic{}, p.fail(field{}, "no traffic", "write for example tcp/443, udp/53, icmp or any")
	case len(p.fields) > maxWords:
		return Traffic{}, p.fail(p.fields[maxWords], fmt.Sprintf("more than %d words", maxWords), "write port lists and ranges")
	}
	var terms []term
	for len(p.fields) > 0 {
		next, err := p.word()
		if err != nil {
			return Traffic{}, err
		}
		terms = append(terms, next...)
	}
	return newTraffic(terms), nil
}

func fieldsOf(text string) []field {
	var fields []field
	offset := 0
	for word := range strings.FieldsFuncSeq(text, isSpace) {
		offset += strings.Index(text[offset:], word)
		fields = append(fields, field{strings.ToLower(word), offset})
		offset += len(word)
	}
	return fields
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

func (p *trafficParser) fail(f field, message, hint string) error {
	return &TrafficError{p.text, f.offset, len(f.text), message, hint}
}

// word reads one word, and "from PORTS" where it follows.
func (p *trafficParser) word() ([]term, error) {
	f := p.fields[0]
	p.fields = p.fields[1:]
	name, ports, hasPorts := strings.Cut(f.text, "/")
	words, err := p.protocols(f, name)
	if err != nil {
		return nil, err
	}
	dst, src := portList{set: AllPorts()}, portList{set: AllPorts()}
	if hasPorts {
		if dst, err = p.ports(field{ports, f.offset + len(name) + 1}); err != nil {
			return nil, err
		}
	}
	from := len(p.fields) > 0 && p.fields[0].text == "from"
	if from {
		if src, err = p.from(); err != nil {
			return nil, err
		}
	}
	if hasPorts || from {
		return p.ported(f, name, words, src, dst)
	}
	return wholeTerms(words), nil
}

func wholeTerms(words []word) []term {
	terms := make([]term, len(words))
	for i, w := range words {
		terms[i] = wholeTerm(w)
	}
	return terms
}

// ported returns the one term of a protocol with ports.
func (p *trafficParser) ported(f field, name string, words []word, src, dst portList) ([]term, error) {
	if len(words) == 1 && (words[0] == wordTCP || words[0] == wordUDP) {
		t := wholeTerm(words[0])
		t.src, t.dst = src.set, dst.set
		if !t.src.Contains(t.firstSrc) {
			t.firstSrc = src.first
		}
		if !dst.set.IsAll() {
			t.firstDst = dst.first
		}
		return []term{t}, nil
	}
	hint := "only tcp and udp have ports; write " + name
	if name == "any" {
		hint = "write one word for each of tcp and udp, such as tcp/443 udp/443"
	}
	return nil, p.fail(f, fmt.Sprintf("%s has no ports", name), hint)
}

// from reads what follows the word "from".
func (p *trafficParser) from() (portList, error) {
	keyword := p.fields[0]
	if len(p.fields) == 1 {
		return portList{}, p.fail(keyword, `no source ports after "from"`, "write for example: tcp/443 from 1024-65535")
	}
	ports := p.fields[1]
	p.fields = p.fields[2:]
	return p.ports(ports)
}

// protocols returns the words that a name stands for.
func (p *trafficParser) protocols(f field, name string) ([]word, error) {
	switch name {
	case "any":
		return anyWords, nil
	case "icmp":
		return []word{wordICMP}, nil
	case "from":
		return nil, p.fail(f, `"from" without a protocol before it`, "write for example: tcp/443 from 1024-65535")
	}
	for _, w := range anyWords {
		if name == w.String() {
			return []word{w}, nil
		}
	}
	lo, hi, isRange := strings.Cut(name, "-")
	if !isRange {
		hi = lo
	}
	first, err1 := strconv.ParseUint(lo, 10, 8)
	last, err2 := strconv.ParseUint(hi, 10, 8)
	if err1 != nil || err2 != nil || first > last {
		return nil, p.unknown(f, name)
	}
	var words []word
	for n := first; n <= last; n++ {
		words = append(words, wordOf(Protocol(n)))
	}
	return words, nil
}

// portList is a set of ports and the one that was written first.
type portList struct {
	set   PortSet
	first uint16
}

// ports reads "80,443,8000-8100".
func (p *trafficParser) ports(f field) (portList, error) {
	var ranges []PortRange
	offset := f.offset
	for piece := range strings.SplitSeq(f.text, ",") {
		r, err := p.portRange(field{piece, offset})
		if err != nil {
			return portList{}, err
		}
		ranges = append(ranges, r)
		offset += len(piece) + 1
	}
	return portList{PortSetOf(ranges...), ranges[0].Lo}, nil
}

func (p *trafficParser) portRange(f field) (PortRange, error) {
	lo, hi, isRange := strings.Cut(f.text, "-")
	if !isRange {
		hi = lo
	}
	first, err1 := strconv.ParseUint(lo, 10, 16)
	last, err2 := strconv.ParseUint(hi, 10, 16)
	switch {
	case f.text == "":
		return PortRange{}, p.fail(f, "a port is missing", "write ports without spaces, such as tcp/80,443,8000-8100")
	case err1 != nil || err2 != nil:
		return PortRange{}, p.badPort(f)
	case first > last:
		return PortRange{}, p.fail(f, fmt.Sprintf("port range %q runs backwards", f.text), fmt.Sprintf("write %d-%d", last, first))
	}
	return PortRange{uint16(first), uint16(last)}, nil
}
