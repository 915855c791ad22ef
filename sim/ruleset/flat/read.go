package flat

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Write writes the lines of rules.
func Write(w io.Writer, rules []Rule) error {
	var b strings.Builder
	for _, r := range rules {
		b.WriteString(r.String())
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Parse returns the rules of a text. The error names the line.
func Parse(text []byte) ([]Rule, error) {
	rules := make([]Rule, 0, 1+bytes.Count(text, []byte{'\n'}))
	for line := 1; len(text) > 0; line++ {
		var this []byte
		this, text, _ = bytes.Cut(text, []byte{'\n'})
		if len(bytes.TrimSpace(this)) == 0 {
			continue
		}
		r, err := parseRule(this)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		rules = append(rules, r)
	}
	return rules, nil
}

func parseRule(line []byte) (Rule, error) {
	s := scanner{rest: line}
	r := Rule{Allow: s.access(), Protocol: s.protocol()}
	r.Src = s.span(AnyAddress)
	r.SrcPort = s.span(AnyPort)
	r.Dst = s.span(AnyAddress)
	r.DstPort = s.span(AnyPort)
	if s.next(); s.err == nil && len(s.word) > 0 {
		s.fail("nothing more")
	}
	return r, s.err
}

// scanner reads the words of a line; after the first error it reads none.
type scanner struct {
	rest, word []byte
	err        error
}

func (s *scanner) next() {
	s.rest = bytes.TrimLeft(s.rest, " \t\r")
	end := bytes.IndexAny(s.rest, " \t\r")
	if end < 0 {
		end = len(s.rest)
	}
	s.word, s.rest = s.rest[:end], s.rest[end:]
}

func (s *scanner) fail(want string) {
	if s.err == nil {
		s.err = fmt.Errorf("%q is not %s", s.word, want)
	}
}

func (s *scanner) access() bool {
	s.next()
	switch string(s.word) {
	case "allow":
		return true
	case "deny":
	default:
		s.fail("allow or deny")
	}
	return false
}

func (s *scanner) protocol() Protocol {
	s.next()
	for p := AnyProtocol; p <= ICMP; p++ {
		if string(s.word) == p.String() {
			return p
		}
	}
	s.fail("a protocol: tcp, udp, icmp or *")
	return ProtocolUnset
}

// span reads two numbers in order, inside of limits.
func (s *scanner) span(limits Range) Range {
	r := Range{s.number(limits), s.number(limits)}
	if r.Lo > r.Hi {
		s.fail("at least the number before it")
	}
	return r
}

func (s *scanner) number(limits Range) uint32 {
	s.next()
	var n uint64
	for _, c := range s.word {
		if n = n*10 + uint64(c-'0'); c < '0' || c > '9' || n > uint64(limits.Hi) {
			s.fail(fmt.Sprintf("a number up to %d", limits.Hi))
			return 0
		}
	}
	if len(s.word) == 0 {
		s.fail("a number")
	}
	return uint32(n)
}
