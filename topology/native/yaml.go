package native

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"vnetproof/topology/tree"
)

// lineWidth is where an object stops to stand in braces on one line.
const lineWidth = 120

// toYAML writes a tree as people write designs: sections and resources in
// lines of their own, what is short in braces. It reads back as the same tree.
func toYAML(root *tree.Node) []byte {
	var out bytes.Buffer
	for i, m := range root.Members {
		if i > 0 && m.Value.Is(tree.Object) {
			out.WriteByte('\n')
		}
		writeMember(&out, m, 0)
	}
	return out.Bytes()
}

// writeMember writes a key and its value at an indentation.
func writeMember(out *bytes.Buffer, m tree.Member, indent int) {
	out.WriteString(strings.Repeat(" ", indent) + yamlText(m.Key) + ":")
	flow := toFlow(m.Value)
	switch {
	case m.Value.Is(tree.Object) && len(m.Value.Members) == 0:
		out.WriteByte('\n')
	case indent > 0 && indent+len(m.Key)+2+len(flow) <= lineWidth || !isNested(m.Value):
		out.WriteString(" " + flow + "\n")
	default:
		out.WriteByte('\n')
		writeLines(out, m.Value, indent+2)
	}
}

func isNested(n *tree.Node) bool { return n.Is(tree.Object) || n.Is(tree.List) && len(n.Items) > 0 }

// writeLines writes a list or an object line by line.
func writeLines(out *bytes.Buffer, n *tree.Node, indent int) {
	for _, m := range n.Members {
		writeMember(out, m, indent)
	}
	for _, item := range n.Items {
		out.WriteString(strings.Repeat(" ", indent) + "- ")
		flow := toFlow(item)
		if !isNested(item) || indent+2+len(flow) <= lineWidth || len(item.Members) == 0 {
			out.WriteString(flow + "\n")
			continue
		}
		var lines bytes.Buffer
		writeLines(&lines, item, indent+2)
		out.Write(lines.Bytes()[indent+2:])
	}
}

// toFlow writes a value on one line.
func toFlow(n *tree.Node) string {
	switch {
	case n.Is(tree.Object):
		var parts []string
		for _, m := range n.Members {
			parts = append(parts, yamlText(m.Key)+": "+toFlow(m.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case n.Is(tree.List):
		var parts []string
		for _, item := range n.Items {
			parts = append(parts, toFlow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case n.Is(tree.String):
		return yamlText(n.Text)
	case n.IsAbsent():
		return "null"
	}
	return n.Text
}

// yamlText writes text plain where every reader of YAML takes it as text, else quoted.
func yamlText(s string) string {
	if isPlain(s) {
		return s
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		return strconv.Quote(s)
	}
	return string(quoted)
}

// isPlain is careful: what YAML 1.1 or 1.2 could take for anything but text is not.
func isPlain(s string) bool {
	if s == "" || strings.HasSuffix(s, ":") || strings.Contains(s, "::") || !strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ./") {
		return isPorts(s)
	}
	for i, c := range s {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '/'
		if !letter && (c < '0' || c > '9') && (i == 0 || !strings.ContainsRune("-.:", c)) {
			return false
		}
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return false
	}
	if _, err := strconv.ParseInt(s, 0, 64); err == nil {
		return false
	}
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null":
		return false
	}
	return true
}

// isPorts tells whether a text is a range of ports, which is no date.
func isPorts(s string) bool {
	low, high, ok := strings.Cut(s, "-")
	_, err1 := strconv.ParseUint(low, 10, 16)
	_, err2 := strconv.ParseUint(high, 10, 16)
	return ok && err1 == nil && err2 == nil
}
