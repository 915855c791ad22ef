package arm

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
	"strings"

	"vnetproof/topology/tree"
)

var errOverflow = errors.New("makes a number that is too big")

var numericFunctions = map[string]function{
	"add":   {min: 2, max: 2, run: arithmetic(add)},
	"div":   {min: 2, max: 2, run: arithmetic(divide)},
	"float": {min: 1, max: 1, run: toFloat},
	"int":   {min: 1, max: 1, run: toInt},
	"max":   {min: 1, max: -1, run: extreme(1)},
	"min":   {min: 1, max: -1, run: extreme(-1)},
	"mod":   {min: 2, max: 2, run: arithmetic(remainder)},
	"mul":   {min: 2, max: 2, run: arithmetic(multiply)},
	"sub":   {min: 2, max: 2, run: arithmetic(subtract)},
}

// arithmetic makes a function of two whole numbers.
func arithmetic(f func(a, b int64) (int64, error)) func(*call) (*tree.Node, error) {
	return func(c *call) (*tree.Node, error) {
		a, err := c.intArg(0)
		if err != nil {
			return nil, err
		}
		b, err := c.intArg(1)
		if err != nil {
			return nil, err
		}
		n, err := f(a, b)
		if err != nil {
			return nil, err
		}
		return c.intResult(n)
	}
}

func add(a, b int64) (int64, error) {
	if sum := a + b; (sum > a) == (b > 0) {
		return sum, nil
	}
	return 0, errOverflow
}

func subtract(a, b int64) (int64, error) {
	if difference := a - b; (difference < a) == (b > 0) {
		return difference, nil
	}
	return 0, errOverflow
}

func multiply(a, b int64) (int64, error) {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	if high != 0 || low > math.MaxInt64 {
		return 0, errOverflow
	}
	return a * b, nil
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func divide(a, b int64) (int64, error) {
	switch {
	case b == 0:
		return 0, errors.New("divides by zero")
	case a == math.MinInt64 && b == -1:
		return 0, errOverflow
	}
	return a / b, nil
}

func remainder(a, b int64) (int64, error) {
	switch b {
	case 0:
		return 0, errors.New("divides by zero")
	case -1:
		return 0, nil
	}
	return a % b, nil
}

func toInt(c *call) (*tree.Node, error) {
	if c.args[0].Is(tree.String) {
		n, err := strconv.ParseInt(strings.TrimSpace(c.args[0].Text), 10, 64)
		if err != nil {
			return nil, c.wrong(0, "a whole number")
		}
		return c.intResult(n)
	}
	n, err := c.intArg(0)
	if err != nil {
		return nil, err
	}
	return c.intResult(n)
}

func toFloat(c *call) (*tree.Node, error) {
	if !c.args[0].Is(tree.String) && !c.args[0].Is(tree.Number) {
		return nil, c.wrong(0, "a number")
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(c.args[0].Text), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, c.wrong(0, "a number")
	}
	return tree.NewNumber(c.src.Pos, strconv.FormatFloat(f, 'f', -1, 64)), nil
}

// extreme makes max (sign 1) or min (-1), of a list or of the arguments.
func extreme(sign int) func(*call) (*tree.Node, error) {
	return func(c *call) (*tree.Node, error) {
		values := c.args
		if len(values) == 1 && values[0].Is(tree.List) {
			values = values[0].Items
		}
		if len(values) == 0 {
			return nil, errors.New("wants at least one number, found an empty list")
		}
		best := values[0]
		for i, v := range values {
			if v.Is(tree.Unknown) {
				return v, nil
			}
			if !v.Is(tree.Number) {
				return nil, errors.New("wants whole numbers, found " + describe(values[i]))
			}
			if compareNumbers(v, best)*sign > 0 {
				best = v
			}
		}
		return best, nil
	}
}
