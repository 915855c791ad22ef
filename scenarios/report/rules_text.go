package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"vnetproof/scenarios/ask"
	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
)

// RulesText lists effective security rules, list by list in the order in which
// they are judged.
func RulesText(w io.Writer, s Style, r *ask.Rules) error {
	p := newPage(w, s)
	if len(r.Rules) == 0 {
		p.put(0, plain, "no network security group filters "+r.Name+": everything is allowed at this layer")
	}
	rows := [][]string{ruleHeads}
	for _, x := range r.Rules {
		rows = append(rows, p.ruleCells(x))
	}
	columns := p.columnsOf(rows)
	group := ""
	for i, x := range r.Rules {
		if g := ruleGroup(x); g != group {
			p.ruleTitle(g, group == "", columns)
			group = g
		}
		p.row(rows[i+1], columns, plain)
	}
	if !s.Quiet {
		p.remarks(r.Gaps(), nil)
	}
	return p.done()
}

var ruleHeads = []string{"PRIORITY", "ACCESS", "TRAFFIC", "SOURCE → DESTINATION", "RULE"}

func (p *page) ruleTitle(group string, first bool, columns []int) {
	if !first {
		p.blank()
	}
	p.put(0, strong, group)
	p.row(ruleHeads, columns, muted)
}

func ruleGroup(r *azure.EffectiveRule) string {
	if r.Level == "admin" {
		return strings.ToLower(r.Direction.String()) + ", security admin rules " + r.Group
	}
	return fmt.Sprintf("%s, nsg %s of the %s", strings.ToLower(r.Direction.String()), r.Group, r.Level)
}

func (p *page) ruleCells(r *azure.EffectiveRule) []string {
	traffic := r.Protocol.String()
	if !r.DestinationPorts.IsAll() {
		traffic += " " + portsOf(r.DestinationPorts)
	}
	if !r.SourcePorts.IsAll() {
		traffic += " from " + portsOf(r.SourcePorts)
	}
	name := r.Name
	if r.ShadowedBy != nil && !r.Default {
		name += ", never decides: shadowed by " + r.ShadowedBy.Name
	}
	if p.style.Verbose {
		name += "  " + r.Pos.String()
	}
	return []string{strconv.Itoa(r.Priority), r.Access.String(), traffic, p.few(r.Source) + " → " + p.few(r.Destination), name}
}

// few lists two words and counts the rest; all of them for those who ask for more.
func (p *page) few(words []string) string {
	if len(words) > 2 && !p.style.Verbose {
		return strings.Join(words[:2], ",") + fmt.Sprintf(" +%d", len(words)-2)
	}
	return strings.Join(words, ",")
}

func portsOf(s packet.PortSet) string {
	if s.IsAll() {
		return "*"
	}
	return s.String()
}
