package decode

import (
	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// Report counts the resources of an input by what the simulation makes of them.
type Report struct {
	Files []FileReport // by first occurrence
}

// FileReport counts the resources of one file.
type FileReport struct {
	File                                        string
	Simulated, Irrelevant, Unsupported, Unknown int
	Types                                       map[string]int // by type as first written
}

// Report returns what was added so far.
func (d *Decoder) Report() Report { return d.report }

// count notes a resource. Unknown is a nested deployment of which nobody can
// tell what it deploys.
func (r *Report) count(file string, x topology.Resource, n *tree.Node) {
	f := r.file(file)
	f.Types[x.Type]++
	switch {
	case isUnknownDeployment(x.Type, n):
		f.Unknown++
	case isIrrelevant(x.Type):
		f.Irrelevant++
	case isModelled(x.Type) && !isPlainCDN(x.Type, n):
		f.Simulated++
	default:
		f.Unsupported++
	}
}

// AddFrom is Add for a resource of a file that is not the one in which it is
// written, as a plan is not the configuration. It counts for the former.
func (d *Decoder) AddFrom(file string, resource *tree.Node) {
	d.countedFor = file
	d.Add(resource)
	d.countedFor = ""
}

// fileOf is the file that a resource counts for.
func (d *Decoder) fileOf(r topology.Resource) string {
	if d.countedFor != "" {
		return d.countedFor
	}
	return r.Pos.File()
}

// Skip counts a resource that is none of Azure's, as a random_id of Terraform.
func (d *Decoder) Skip(file, kind string) {
	f := d.report.file(file)
	f.Types[kind]++
	f.Irrelevant++
}

func (r *Report) file(name string) *FileReport {
	for i := range r.Files {
		if r.Files[i].File == name {
			return &r.Files[i]
		}
	}
	r.Files = append(r.Files, FileReport{File: name, Types: map[string]int{}})
	return &r.Files[len(r.Files)-1]
}

// Of returns the counts of a file, which are zero where it held no resource.
func (r Report) Of(name string) FileReport {
	for _, f := range r.Files {
		if f.File == name {
			return f
		}
	}
	return FileReport{File: name, Types: map[string]int{}}
}
