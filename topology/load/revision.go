package load

import (
	"slices"
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/decode"
	"vnetproof/topology/source"
)

// Revised is an input and what another one makes of it.
type Revised struct {
	*Input
	Revision *topology.Revision
	// Skipped are files of the other input that hold no design.
	Skipped []string
}

// ReadRevision reads an input and the revision of its design that another one
// is. It reports false where the other may differ in more than rules of NSGs,
// or where something is wrong: both must then be read.
func ReadRevision(before, after Options) (*Revised, bool) {
	files, ok := pairFiles(before, after)
	if !ok {
		return nil, false
	}
	changed := newLoader(Options{}, &source.Diagnostics{})
	groups, ok := changed.readChanged(files)
	if !ok {
		return nil, false
	}
	in := Read(before)
	if in.Diags.HasErrors() || !isPlain(in) {
		return nil, false
	}
	r := &Revised{Input: in, Revision: &topology.Revision{Of: in.Design, Where: files.where}, Skipped: changed.skipped}
	for _, g := range groups {
		old, ok := files.before(g, in.Design)
		if !ok {
			return nil, false
		}
		r.Revision.Groups = append(r.Revision.Groups, topology.GroupRevision{Old: old, New: g})
	}
	return r, r.skip(files)
}

// skip notes which files of the other input hold no design, and tells whether
// those that it lacks hold none.
func (r *Revised) skip(files filePairs) bool {
	for _, name := range r.Input.Skipped {
		if f := files.byName(name); f.newName != "" {
			r.Skipped = append(r.Skipped, f.newName)
		}
	}
	slices.Sort(r.Skipped)
	return !slices.ContainsFunc(r.Input.Files, func(f File) bool { return files.byName(f.Name).newName == "" })
}

// readChanged decodes what the new files differ in from the old ones, and tells
// whether that is NSGs, as many as before. Files that are new hold no design.
func (l *loader) readChanged(files filePairs) ([]*topology.NetworkSecurityGroup, bool) {
	changed := 0
	for _, f := range files {
		if f.oldName == "" {
			l.file(f.newPath, inFolder)
		}
	}
	if len(l.files) > 0 {
		return nil, false
	}
	for _, f := range files {
		if len(f.changed) > 0 {
			changed += len(f.changed)
			l.content(f.file(), f.blanked(), byName)
		}
	}
	if changed == 0 {
		return nil, !l.diags.HasErrors()
	}
	d := l.finish()
	if l.diags.HasErrors() || len(d.NetworkSecurityGroups) != changed || len(d.Ignored) > 0 {
		return nil, false
	}
	return d.NetworkSecurityGroups, !slices.ContainsFunc(d.All, func(n topology.Node) bool {
		switch n.(type) {
		case *topology.NetworkSecurityGroup, *topology.SecurityRule:
			return false
		}
		return true
	})
}

// isPlain tells whether an input holds exported resources, no NSG twice, and
// facts at most.
func isPlain(in *Input) bool {
	groups := 0
	for _, f := range in.Files {
		if f.Format != Export && f.Format != Facts {
			return false
		}
		groups += nsgsIn(f.Counts)
	}
	return groups == len(in.Design.NetworkSecurityGroups)
}

func nsgsIn(counts decode.FileReport) int {
	n := 0
	for t, count := range counts.Types {
		if strings.EqualFold(t, "Microsoft.Network/networkSecurityGroups") {
			n += count
		}
	}
	return n
}

// before returns what an NSG was, and tells whether it and all its rules stood
// where another stands now.
func (files filePairs) before(g *topology.NetworkSecurityGroup, d *topology.Design) (*topology.NetworkSecurityGroup, bool) {
	old, ok := d.ByID(g.ID).(*topology.NetworkSecurityGroup)
	if !ok {
		return nil, false
	}
	f := files.byName(old.Pos.File())
	if f == nil {
		return nil, false
	}
	i := slices.IndexFunc(f.changed, func(c changedItem) bool { return c.oldStart == old.Pos.Offset() })
	if i < 0 || f.changed[i].newStart != g.Pos.Offset() || f.newName != g.Pos.File() {
		return nil, false
	}
	return old, !slices.ContainsFunc(old.SecurityRules, func(r *topology.SecurityRule) bool {
		at := r.Pos.Offset()
		return r.Pos.File() != f.oldName || at < f.changed[i].oldStart || at >= f.changed[i].oldEnd
	})
}
