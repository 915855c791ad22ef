package arm

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

var encodingFunctions = map[string]function{
	"base64":               {min: 1, max: 1, run: mapText(func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) })},
	"base64ToJson":         {min: 1, max: 1, run: base64ToJSON},
	"base64ToString":       {min: 1, max: 1, run: base64ToString},
	"dataUri":              {min: 1, max: 1, run: dataURI},
	"dataUriToString":      {min: 1, max: 1, run: dataURIToString},
	"guid":                 {min: 1, max: -1, run: hashed(hashGUID)},
	"json":                 {min: 1, max: 1, run: parseJSON},
	"newGuid":              {min: 0, max: 0, run: newGUID},
	"uniqueString":         {min: 1, max: -1, run: hashed(hashText)},
	"uri":                  {min: 2, max: 2, run: resolveURI},
	"uriComponent":         {min: 1, max: 1, run: mapText(escapeURI)},
	"uriComponentToString": {min: 1, max: 1, run: uriToString},
}

// decode64 decodes base64 into text.
func decode64(s string) (string, error) {
	out, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", fmt.Errorf("wants base64, found %s", shorten(s))
	}
	if !utf8.Valid(out) {
		return "", errors.New("wants base64 of text; this is binary")
	}
	return string(out), nil
}

func base64ToString(c *call) (*tree.Node, error) {
	s, err := c.textArg(0)
	if err == nil {
		s, err = decode64(s)
	}
	if err != nil {
		return nil, err
	}
	return c.textResult(s)
}

func base64ToJSON(c *call) (*tree.Node, error) {
	s, err := c.textArg(0)
	if err == nil {
		s, err = decode64(s)
	}
	if err != nil {
		return nil, err
	}
	return c.fromJSON(s)
}

func parseJSON(c *call) (*tree.Node, error) {
	s, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	return c.fromJSON(s)
}

// fromJSON reads JSON inside of text; its values stand where the expression stands.
func (c *call) fromJSON(s string) (*tree.Node, error) {
	s = doubleQuoted(s)
	if err := c.r.makeText(len(s)); err != nil {
		return nil, err
	}
	var diags source.Diagnostics
	root := tree.ParseJSON(source.NewFile(c.name, []byte(s)), []byte(s), &diags)
	if diags.HasErrors() {
		first := diags.Sorted()[0]
		_, column := first.Pos.LineColumn()
		return nil, fmt.Errorf("wants JSON; at character %d of %s: %s", column, shorten(s), first.Message)
	}
	return c.placed(root), nil
}

// doubleQuoted returns JSON with the texts in single quotes, which Azure takes
// too, in double quotes.
func doubleQuoted(s string) string {
	if !strings.Contains(s, "'") {
		return s
	}
	var b strings.Builder
	var quote byte
	for i := 0; i < len(s); i++ {
		ch := s[i]
		switch {
		case ch == '\\' && i+1 < len(s):
			i++
			if s[i] != '\'' {
				b.WriteByte(ch)
			}
			ch = s[i]
		case quote == 0 && (ch == '"' || ch == '\''):
			quote, ch = ch, '"'
		case quote != 0 && ch == quote:
			quote, ch = 0, '"'
		case quote == '\'' && ch == '"':
			b.WriteByte('\\')
		}
		b.WriteByte(ch)
	}
	return b.String()
}

// placed returns a tree with all nodes at the place of the expression.
func (c *call) placed(n *tree.Node) *tree.Node {
	c.r.spend(1)
	out := *n
	out.Pos, out.Width = c.src.Pos, c.src.Width
	out.Items, out.Members = nil, nil
	for _, item := range n.Items {
		out.Items = append(out.Items, c.placed(item))
	}
	for _, m := range n.Members {
		out.Members = append(out.Members, c.newMember(m.Key, c.placed(m.Value)))
	}
	return &out
}

func dataURI(c *call) (*tree.Node, error) {
	s, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	return c.textResult("data:text/plain;charset=utf8;base64," + base64.StdEncoding.EncodeToString([]byte(s)))
}

func dataURIToString(c *call) (*tree.Node, error) {
	s, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	kind, data, ok := strings.Cut(strings.TrimPrefix(s, "data:"), ",")
	if !ok || !strings.HasPrefix(s, "data:") {
		return nil, c.wrong(0, "a data URI")
	}
	if strings.HasSuffix(kind, ";base64") {
		data, err = decode64(data)
	} else {
		data, err = url.PathUnescape(data)
	}
	if err != nil {
		return nil, c.wrong(0, "a data URI")
	}
	return c.textResult(data)
}

// resolveURI is uri(): RFC 3986, section 5.
func resolveURI(c *call) (*tree.Node, error) {
	base, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	relative, err := c.textArg(1)
	if err != nil {
		return nil, err
	}
	b, err := url.Parse(base)
	if err != nil || !b.IsAbs() {
		return nil, c.wrong(0, "an absolute URI")
	}
	u, err := b.Parse(relative)
	if err != nil {
		return nil, c.wrong(1, "a relative URI")
	}
	return c.textResult(u.String())
}

// escapeURI escapes all but letters, digits and - _ . ~.
func escapeURI(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}

func uriToString(c *call) (*tree.Node, error) {
	s, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	out, err := url.PathUnescape(s)
	if err != nil {
		return nil, c.wrong(0, "an escaped URI")
	}
	return c.textResult(out)
}
