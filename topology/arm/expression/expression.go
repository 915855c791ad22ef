package expression

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Kind says what an Expr is.
type Kind uint8

const (
	// Text is a literal in quotes.
	Text Kind = iota + 1
	// Integer is a literal number.
	Integer
	// Call is a function call.
	Call
	// Access fetches a member or item: Args[0] is the value, Args[1] the key.
	Access
)

// String returns the kind in the words of a message.
func (k Kind) String() string {
	switch k {
	case Text:
		return "text"
	case Integer:
		return "number"
	case Call:
		return "call"
	case Access:
		return "access"
	}
	return "nothing"
}

// Expr is one node of an expression.
type Expr struct {
	Kind      Kind
	Offset    int     // byte offset in the string
	End       int     // byte offset behind it
	Text      string  // of a Text or Integer; the function's name of a Call
	Namespace string  // of a Call to a user-defined function
	Args      []*Expr // of a Call or Access
}

// Error says what is wrong where.
type Error struct {
	Offset  int
	Message string
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }

// Limits of an expression. Azure takes at most 24,576 characters.
const (
	maxLength = 64 << 10
	maxDepth  = 100
)

// Is tells whether a string of a template is an expression: [ … ], but not [[ … ].
func Is(s string) bool {
	return len(s) >= 2 && s[0] == '[' && s[len(s)-1] == ']' && s[1] != '['
}

// Literal returns what a string that is no expression stands for: [[ is [.
func Literal(s string) string {
	if strings.HasPrefix(s, "[[") {
		return s[1:]
	}
	return s
}

// Parse reads a string for which Is holds. Offsets count from its start.
func Parse(s string) (*Expr, *Error) {
	if len(s) > maxLength {
		return nil, &Error{0, fmt.Sprintf("the expression has %d characters; at most %d are read", len(s), maxLength)}
	}
	p := &parser{lexer: lexer{in: s[:len(s)-1], pos: 1}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	x, err := p.expr()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != end {
		return nil, p.unexpected("the end of the expression")
	}
	return x, nil
}

// parser reads by recursive descent with one token of look-ahead.
type parser struct {
	lexer lexer
	tok   token
	last  int // end of the token before tok
	depth int
}

// advance moves to the next token.
func (p *parser) advance() *Error {
	p.last = p.lexer.pos
	tok, err := p.lexer.next()
	p.tok = tok
	return err
}

// unexpected says what was wanted instead of the current token.
func (p *parser) unexpected(wanted string) *Error {
	if p.tok.kind == end {
		return &Error{p.tok.offset, "the expression ends here; expected " + wanted}
	}
	return &Error{p.tok.offset, "unexpected " + quoteRune(p.lexer.in[p.tok.offset:]) + "; expected " + wanted}
}

// is tells whether the current token is that mark.
func (p *parser) is(m string) bool { return p.tok.kind == mark && p.tok.text == m }

// expr reads a literal or call and what is fetched from it.
func (p *parser) expr() (*Expr, *Error) {
	if p.depth++; p.depth > maxDepth {
		return nil, &Error{p.tok.offset, fmt.Sprintf("nested deeper than %d levels", maxDepth)}
	}
	defer func() { p.depth-- }()
	x, err := p.primary()
	for chain := 0; err == nil && (p.is(".") || p.is("[")); chain++ {
		if chain > maxDepth {
			return nil, &Error{p.tok.offset, fmt.Sprintf("more than %d members in a row", maxDepth)}
		}
		x, err = p.access(x)
	}
	return x, err
}

// primary reads a literal or call.
func (p *parser) primary() (*Expr, *Error) {
	tok := p.tok
	switch tok.kind {
	case text, integer:
		kind := Text
		if tok.kind == integer {
			kind = Integer
			if _, err := strconv.ParseInt(tok.text, 10, 64); err != nil {
				return nil, &Error{tok.offset, tok.text + " is too big for a number of a template"}
			}
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		return &Expr{Kind: kind, Offset: tok.offset, End: p.last, Text: tok.text}, nil
	case name:
		return p.call()
	}
	return nil, p.unexpected("a function, text in single quotes or a number")
}

// call reads a function's name and arguments.
func (p *parser) call() (*Expr, *Error) {
	x := &Expr{Kind: Call, Offset: p.tok.offset, Text: p.tok.text}
	if err := p.advance(); err != nil {
		return nil, err
	}
	for p.is(".") {
		if err := p.advance(); err != nil {
			return nil, err
		}
		if p.tok.kind != name {
			return nil, p.unexpected("the name of a function")
		}
		x.Namespace = strings.TrimPrefix(x.Namespace+"."+x.Text, ".")
		x.Text = p.tok.text
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	if !p.is("(") {
		return nil, p.unexpected("( after " + x.Text)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	return x, p.args(x)
}

// args reads arguments up to the closing parenthesis.
func (p *parser) args(x *Expr) *Error {
	for !p.is(")") {
		arg, err := p.expr()
		if err != nil {
			return err
		}
		x.Args = append(x.Args, arg)
		if p.is(",") {
			if err := p.advance(); err != nil {
				return err
			}
			if p.is(")") {
				return p.unexpected("an argument")
			}
		} else if !p.is(")") {
			return p.unexpected(", or )")
		}
	}
	x.End = p.lexer.pos
	return p.advance()
}

// access reads .member or [key] after x.
func (p *parser) access(x *Expr) (*Expr, *Error) {
	out := &Expr{Kind: Access, Offset: x.Offset}
	dotted := p.is(".")
	if err := p.advance(); err != nil {
		return nil, err
	}
	if dotted {
		if p.tok.kind != name {
			return nil, p.unexpected("the name of a member")
		}
		key := &Expr{Kind: Text, Offset: p.tok.offset, End: p.lexer.pos, Text: p.tok.text}
		out.Args, out.End = []*Expr{x, key}, p.lexer.pos
		return out, p.advance()
	}
	key, err := p.expr()
	if err != nil {
		return nil, err
	}
	if !p.is("]") {
		return nil, p.unexpected("]")
	}
	out.Args, out.End = []*Expr{x, key}, p.lexer.pos
	return out, p.advance()
}

// quoteRune returns the first character of s for a message.
func quoteRune(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	return strconv.QuoteRune(r)
}
