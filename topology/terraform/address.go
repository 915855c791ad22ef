package terraform

import (
	"strings"

	"vnetproof/topology/tree"
)

// split cuts an address or reference at its dots; an index stays in its
// brackets: module.hub["weu"].azurerm_subnet.app[0] has six parts, of which
// ["weu"] and [0] are indexes.
func split(address string) []string {
	var parts []string
	for rest := address; rest != ""; {
		if rest[0] == '.' {
			rest = rest[1:]
			continue
		}
		n := partLength(rest)
		parts = append(parts, rest[:n])
		rest = rest[n:]
	}
	return parts
}

// partLength is the length of the first part: up to a dot or bracket, or a
// whole index.
func partLength(s string) int {
	if s[0] != '[' {
		if n := strings.IndexAny(s, ".["); n >= 0 {
			return n
		}
		return len(s)
	}
	quoted := false
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ']' && !quoted:
			return i + 1
		}
	}
	return len(s)
}

// join is split's inverse.
func join(parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		if b.Len() > 0 && !isIndex(p) {
			b.WriteByte('.')
		}
		b.WriteString(p)
	}
	return b.String()
}

func isIndex(part string) bool { return strings.HasPrefix(part, "[") }

// indexOf writes the key of an instance as addresses have it: ["a"] or [0].
func indexOf(key *tree.Node) string {
	switch {
	case key.Is(tree.String):
		return `["` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(key.Text) + `"]`
	case key.Is(tree.Number):
		return "[" + key.Text + "]"
	}
	return ""
}

// moduleNames are the names of the modules on the way to a module, without the
// indexes of its instance.
func moduleNames(address string) []string {
	var names []string
	parts := split(address)
	for i := 0; i+1 < len(parts); i++ {
		if parts[i] == "module" {
			names = append(names, parts[i+1])
			i++
		}
	}
	return names
}

// lastModule cuts a module's address into its parent's and the last step's
// index, which is "" where there is one instance only.
func lastModule(address string) (parent, index string) {
	parts := split(address)
	if n := len(parts); n > 0 && isIndex(parts[n-1]) {
		index, parts = parts[n-1], parts[:n-1]
	}
	return join(parts[:max(0, len(parts)-2)]), index
}

// under puts the address of a module before that of something in it.
func under(module, address string) string {
	if module == "" {
		return address
	}
	return module + "." + address
}
