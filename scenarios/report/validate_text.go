package report

import (
	"fmt"
	"io"
	"slices"

	"vnetproof/scenarios/ask"
	"vnetproof/topology"
	"vnetproof/topology/load"
	"vnetproof/topology/source"
)

// ValidateText lists what is wrong, not known and doubtful.
func ValidateText(w io.Writer, s Style, v *ask.Validation) error {
	list := v.Input.Diags.Sorted()
	slices.SortStableFunc(list, func(a, b source.Diagnostic) int { return int(a.Severity) - int(b.Severity) })
	p := newPage(w, s)
	for i, d := range list {
		p.diagnostic(d, i < shownLines)
	}
	if v.Full {
		p.files(v)
		p.shape(v)
	}
	p.summary(v, list)
	return p.done()
}

// summary is the answer in one line: what was loaded, or how much is wrong.
func (p *page) summary(v *ask.Validation, list []source.Diagnostic) {
	if v.Input.Diags.HasErrors() {
		p.put(0, bad, countWords(list))
		return
	}
	text := "ok: " + plural(len(v.Input.Files), "file") + ", " + designWords(v.Input.Design)
	if extra := countWords(list); extra != "" {
		text += "; " + extra
	}
	p.put(0, good, text)
}

// designWords is "5 VNets, 31 subnets, 12 NICs".
func designWords(d *topology.Design) string {
	subnets := 0
	for _, v := range d.VirtualNetworks {
		subnets += len(v.Subnets)
	}
	return plural(len(d.VirtualNetworks), "VNet") + ", " + plural(subnets, "subnet") + ", " +
		plural(len(d.NetworkInterfaces), "NIC") + ", " + plural(len(d.All), "resource") + " in all"
}

// files says what of each file is simulated.
func (p *page) files(v *ask.Validation) {
	rows := [][]string{{"FORMAT", "SIMULATED", "IRRELEVANT", "UNSUPPORTED", "UNKNOWN", "FILE"}}
	for _, f := range v.Input.Files {
		c := fileOf(f).Counts
		rows = append(rows, append([]string{f.Format.String()}, append(countCells(c), f.Name)...))
	}
	if len(v.Input.Files) > 1 {
		rows = append(rows, append([]string{"all"}, append(countCells(totalOf(v.Input.Files)), plural(len(v.Input.Files), "file"))...))
	}
	p.table(rows)
	p.blank()
	p.ignored(v.Input.Design)
}

func countCells(c Counts) []string {
	return []string{thousands(c.Simulated), thousands(c.Irrelevant), thousands(c.Unsupported), thousands(c.Unknown)}
}

func totalOf(files []load.File) Counts {
	var c Counts
	for _, f := range files {
		c.Simulated += f.Counts.Simulated
		c.Irrelevant += f.Counts.Irrelevant
		c.Unsupported += f.Counts.Unsupported
		c.Unknown += f.Counts.Unknown
	}
	return c
}

// ignored lists what bears on reachability and is not simulated.
func (p *page) ignored(d *topology.Design) {
	if d == nil {
		return
	}
	for _, o := range d.Others {
		if !o.Irrelevant {
			p.located(0, "unsupported", 13, o.Type+" "+o.Name, o.Pos.String())
		}
	}
	for _, i := range d.Ignored {
		p.located(0, "ignored", 13, i.Resource.Path()+" "+i.Property+": "+i.Why, i.Pos.String())
	}
}

// shownIslands is how many islands are listed.
const shownIslands = 12

// shape says what the design's graph looks like.
func (p *page) shape(v *ask.Validation) {
	if len(v.Islands) > 1 {
		p.put(0, plain, plural(len(v.Islands), "island")+" that nothing joins:")
		for i, island := range v.Islands {
			if i == shownIslands {
				p.put(2, plain, "… "+plural(len(v.Islands)-i, "more island"))
				break
			}
			p.put(2, plain, nameList(namesOf(island)))
		}
	}
	for _, h := range v.Hinges {
		p.located(0, "", 0, "single point of failure: without "+h.Resource.Name+", "+partsWords(h.Parts), h.Resource.Pos.String())
	}
}

// partsWords is "web | app, data are cut off from one another".
func partsWords(parts [][]*topology.Resource) string {
	words := make([]string, len(parts))
	for i, part := range parts {
		words[i] = nameList(namesOf(part))
	}
	return joinWith(words, " | ") + " are cut off from one another"
}

func namesOf(resources []*topology.Resource) []string {
	names := make([]string, len(resources))
	for i, r := range resources {
		names[i] = r.Name
	}
	return names
}

// nameList lists at most six names.
func nameList(names []string) string {
	const most = 6
	if len(names) > most {
		return fmt.Sprintf("%s, … %d more", joinWith(names[:most], ", "), len(names)-most)
	}
	return joinWith(names, ", ")
}
