package report

import (
	"strconv"
	"strings"

	"vnetproof/scenarios/report/phrase"
	"vnetproof/sim/pipeline"
)

func numberWords(n int) string {
	if n < 10 {
		return " " + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// remarks lists what is not known and what was taken as given.
func (p *page) remarks(gaps []*pipeline.Gap, assumptions []*pipeline.Assumption) {
	if len(gaps) > 0 {
		p.blank()
	}
	for _, g := range gaps {
		p.gap(0, g)
	}
	if len(assumptions) > 0 {
		p.blank()
	}
	for _, a := range assumptions {
		p.assumption(0, a)
	}
}

// gap says what is not known, where it would stand, and what would supply it.
func (p *page) gap(indent int, g *pipeline.Gap) {
	p.field(indent, "unknown", 9, unsure, phrase.Join(" ", g.Why, phrase.Behaviours(g.Rules)))
	where := phrase.Join("  ", g.Pos.String(), gapName(g))
	if where != "" {
		p.field(indent, "", 9, muted, where)
	}
	if g.Supply != "" {
		p.field(indent, "supply", 9, plain, g.Supply)
	}
}

// gapName is "expressRouteConnections/hq properties.routes", short enough to read.
func gapName(g *pipeline.Gap) string {
	parts := strings.Split(string(g.Resource), "/")
	name := string(g.Resource)
	if len(parts) > 2 {
		name = strings.Join(parts[len(parts)-2:], "/")
	}
	return phrase.Join(" ", name, g.Property)
}

func (p *page) assumption(indent int, a *pipeline.Assumption) {
	p.field(indent, "assumed", 9, muted, phrase.Join(" ", a.Text, phrase.Behaviours(a.Rules), a.Pos.String()))
}
