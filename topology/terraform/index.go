package terraform

import (
	"slices"
	"strings"

	"vnetproof/topology/tree"
)

// A plan says of azurerm_subnet.app[each.key].id only that it names the resource
// and each.key. The index is found by what else the expression names: the one
// value of it that is the key of an instance.

// keysIn are the indexes that an expression may have.
func (r *reader) keysIn(refs []string, s scope) []string {
	var keys []string
	for _, ref := range refs {
		head, _, _ := strings.Cut(ref, ".")
		if head != "each" && head != "count" && head != "var" {
			continue
		}
		if index := indexOf(r.known(split(ref), s, 0)); index != "" && !slices.Contains(keys, index) {
			keys = append(keys, index)
		}
	}
	return keys
}

// indexAmong is the index of the one of several instances that an expression
// means, or "" where that cannot be told. Where it goes by count, there must be
// as many as of the resource in which it stands.
func (f follower) indexAmong(list []*instance, siblings int) string {
	found := ""
	for _, i := range list {
		if !slices.Contains(f.keys, i.key) || i.key == "" || !strings.HasPrefix(i.key, `["`) && siblings != len(list) {
			continue
		}
		if found != "" {
			return ""
		}
		found = i.key
	}
	return found
}

// moduleIndex is the index of the instance of a module that an expression means.
func (f follower) moduleIndex(address string) string {
	for _, key := range f.keys {
		if f.r.hasModule(address + key) {
			return key
		}
	}
	return ""
}

// known returns the value of a reference to each, count or a variable where a
// plan tells it: constants, and variables of the root module.
func (r *reader) known(parts []string, s scope, hops int) *tree.Node {
	if len(parts) < 2 || hops > maxHops {
		return nil
	}
	switch parts[0] + "." + parts[1] {
	case "each.key", "count.index":
		return keyNode(s.key)
	case "each.value":
		all := r.valueOf(s.repeat.Get("for_each_expression"), s, hops)
		return walk(all, append([]string{s.key}, parts[2:]...))
	}
	switch {
	case parts[0] != "var":
		return nil
	case s.module == "":
		return walk(r.variables, append([]string{parts[1], "value"}, parts[2:]...))
	}
	up := s.caller(r)
	v := r.valueOf(up.repeat.Get("expressions").Get(parts[1]), up, hops)
	if len(parts) == 2 {
		return v
	}
	return walk(v, parts[2:])
}

// valueOf returns what an expression is where it is a constant or one reference
// to something known.
func (r *reader) valueOf(expression *tree.Node, s scope, hops int) *tree.Node {
	if v := expression.Get("constant_value"); v != nil {
		return v
	}
	if refs := references(expression); len(refs) == 1 {
		return r.known(split(refs[0]), s, hops+1)
	}
	return nil
}

// keyNode is the value of a key as addresses have it.
func keyNode(index string) *tree.Node {
	key := strings.Trim(index, "[]")
	switch {
	case key == "":
		return nil
	case key[0] != '"':
		return &tree.Node{Kind: tree.Number, Text: key}
	}
	return text(nil, strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(strings.Trim(key, `"`)))
}
