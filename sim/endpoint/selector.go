package endpoint

import (
	"net/netip"
	"strings"

	"vnetproof/sim/packet"
)

// Selector is what a user wrote to name an end: terms that add and terms that
// exclude. It is not yet looked up in any design.
type Selector struct {
	Text  string
	Terms []Term
}

// Term is one of the terms that a comma joins.
type Term struct {
	Exclude bool // "!" stood before it
	Kind    Kind
	// Name is what follows the colon, or the whole of a bare word or resource ID.
	Name string
	// Key is the key of a resource tag, of which Name is the value.
	Key string
	// Addresses are those of an ip or cidr term.
	Addresses packet.AddrSet
	// Offset and Width say where the term stands in the text, "!" left out.
	Offset, Width int
}

// String returns the text as written.
func (s Selector) String() string { return s.Text }

// OnlyExcludes tells whether no term adds, so that the selector starts from any.
func (s Selector) OnlyExcludes() bool {
	for _, t := range s.Terms {
		if !t.Exclude {
			return false
		}
	}
	return true
}

// Parse reads a selector. All that is wrong is in the error, which is of type
// Errors.
func Parse(text string) (Selector, error) {
	p := parser{selector: Selector{Text: text}}
	offset := 0
	for piece := range strings.SplitSeq(text, ",") {
		p.term(piece, offset)
		offset += len(piece) + 1
	}
	if len(p.errors) > 0 {
		return Selector{}, p.errors
	}
	return p.selector, nil
}

// parser collects terms and errors.
type parser struct {
	selector Selector
	errors   Errors
}

func (p *parser) fail(offset, width int, message, hint string) {
	p.errors = append(p.errors, &Error{Text: p.selector.Text, Offset: offset, Width: width, Message: message, Hint: hint})
}

// term reads what stands between two commas.
func (p *parser) term(piece string, offset int) {
	body, exclude := strings.CutPrefix(strings.TrimLeft(piece, " \t"), "!")
	body = strings.TrimLeft(body, " \t")
	offset += len(piece) - len(body)
	body = strings.TrimRight(body, " \t")
	t := Term{Exclude: exclude, Offset: offset, Width: len(body)}
	switch {
	case body == "" && p.selector.Text == "":
		p.fail(offset, 0, "no selector", "write for example subnet:web/frontend, vm:web1 or internet")
		return
	case body == "":
		p.fail(offset, 0, "a selector is missing", "leave out the comma, or write a selector on both sides of it")
		return
	case strings.HasPrefix(body, "!"):
		p.fail(offset, 1, "a second ! says nothing", "write one")
		return
	}
	if p.fill(&t, body) {
		p.selector.Terms = append(p.selector.Terms, t)
	}
}

// fill reads kind and name of a term.
func (p *parser) fill(t *Term, body string) bool {
	if kind, ok := kindOf(body); ok {
		t.Kind = kind
		return p.alone(t)
	}
	if strings.HasPrefix(body, "/") {
		return p.resourceID(t, body)
	}
	if kind, ok := addressKind(body); ok {
		t.Kind = kind
		return p.address(t, body, t.Offset)
	}
	word, name, hasKind := strings.Cut(body, ":")
	if !hasKind {
		return p.bare(t, body)
	}
	kind, ok := kindOf(word)
	if !ok {
		p.fail(t.Offset, len(word), "unknown kind of endpoint "+quote(word), meantKind(word))
		return false
	}
	t.Kind, t.Name = kind, name
	return p.named(t, t.Offset+len(word)+1)
}

// alone takes a kind's word without a name.
func (p *parser) alone(t *Term) bool {
	if t.Kind != Internet && t.Kind != Any {
		p.fail(t.Offset, t.Width, "a name is missing after "+quote(t.Kind.String()), "write "+t.Kind.form())
		return false
	}
	return true
}

