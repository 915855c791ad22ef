package load

import (
	"slices"

	"vnetproof/topology"
	"vnetproof/topology/arm"
	"vnetproof/topology/decode"
	"vnetproof/topology/native"
	"vnetproof/topology/servicetag"
	"vnetproof/topology/source"
)

// Options say what to load.
type Options struct {
	// Paths are files, folders and globs of any accepted format; none means ".".
	Paths []string
	// Facts are files of facts beside the design.
	Facts []string
	// Assume are settings of the platform, KEY=VALUE, as facts have them.
	Assume []string
	// Parameters are parameters files for all templates; they win over those
	// among Paths. Set are parameters one by one, NAME=VALUE, which win over files.
	Parameters, Set []string
	// AllowPaths are folders, besides that of a template, whose files it may link to.
	AllowPaths []string
	// ServiceTags are files of service tags, as Azure publishes them, beside the
	// design.
	ServiceTags []string
	// Prior reads of Terraform plans what is there before they are applied, not
	// what will be.
	Prior bool
}

// Input is what was loaded.
type Input struct {
	Design *topology.Design
	Diags  *source.Diagnostics
	Files  []File // in the order in which they were read
	// Skipped are files of a folder that hold no design, by name.
	Skipped []string
}

// File is what one file held.
type File struct {
	Name   string
	Format Format
	Counts decode.FileReport
}

// Load reads files into one design. The design is whole where the diagnostics
// have no errors.
func Load(o Options) (*topology.Design, *source.Diagnostics) {
	in := Read(o)
	return in.Design, in.Diags
}

// Read is Load with what each file held. Of a resource that is exported twice
// the newer one is used: where that is not the first one, all is read again
// without the older one.
func Read(o Options) *Input {
	in, stale := read(o, nil)
	if len(stale) > 0 {
		in, _ = read(o, stale)
	}
	return in
}

// read is Read without some exported resources. It returns those that turn out
// to be stale.
func read(o Options, without map[decode.Spot]decode.Stale) (*Input, map[decode.Spot]decode.Stale) {
	diags := &source.Diagnostics{}
	l := newLoader(o, diags)
	l.decoder.Without(without)
	paths := o.Paths
	if len(paths) == 0 {
		paths = []string{"."}
	}
	for _, p := range o.Parameters {
		l.parametersFile(p)
	}
	for _, s := range o.Set {
		l.setting(s)
	}
	for _, p := range paths {
		l.path(p)
	}
	for _, p := range o.Facts {
		l.named(p, asFacts)
	}
	for _, a := range o.Assume {
		l.assume(a)
	}
	for _, p := range o.ServiceTags {
		l.named(p, asServiceTags)
	}
	design := l.finish()
	return &Input{Design: design, Diags: diags, Files: l.counted(), Skipped: l.skipped}, l.decoder.Stale()
}

// loader gathers what the files of one design hold.
type loader struct {
	diags   *source.Diagnostics
	decoder *decode.Decoder
	native  *native.Reader
	arm     arm.Options
	seen    map[string]bool // files by their real path: one named twice counts once
	files   []File
	skipped []string

	allowed     []string // folders whose files templates may link to
	templates   []template
	parameters  []parameters
	deployments []*arm.Deployment

	prior   bool
	states  []state
	tags    []*servicetag.Edition
	planned map[string]bool // folders that hold a plan
}

func newLoader(o Options, diags *source.Diagnostics) *loader {
	return &loader{diags: diags, decoder: decode.New(diags), native: native.NewReader(diags), prior: o.Prior, allowed: o.AllowPaths,
		seen: map[string]bool{}, planned: map[string]bool{}}
}

// finish resolves what reaches from file to file: short names of native files
// lead to the resources of all formats.
func (l *loader) finish() *topology.Design {
	l.readTemplates()
	l.readStates()
	l.needDesign()
	if l.holds(Native) {
		for id := range l.decoder.IDs() {
			l.native.Know(id)
		}
	}
	resources, facts := l.native.Finish()
	for _, r := range resources {
		l.decoder.Add(r)
	}
	for _, f := range facts {
		l.decoder.AddFacts(f)
	}
	l.decoder.AddServiceTags(servicetag.Join(l.tags, l.diags))
	design := l.decoder.Finish()
	l.diags.Each(l.explain)
	return design
}

// explain completes what was found in a template.
func (l *loader) explain(d *source.Diagnostic) {
	for _, x := range l.deployments {
		x.Explain(d)
	}
}

// holds tells whether a file of the input has one of the formats.
func (l *loader) holds(formats ...Format) bool {
	return slices.ContainsFunc(l.files, func(f File) bool { return slices.Contains(formats, f.Format) })
}

// needDesign reports input that holds facts or parameters but no design.
func (l *loader) needDesign() {
	if !l.holds(Native, ARMTemplate, Export, TerraformPlan, TerraformState) && !l.diags.HasErrors() {
		l.failHint(l.files[0].Name, "no-design", "nothing of the input is a design", "name a design with -t")
	}
}

// counted returns the files with the counts of their resources.
func (l *loader) counted() []File {
	report := l.decoder.Report()
	for i := range l.files {
		l.files[i].Counts = report.Of(l.files[i].Name)
	}
	return l.files
}
