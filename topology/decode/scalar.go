package decode

import (
	"fmt"
	"strconv"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// unknownProperty carries a value that the input does not give into the model.
func unknownProperty[T any](o *object, n *tree.Node, key string) topology.Property[T] {
	o.notKnown(n, key)
	return topology.NotKnown[T](topology.Unknown{Why: n.Why, Supply: n.Supply, AddressOf: addressOf(n.Ref)}, n.Pos)
}

// addressOf is the resource whose first private address a value will be, as
// readers name it: properties.ipConfigurations[0].properties.privateIPAddress of
// a template, ip_configuration[0].private_ip_address of a Terraform plan.
func addressOf(r *tree.Ref) topology.ID {
	if r == nil {
		return ""
	}
	path := strings.ToLower(strings.ReplaceAll(r.Path, "_", ""))
	parent, isAddress := strings.CutSuffix(path, "privateipaddress")
	index := strings.IndexByte(parent, '[')
	if !isAddress || index >= 0 && !strings.HasPrefix(parent[index:], "[0]") {
		return ""
	}
	return topology.ID(r.ID)
}

// scalar reads a property with parse, which returns what was expected where it fails.
func scalar[T any](o *object, n *tree.Node, key string, parse func(n *tree.Node) (T, bool)) topology.Property[T] {
	switch {
	case n == nil:
		return topology.Property[T]{}
	case n.Kind == tree.Unknown:
		return unknownProperty[T](o, n, key)
	}
	v, ok := parse(n)
	if !ok {
		return topology.Property[T]{}
	}
	return topology.Known(v, n.Pos)
}

// str reads a text property; an empty text is absent.
func (o *object) str(key string) topology.Property[string] {
	return scalar(o, o.get(key), key, func(n *tree.Node) (string, bool) {
		if n.Kind == tree.List || n.Kind == tree.Object {
			o.wrongType(n, key, "text")
			return "", false
		}
		return o.d.kept(n.Text), n.Text != ""
	})
}

// boolean reads a true-or-false property; Azure takes the words as text too.
func (o *object) boolean(keys ...string) topology.Property[bool] {
	n, key := o.first(keys...)
	return scalar(o, n, key, func(n *tree.Node) (bool, bool) {
		if n.Kind == tree.Bool || n.Kind == tree.String {
			switch strings.ToLower(n.Text) {
			case "true":
				return true, true
			case "false":
				return false, true
			}
		}
		o.wrongType(n, key, "true or false")
		return false, false
	})
}

// integer reads a number from low to high.
func (o *object) integer(key string, low, high int) topology.Property[int] {
	return scalar(o, o.get(key), key, func(n *tree.Node) (int, bool) {
		v, err := strconv.Atoi(strings.TrimSpace(n.Text))
		if n.Kind != tree.Number && n.Kind != tree.String || err != nil {
			o.wrongType(n, key, "a whole number")
			return 0, false
		}
		if v < low || v > high {
			o.fail(n, "out-of-range", key, fmt.Sprintf("%d is out of range", v), fmt.Sprintf("expected %d to %d", low, high))
			return 0, false
		}
		return v, true
	})
}

// number64 reads a number that may exceed 32 bits, such as an AS number.
func (o *object) number64(key string, high int64) topology.Property[int64] {
	return scalar(o, o.get(key), key, func(n *tree.Node) (int64, bool) {
		v, err := strconv.ParseInt(strings.TrimSpace(n.Text), 10, 64)
		if err != nil {
			o.wrongType(n, key, "a whole number")
			return 0, false
		}
		if v < 0 || v > high {
			o.fail(n, "out-of-range", key, fmt.Sprintf("%d is out of range", v), fmt.Sprintf("expected 0 to %d", high))
			return 0, false
		}
		return v, true
	})
}

// word is one spelling of an enumeration's value.
type word[T any] struct {
	text  string
	value T
}

// enum reads one of several words, without regard to case.
func enum[T any](o *object, key string, words []word[T]) topology.Property[T] {
	return scalar(o, o.get(key), key, func(n *tree.Node) (T, bool) {
		for _, w := range words {
			if strings.EqualFold(w.text, n.Text) && n.Kind == tree.String {
				return w.value, true
			}
		}
		var none T
		o.badWord(n, key, texts(words))
		return none, false
	})
}

// oneOf reads one of several words and returns it in Azure's spelling.
func (o *object) oneOf(key string, words ...string) topology.Property[string] {
	list := make([]word[string], len(words))
	for i, w := range words {
		list[i] = word[string]{w, w}
	}
	return enum(o, key, list)
}

// isEnabled reads a property that is "Enabled" or "Disabled".
func (o *object) isEnabled(key string) topology.Property[bool] {
	return enum(o, key, []word[bool]{{"Enabled", true}, {"Disabled", false}})
}

// badWord reports a word that the property does not know.
func (o *object) badWord(n *tree.Node, key string, known []string) {
	if n == nil || n.Kind == tree.List || n.Kind == tree.Object {
		o.wrongType(n, key, "text")
		return
	}
	hint := "expected " + orList(known)
	if s := source.Suggest(n.Text, known); s != "" {
		hint = "did you mean " + s + "?"
	}
	o.fail(n, "bad-value", key, fmt.Sprintf("%q has no meaning here", n.Text), hint)
}

func texts[T any](words []word[T]) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.text
	}
	return out
}

// orList joins words as in "Allow or Deny".
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
