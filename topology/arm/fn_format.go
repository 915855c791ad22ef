package arm

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"vnetproof/topology/tree"
)

// formatText is format(), which fills {0}, {1,10}, {2:N0} as .NET does.
func formatText(c *call) (*tree.Node, error) {
	layout, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	for _, a := range c.args[1:] {
		if u := c.r.firstUnknown(a); u != nil {
			return u, nil
		}
	}
	var b strings.Builder
	for layout != "" && b.Len() <= maxText {
		i := strings.IndexAny(layout, "{}")
		if i < 0 {
			b.WriteString(layout)
			break
		}
		b.WriteString(layout[:i])
		mark := layout[i]
		layout = layout[i+1:]
		if layout != "" && layout[0] == mark {
			b.WriteByte(mark)
			layout = layout[1:]
			continue
		}
		end := strings.IndexByte(layout, '}')
		if mark == '}' || end < 0 {
			return nil, errors.New("has a brace without its counterpart; a brace as such is written twice")
		}
		if err := c.hole(&b, layout[:end]); err != nil {
			return nil, err
		}
		layout = layout[end+1:]
	}
	return c.textResult(b.String())
}

// hole writes one argument as the text between braces asks: index[,width][:format].
func (c *call) hole(b *strings.Builder, spec string) error {
	spec, layout, _ := strings.Cut(spec, ":")
	index, width, _ := strings.Cut(spec, ",")
	i, err := strconv.Atoi(strings.TrimSpace(index))
	if err != nil || i < 0 || i+1 >= len(c.args) {
		return fmt.Errorf("has {%s}, but there are %d values", spec, len(c.args)-1)
	}
	v := c.args[i+1]
	if size := jsonSize(v, 0); size > maxText {
		return c.r.makeText(size)
	}
	s := plainText(v)
	if layout != "" && v.Is(tree.Number) {
		if s, err = formatNumber(v, layout); err != nil {
			return err
		}
	}
	if width == "" {
		b.WriteString(s)
		return nil
	}
	w, err := strconv.Atoi(strings.TrimSpace(width))
	if err != nil || w > 10_000 || w < -10_000 {
		return fmt.Errorf("cannot fill a width of %s", width)
	}
	fmt.Fprintf(b, "%*s", w, s)
	return nil
}

// formatNumber writes a number by a format of .NET: D, N, F, X with digits, or zeros.
func formatNumber(v *tree.Node, layout string) (string, error) {
	n, whole := wholeNumber(v)
	if strings.Trim(layout, "0") == "" && whole {
		return padDigits(n, len(layout)), nil
	}
	digits := -1
	if len(layout) > 1 {
		d, err := strconv.Atoi(layout[1:])
		if err != nil || d < 0 || d > 99 {
			return "", fmt.Errorf("does not know the number format %q", layout)
		}
		digits = d
	}
	f, err := strconv.ParseFloat(v.Text, 64)
	if err != nil {
		return "", fmt.Errorf("cannot format %s", v.Text)
	}
	switch upper := layout[0] &^ 0x20; {
	case upper == 'D' && whole:
		return padDigits(n, digits), nil
	case upper == 'X' && whole:
		s := fmt.Sprintf("%0*X", max(digits, 1), uint64(n))
		if layout[0] == 'x' {
			s = strings.ToLower(s)
		}
		return s, nil
	case upper == 'N', upper == 'F':
		if digits < 0 {
			digits = 2
		}
		s := strconv.FormatFloat(f, 'f', digits, 64)
		if upper == 'N' {
			s = groupThousands(s)
		}
		return s, nil
	case upper == 'G' && digits < 0:
		return v.Text, nil
	}
	return "", fmt.Errorf("does not know the number format %q", layout)
}

// padDigits writes a number with at least that many digits.
func padDigits(n int64, digits int) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	return sign + strings.Repeat("0", max(digits-len(s), 0)) + s
}

// groupThousands puts commas into the whole part of a number.
func groupThousands(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, fraction, dot := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if dot {
		whole += "." + fraction
	}
	return sign + whole
}
