package expression

import (
	"strings"
)

// kind is a kind of token.
type kind uint8

const (
	end     kind = iota
	name         // concat, contoso.uniqueName
	text         // 'it''s'
	integer      // -1
	mark         // one of ( ) [ ] , .
)

// token is one word of an expression.
type token struct {
	kind   kind
	text   string // of a text without its quotes
	offset int
}

// lexer splits an expression into tokens.
type lexer struct {
	in  string
	pos int
}

// next returns the next token.
func (l *lexer) next() (token, *Error) {
	for l.pos < len(l.in) && strings.IndexByte(" \t\r\n", l.in[l.pos]) >= 0 {
		l.pos++
	}
	start := l.pos
	if start == len(l.in) {
		return token{kind: end, offset: start}, nil
	}
	switch c := l.in[start]; {
	case c == '\'':
		return l.quoted()
	case isLetter(c):
		l.skip(func(c byte) bool { return isLetter(c) || isDigit(c) })
		return token{name, l.in[start:l.pos], start}, nil
	case isDigit(c) || c == '-' && start+1 < len(l.in) && isDigit(l.in[start+1]):
		l.pos++
		l.skip(isDigit)
		return token{integer, l.in[start:l.pos], start}, nil
	case strings.IndexByte("()[],.", c) >= 0:
		l.pos++
		return token{mark, l.in[start:l.pos], start}, nil
	}
	return token{}, &Error{start, "unexpected " + quoteRune(l.in[start:])}
}

// skip passes all bytes that are wanted.
func (l *lexer) skip(wanted func(byte) bool) {
	for l.pos < len(l.in) && wanted(l.in[l.pos]) {
		l.pos++
	}
}

// quoted reads text in single quotes, in which two stand for one.
func (l *lexer) quoted() (token, *Error) {
	start := l.pos
	var b strings.Builder
	for rest := l.in[start+1:]; ; {
		i := strings.IndexByte(rest, '\'')
		if i < 0 {
			return token{}, &Error{start, "text without an end; expected a closing '"}
		}
		b.WriteString(rest[:i])
		rest = rest[i+1:]
		if !strings.HasPrefix(rest, "'") {
			l.pos = len(l.in) - len(rest)
			return token{text, b.String(), start}, nil
		}
		b.WriteByte('\'')
		rest = rest[1:]
	}
}

func isLetter(c byte) bool {
	return c == '_' || c == '$' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