// named checks what follows the colon at offset.
func (p *parser) named(t *Term, offset int) bool {
	trimmed := strings.TrimLeft(t.Name, " \t")
	offset += len(t.Name) - len(trimmed)
	t.Name = trimmed
	switch {
	case t.Kind == Internet || t.Kind == Any:
		p.fail(t.Offset, t.Width, t.Kind.String()+" takes no name", "write "+t.Kind.String())
		return false
	case t.Name == "":
		p.fail(offset, 0, "a name is missing after "+quote(t.Kind.String()+":"), "write "+t.Kind.form())
		return false
	case t.Kind == IP || t.Kind == CIDR:
		return p.address(t, t.Name, offset)
	case t.Kind == Tag:
		return p.tag(t, offset)
	}
	return p.path(t, offset)
}

// tag splits KEY=VALUE.
func (p *parser) tag(t *Term, offset int) bool {
	key, value, ok := strings.Cut(t.Name, "=")
	if !ok || key == "" {
		p.fail(offset, len(t.Name), quote(t.Name)+" is no resource tag", "write tag:KEY=VALUE, as in tag:env=prod; * matches any value")
		return false
	}
	t.Key, t.Name = key, value
	return true
}

// path checks a name of one or more parts.
func (p *parser) path(t *Term, offset int) bool {
	most := t.Kind.parts()
	parts := strings.Split(t.Name, "/")
	switch {
	case strings.HasPrefix(t.Name, "/"):
		p.fail(offset, len(t.Name), "a resource ID needs no kind before it", "write "+t.Name)
	case strings.Contains("/"+t.Name+"/", "//"):
		p.fail(offset, len(t.Name), "a part of "+quote(t.Name)+" is empty", "write "+t.Kind.form())
	case len(parts) > most:
		p.fail(offset, len(t.Name), quote(t.Name)+" has more parts than "+t.Kind.form(), "write "+longForm(t.Kind))
	default:
		return true
	}
	return false
}

// parts returns how many parts a name of the kind may have.
func (k Kind) parts() int {
	switch k {
	case Subnet, Bare:
		return 4
	case ResourceGroup:
		return 2
	case Subscription, Region, Service, FQDN:
		return 1
	}
	return 3
}

func longForm(k Kind) string {
	switch k.parts() {
	case 1:
		return k.form()
	case 2:
		return k.String() + ":SUBSCRIPTION/NAME or " + k.form()
	case 4:
		return "subnet:SUBSCRIPTION/RG/VNET/SUBNET, subnet:RG/VNET/SUBNET or subnet:VNET/SUBNET"
	}
	return k.String() + ":SUBSCRIPTION/RG/NAME, " + k.String() + ":RG/NAME or " + k.form()
}

// bare takes a word without kind, such as "web/frontend".
func (p *parser) bare(t *Term, body string) bool {
	t.Kind, t.Name = Bare, body
	if strings.ContainsAny(body, " \t=") {
		p.fail(t.Offset, t.Width, quote(body)+" is no endpoint", "join selectors by commas; write for example subnet:web/frontend, vm:web1 or internet")
		return false
	}
	return p.path(t, t.Offset)
}

// resourceID takes a full resource ID.
func (p *parser) resourceID(t *Term, body string) bool {
	t.Kind, t.Name = ResourceID, body
	lower := strings.ToLower(body)
	if !strings.HasPrefix(lower, "/subscriptions/") && !strings.HasPrefix(lower, "/providers/") {
		p.fail(t.Offset, t.Width, quote(body)+" is no resource ID", "resource IDs start with /subscriptions/")
		return false
	}
	return true
}

// addressKind tells whether a word without kind is an address or prefix.
func addressKind(body string) (Kind, bool) {
	if _, err := netip.ParseAddr(body); err == nil {
		return IP, true
	}
	if _, err := netip.ParsePrefix(body); err == nil {
		return CIDR, true
	}
	return Bare, false
}

// address reads an address, prefix or range.
func (p *parser) address(t *Term, text string, offset int) bool {
	r, err := packet.ParseAddrRange(text)
	if err != nil {
		message, hint, hasHint := strings.Cut(err.Error(), "; ")
		if !hasHint {
			hint = "write " + t.Kind.form()
		}
		p.fail(offset, len(text), message, hint)
		return false
	}
	t.Name = text
	t.Addresses = packet.AddrSetOf(r)
	return true
}
