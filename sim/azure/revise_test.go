package azure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vnetproof/sim/azure"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
	"vnetproof/topology/generate"
	"vnetproof/topology/native/nativetest"
)

// reviseRules changes some rules of some NSGs of a design, which is the later
// version of another one.
func reviseRules(r *rapid.T, before, after *topology.Design) *topology.Revision {
	rev := &topology.Revision{Of: before}
	for i, g := range after.NetworkSecurityGroups {
		if len(g.SecurityRules) == 0 || !rapid.Bool().Draw(r, "changed") {
			continue
		}
		rule := g.SecurityRules[rapid.IntRange(0, len(g.SecurityRules)-1).Draw(r, "rule")]
		switch rapid.IntRange(0, 3).Draw(r, "how") {
		case 0:
			rule.Access = topology.Known(3-rule.Access.Or(topology.Allow), rule.Access.Pos)
		case 1:
			rule.Priority = topology.Known(rapid.IntRange(100, 4000).Draw(r, "priority"), rule.Priority.Pos)
		case 2:
			rule.Source = topology.Known([]topology.AddressTerm{{Tag: "VirtualNetwork"}}, rule.Source.Pos)
		default:
			g.SecurityRules = slices.DeleteFunc(g.SecurityRules, func(s *topology.SecurityRule) bool { return s == rule })
		}
		rev.Groups = append(rev.Groups, topology.GroupRevision{Old: before.NetworkSecurityGroups[i], New: g})
	}
	return rev
}

// TestARevisedNetworkIsThatOfTheRevision: filling the tables of changed NSGs
// anew makes what compiling the changed design makes.
func TestARevisedNetworkIsThatOfTheRevision(t *testing.T) {
	revised := 0
	rapid.Check(t, func(r *rapid.T) {
		choices := rapid.SliceOfN(rapid.Uint8(), 400, 400).Draw(r, "choices")
		read := func() *topology.Design {
			at := 0
			text, facts := generate.Random(func(n int) int {
				at++
				return int(choices[at%len(choices)]) % n
			})
			return nativetest.Read(t, text, facts)
		}
		before, after := read(), read()
		rev := reviseRules(r, before, after)
		if !azure.CanRevise(rev) || len(rev.Groups) == 0 {
			return
		}
		revised++
		o := azure.Options{StandIns: azure.NewStandIns(), Revisable: true, Services: append(azure.TagsNamed(before), azure.TagsOfRevision(rev)...)}
		a := compiled(r, before, o)
		untouched := told(a.Pipeline)
		b, err := a.Revised(rev)
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(told(compiled(r, after, o).Pipeline), told(b.Pipeline)); diff != "" {
			r.Fatalf("compiled, and revised: %s", diff)
		}
		if diff := cmp.Diff(untouched, told(a.Pipeline)); diff != "" {
			r.Fatalf("the network that was revised is another one now: %s", diff)
		}
	})
	if revised == 0 {
		t.Error("nothing was revised")
	}
}

func compiled(r *rapid.T, d *topology.Design, o azure.Options) *azure.Network {
	n, err := azure.Compile(d, o)
	if err != nil {
		r.Fatal(err)
	}
	return n
}

// told writes all tables of a pipeline, without the numbers of sets and bodies.
func told(p *pipeline.Pipeline) string {
	var b strings.Builder
	for i := 1; i < len(p.Tables); i++ {
		t := &p.Tables[i]
		fmt.Fprintln(&b, t.ID, t.Kind, t.Node, t.Name, t.State != nil && t.State.Remember)
		for k, e := range t.Body.Entries {
			fmt.Fprintln(&b, " ", p.AddrSets[e.Src], p.AddrSets[e.Dst], p.Services[e.Service].Key(), e.Uncertain, action(&t.Exits[e.Exit]), cause(t.Causes.At(k)))
		}
	}
	return b.String()
}

func action(a *pipeline.Action) string {
	text := fmt.Sprint(a.Kind, a.Next, a.Place, a.Rewrite != nil)
	for i := range a.Ways {
		text += "|" + action(&a.Ways[i])
	}
	return text
}

func cause(c *pipeline.Cause) string {
	if c == nil {
		return ""
	}
	text := fmt.Sprint(c.Kind, c.Name, c.Resource, c.Pos, c.Reason, c.Rules, len(c.Assumptions))
	if c.Filter != nil {
		text += fmt.Sprint(*c.Filter)
	}
	if c.Gap != nil {
		text += c.Gap.Why
	}
	return text
}
