package arm

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"vnetproof/topology/tree"
)

var stringFunctions = map[string]function{
	"endsWith":    {min: 2, max: 2, run: findText(func(s, part string) int64 { return truth(strings.HasSuffix(s, part)) }, true)},
	"format":      {min: 1, max: -1, run: formatText},
	"join":        {min: 2, max: 2, run: join},
	"padLeft":     {min: 2, max: 3, run: padLeft},
	"replace":     {min: 3, max: 3, run: replace},
	"split":       {min: 2, max: 2, run: split},
	"startsWith":  {min: 2, max: 2, run: findText(func(s, part string) int64 { return truth(strings.HasPrefix(s, part)) }, true)},
	"string":      {min: 1, max: 1, run: toText},
	"substring":   {min: 1, max: 3, run: substring},
	"toLower":     {min: 1, max: 1, run: mapText(strings.ToLower)},
	"toUpper":     {min: 1, max: 1, run: mapText(strings.ToUpper)},
	"trim":        {min: 1, max: 1, run: mapText(strings.TrimSpace)},
	"lastIndexOf": {min: 2, max: 2, run: indexIn(strings.LastIndex, lastItem)},
	"indexOf":     {min: 2, max: 2, run: indexIn(strings.Index, firstItem)},
}

// mapText makes a function of a function from text to text.
func mapText(f func(string) string) func(*call) (*tree.Node, error) {
	return func(c *call) (*tree.Node, error) {
		s, err := c.textArg(0)
		if err != nil {
			return nil, err
		}
		return c.textResult(f(s))
	}
}

// truth is 1 for true.
func truth(v bool) int64 {
	if v {
		return 1
	}
	return 0
}

// findText makes a function that looks for one text in another without regard
// to case; as a question it answers true or false.
func findText(f func(s, part string) int64, question bool) func(*call) (*tree.Node, error) {
	return func(c *call) (*tree.Node, error) {
		s, err := c.textArg(0)
		if err != nil {
			return nil, err
		}
		part, err := c.textArg(1)
		if err != nil {
			return nil, err
		}
		n := f(foldText(s), foldText(part))
		if question {
			return c.boolResult(n == 1)
		}
		return c.intResult(n)
	}
}

// foldText returns a text in one case, of equal length in characters.
func foldText(s string) string { return strings.Map(unicode.ToUpper, s) }

// indexIn makes indexOf or lastIndexOf: of text without regard to case, of
// lists with it.
func indexIn(inText func(s, part string) int, inList func(*call) (*tree.Node, error)) func(*call) (*tree.Node, error) {
	position := findText(func(s, part string) int64 {
		i := inText(s, part)
		if i < 0 {
			return -1
		}
		return runeCount(s[:i])
	}, false)
	return func(c *call) (*tree.Node, error) {
		if c.args[0].Is(tree.List) {
			return inList(c)
		}
		return position(c)
	}
}

// firstItem and lastItem return the index of an item of a list.
func firstItem(c *call) (*tree.Node, error) { return itemIndex(c, false) }
func lastItem(c *call) (*tree.Node, error)  { return itemIndex(c, true) }

func itemIndex(c *call, last bool) (*tree.Node, error) {
	items := c.args[0].Items
	found := -1
	for i, item := range items {
		same, u := c.r.equal(item, c.args[1])
		if u != nil {
			return u, nil
		}
		if same {
			found = i
			if !last {
				break
			}
		}
	}
	return c.intResult(int64(found))
}

// toText is string(): any value as text.
func toText(c *call) (*tree.Node, error) {
	if u := c.r.firstUnknown(c.args[0]); u != nil {
		return u, nil
	}
	if err := c.r.makeText(jsonSize(c.args[0], 0)); err != nil {
		return nil, err
	}
	return c.newText(plainText(c.args[0])), nil
}

func join(c *call) (*tree.Node, error) {
	items, err := c.listArg(0)
	if err != nil {
		return nil, err
	}
	sep, err := c.textArg(1)
	if err != nil {
		return nil, err
	}
	size := 0
	parts := make([]string, len(items))
	for i, item := range items {
		if u := c.r.firstUnknown(item); u != nil {
			return u, nil
		}
		if size += jsonSize(item, 0) + len(sep); size > maxText {
			break
		}
		parts[i] = plainText(item)
	}
	if err := c.r.makeText(size); err != nil {
		return nil, err
	}
	return c.newText(strings.Join(parts, sep)), nil
}

func padLeft(c *call) (*tree.Node, error) {
	if !c.args[0].Is(tree.String) && !c.args[0].Is(tree.Number) {
		return nil, c.wrong(0, "text or a number")
	}
	width, err := c.intArg(1)
	if err != nil {
		return nil, err
	}
	pad := " "
	if len(c.args) > 2 {
		if pad, err = c.textArg(2); err != nil {
			return nil, err
		}
		if runeCount(pad) != 1 {
			return nil, c.wrong(2, "a single character")
		}
	}
	s := c.args[0].Text
	missing := max(width-runeCount(s), 0)
	if missing > maxText {
		return nil, fmt.Errorf("makes a text of %d characters; at most %d are allowed", width, maxText)
	}
	return c.textResult(strings.Repeat(pad, int(missing)) + s)
}

func replace(c *call) (*tree.Node, error) {
	var s [3]string
	for i := range s {
		var err error
		if s[i], err = c.textArg(i); err != nil {
			return nil, err
		}
	}
	if s[1] == "" {
		return nil, errors.New("cannot replace an empty text")
	}
	grown := len(s[0]) + strings.Count(s[0], s[1])*(len(s[2])-len(s[1]))
	if err := c.r.makeText(grown); err != nil {
		return nil, err
	}
	return c.newText(strings.ReplaceAll(s[0], s[1], s[2])), nil
}

// split cuts a text at a delimiter or at any of several.
func split(c *call) (*tree.Node, error) {
	s, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	delimiters := []*tree.Node{c.args[1]}
	if c.args[1].Is(tree.List) {
		delimiters = c.args[1].Items
	}
	parts := []string{s}
	for _, d := range delimiters {
		if d.Is(tree.Unknown) {
			return d, nil
		}
		if !d.Is(tree.String) {
			return nil, c.wrong(1, "text or a list of texts")
		}
		parts = splitAll(parts, d.Text)
	}
	items := make([]*tree.Node, len(parts))
	for i, p := range parts {
		items[i] = c.newText(p)
	}
	return c.listResult(items)
}

// splitAll cuts each text at a delimiter; an empty one cuts nothing.
func splitAll(texts []string, delimiter string) []string {
	if delimiter == "" {
		return texts
	}
	var out []string
	for _, t := range texts {
		out = append(out, strings.Split(t, delimiter)...)
	}
	return out
}

func substring(c *call) (*tree.Node, error) {
	s, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	runes := []rune(s)
	size := int64(len(runes))
	var start int64
	if len(c.args) > 1 {
		if start, err = c.intArg(1); err != nil {
			return nil, err
		}
	}
	length := size - start
	if len(c.args) > 2 {
		if length, err = c.intArg(2); err != nil {
			return nil, err
		}
	}
	if start < 0 || length < 0 || start > size || length > size-start {
		return nil, fmt.Errorf("reaches outside of the text: from %d, %d characters of %d", start, length, size)
	}
	return c.textResult(string(runes[start : start+length]))
}
