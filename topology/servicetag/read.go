package servicetag

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// Edition is one published list of all service tags of a cloud.
type Edition struct {
	Cloud  string // "Public", "China"
	Number int    // later editions have a larger one; 0 if it is not told
	Tags   []*topology.TagRanges
	Pos    source.Pos
}

// Is tells whether a document lists service tags.
func Is(root *tree.Node) bool {
	values := root.Get("values").List()
	return root.Is(tree.Object) && root.Get("cloud") != nil && len(values) > 0 && isTag(values[0])
}

func isTag(n *tree.Node) bool {
	return n.Get("name").Is(tree.String) && n.At("properties", "addressPrefixes").Is(tree.List)
}

// Read reads a list of service tags. What is wrong goes to diags; the tags are
// then those that could be read.
func Read(root *tree.Node, diags *source.Diagnostics) *Edition {
	values := root.Get("values").List()
	e := &Edition{Cloud: root.Get("cloud").Str(), Pos: root.Where(), Tags: make([]*topology.TagRanges, 0, len(values))}
	if n := root.Get("changeNumber"); n != nil {
		e.Number, _ = strconv.Atoi(n.Text)
	}
	for _, n := range values {
		if !isTag(n) {
			diags.Errorf(n.Where(), "wrong-type", "expected a service tag with a name and properties.addressPrefixes")
			continue
		}
		name := n.Get("name")
		e.Tags = append(e.Tags, &topology.TagRanges{Tag: name.Text, Pos: name.Pos,
			Prefixes: prefixes(name.Text, n.At("properties", "addressPrefixes"), diags)})
	}
	return e
}

// prefixes reads the ranges of a tag.
func prefixes(tag string, list *tree.Node, diags *source.Diagnostics) []netip.Prefix {
	out := make([]netip.Prefix, 0, len(list.Items))
	for _, n := range list.Items {
		p, err := parse(n.Str())
		if err != nil {
			diags.Add(source.Diagnostic{Severity: source.Error, Code: "bad-prefix", Pos: n.Pos, Width: n.Width,
				Message: "service tag " + tag + ": " + strconv.Quote(n.Text) + " is not a prefix", Hint: "expected an address and a length, as in 10.0.0.0/16"})
			continue
		}
		out = append(out, p)
	}
	return out
}

// parse reads a prefix; an address alone is one of full length.
func parse(text string) (netip.Prefix, error) {
	if !strings.Contains(text, "/") {
		a, err := netip.ParseAddr(text)
		return netip.PrefixFrom(a, a.BitLen()), err
	}
	p, err := netip.ParsePrefix(text)
	return p.Masked(), err
}

// Join makes one list of several editions. Of those of one cloud the latest
// counts, and the others are reported; of several clouds all do.
func Join(editions []*Edition, diags *source.Diagnostics) []*topology.TagRanges {
	latest := slices.Clone(editions)
	slices.SortStableFunc(latest, func(a, b *Edition) int { return cmp.Compare(b.Number, a.Number) })
	taken := map[string]*Edition{}
	var tags []*topology.TagRanges
	for _, e := range latest {
		cloud := strings.ToLower(e.Cloud)
		if used := taken[cloud]; used != nil {
			diags.Add(source.Diagnostic{Severity: source.Warning, Code: "older-service-tags", Pos: e.Pos,
				Message: "these service tags are not used: there are later ones of the same cloud", Hint: "remove this file",
				Related: []source.Related{{Pos: used.Pos, Message: "used instead"}}})
			continue
		}
		taken[cloud] = e
		tags = append(tags, e.Tags...)
	}
	return tags
}
