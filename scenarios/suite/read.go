package suite

import (
	"fmt"
	"strings"
	"time"

	"vnetproof/sim/packet"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Read reads a scenario document and adds everything wrong with it to diags.
// The suite is of use only where that holds no error. A nil document is one
// that could not be read, which its reader has reported.
func Read(root *tree.Node, diags *source.Diagnostics) *Suite {
	r := &reader{diags: diags}
	s := &Suite{Pos: root.Where()}
	if root.IsAbsent() {
		if root != nil {
			r.fail(root, "", "empty", "the file is empty", "write suite: segmentation, and scenarios below it")
		}
		return s
	}
	r.object(root, "", "a scenario file", []key{
		{"suite", true, "segmentation", func(n *tree.Node, path string) { s.Name, _ = r.text(n, path, "suite", "segmentation") }},
		{"topology", false, "[../network]", func(n *tree.Node, path string) { s.Topology = r.paths(n, path) }},
		{"scenarios", true, "[{name: ..., from: ..., to: ..., expect: isolated}]", func(n *tree.Node, path string) { s.Scenarios = r.scenarios(n, path) }},
	})
	return s
}

// IsSuite tells whether a document looks like a scenario file.
func IsSuite(root *tree.Node) bool {
	return root.Is(tree.Object) && root.Get("scenarios") != nil && root.Get("resources") == nil
}

// paths reads one path or a list of them.
func (r *reader) paths(n *tree.Node, path string) []Path {
	items := n.List()
	if !n.Is(tree.List) {
		items = []*tree.Node{n}
	}
	var out []Path
	for _, item := range items {
		if text, ok := r.text(item, path, "topology", "[../network]"); ok {
			out = append(out, Path{text, item.Pos})
		}
	}
	return out
}

func (r *reader) scenarios(n *tree.Node, path string) []*Scenario {
	if !n.Is(tree.List) {
		r.fail(n, path, "wrong-type", fmt.Sprintf("scenarios is %s; expected a list", n.Kind), `start each scenario with "- name:"`)
		return nil
	}
	if len(n.Items) == 0 {
		r.fail(n, path, "empty", "the suite has no scenario", "add one: {name: ..., from: ..., to: ..., expect: isolated}")
	}
	named := map[string]*Scenario{}
	var out []*Scenario
	for i, item := range n.Items {
		s := r.scenario(item, tree.IndexPath(path, i))
		out = append(out, s)
		if first := named[s.Name]; first != nil {
			r.diags.Add(source.Diagnostic{Severity: source.Error, Code: "duplicate-scenario", Pos: s.Pos,
				Message: fmt.Sprintf("two scenarios are named %q", s.Name), Hint: "give each its own name",
				Related: []source.Related{{Pos: first.Pos, Message: "first here"}}})
		} else if s.Name != "" {
			named[s.Name] = s
		}
	}
	return out
}

func (r *reader) scenario(n *tree.Node, path string) *Scenario {
	s := &Scenario{Pos: n.Where(), Traffic: packet.AnyTraffic()}
	r.object(n, path, "a scenario", []key{
		{"name", true, "nobody else reaches app", func(n *tree.Node, path string) {
			s.Name, _ = r.text(n, path, "name", "nobody else reaches app")
		}},
		{"from", true, "subnet:web/frontend", func(n *tree.Node, path string) { s.From = r.selector(n, path, "from") }},
		{"to", true, "subnet:app/backend", func(n *tree.Node, path string) { s.To = r.selector(n, path, "to") }},
		{"expect", true, "isolated", func(n *tree.Node, path string) { s.Expect = r.expect(n, path) }},
		{"traffic", false, "tcp/443", func(n *tree.Node, path string) { s.Traffic = r.traffic(n, path) }},
		{"via", false, "fw:hub-fw", func(n *tree.Node, path string) { s.Via = r.via(n, path) }},
		{"symmetric", false, "true", func(n *tree.Node, path string) { s.Symmetric = r.flag(n, path, "symmetric") }},
		{"allowEmpty", false, "true", func(n *tree.Node, path string) { s.AllowEmpty = r.flag(n, path, "allowEmpty") }},
		{"waive", false, "{until: 2027-01-31, reason: ...}", func(n *tree.Node, path string) { s.Waive = r.waiver(n, path) }},
	})
	if n.Is(tree.Object) {
		r.consistent(s, n, path)
	}
	return s
}

// consistent reports keys that do not go together.
func (r *reader) consistent(s *Scenario, n *tree.Node, path string) {
	passes := s.Expect == Via || s.Expect == NotVia
	switch via := n.Get("via"); {
	case passes && via == nil:
		r.fail(&tree.Node{Pos: n.Get("expect").Where(), Width: n.Get("expect").Width}, path, "missing-key",
			fmt.Sprintf("expect: %s needs via", s.Expect), "add via: fw:hub-fw, say")
	case !passes && via != nil && s.Expect != ExpectUnset:
		r.fail(via, path, "useless-key", fmt.Sprintf("via says nothing with expect: %s", s.Expect), "write expect: via, or leave via out")
	}
	if s.Symmetric && s.Expect == Isolated {
		r.fail(n.Get("symmetric"), path, "useless-key", "symmetric says nothing with expect: isolated", "leave it out")
	}
}

func (r *reader) expect(n *tree.Node, path string) Expect {
	text, ok := r.text(n, path, "expect", "isolated")
	if !ok {
		return ExpectUnset
	}
	e, ok := expectOf(text)
	if !ok {
		hint := "known are " + strings.Join(expectWords[1:], ", ")
		if near := source.Suggest(text, expectWords[1:]); near != "" {
			hint = "did you mean " + near + "?"
		}
		r.fail(n, path, "unknown-expect", fmt.Sprintf("unknown expect %q", text), hint)
	}
	return e
}

// via reads one selector or a list of them.
func (r *reader) via(n *tree.Node, path string) []Selector {
	if !n.Is(tree.List) {
		return []Selector{r.selector(n, path, "via")}
	}
	if len(n.Items) == 0 {
		r.fail(n, path, "empty", "via is an empty list", "name what must be passed: via: fw:hub-fw")
	}
	var out []Selector
	for i, item := range n.Items {
		out = append(out, r.selector(item, tree.IndexPath(path, i), "via"))
	}
	return out
}

func (r *reader) waiver(n *tree.Node, path string) *Waiver {
	w := &Waiver{Pos: n.Where()}
	r.object(n, path, "waive", []key{
		{"until", true, "2027-01-31", func(n *tree.Node, path string) { w.Until = r.date(n, path) }},
		{"reason", true, `"CHG-1234, replacing the appliance"`, func(n *tree.Node, path string) {
			w.Reason, _ = r.text(n, path, "reason", `"CHG-1234, replacing the appliance"`)
		}},
	})
	return w
}

func (r *reader) date(n *tree.Node, path string) time.Time {
	text, ok := r.text(n, path, "until", "2027-01-31")
	if !ok {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		r.fail(n, path, "bad-date", fmt.Sprintf("%q is no day", text), "write year-month-day, as in 2027-01-31")
	}
	return day
}
