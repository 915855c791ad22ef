package load

import (
	"path"
	"strings"

	"vnetproof/topology/arm"
	"vnetproof/topology/decode"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// template is an ARM template that waits for all parameters files to be known.
type template struct {
	file  *source.File
	root  *tree.Node
	named bool // by the user, not found in a folder
}

// parameters is a parameters file of a template.
type parameters struct {
	file  *source.File
	root  *tree.Node
	named bool
	used  bool
}

// jsonDocument takes a JSON file that is no export, if it is of a known format.
func (j *jsonFile) jsonDocument(f *source.File, root *tree.Node, why errand) bool {
	l := j.loader
	if root.Is(tree.Object) && len(j.resources) > 0 {
		putBack(root, j.resources)
	}
	switch {
	case (arm.IsParameters(root) || arm.IsTemplate(root)) && why == asFacts:
		l.notFacts(f)
	case arm.IsParameters(root):
		l.files = append(l.files, File{Name: f.Name(), Format: ARMParameters})
		l.parameters = append(l.parameters, parameters{file: f, root: root, named: why == byName})
	case arm.IsTemplate(root):
		l.templates = append(l.templates, template{file: f, root: root, named: why == byName})
		l.files = append(l.files, File{Name: f.Name(), Format: ARMTemplate})
	case !l.terraformDocument(f, root, why):
		return l.jsonNative(f, root, j.found, why)
	}
	l.diags.Append(j.found)
	return true
}

// putBack gives a document the list that was read item by item.
func putBack(root *tree.Node, items []*tree.Node) {
	for i := range root.Members {
		if v := root.Members[i].Value; strings.EqualFold(root.Members[i].Key, "resources") && v.Is(tree.List) {
			v.Items = items
		}
	}
}

// jsonNative takes a native document that is written in JSON.
func (l *loader) jsonNative(f *source.File, root *tree.Node, found *source.Diagnostics, why errand) bool {
	format := yamlFormat(f.Name(), root)
	if format == FormatUnknown {
		return false
	}
	l.diags.Append(found)
	if format != Scenario || why != inFolder {
		l.nativeFile(f, root, format, why)
	}
	return true
}

// readTemplates evaluates all templates. One of a folder that another links to
// is a part of that one, and no deployment of its own.
func (l *loader) readTemplates() {
	linked := map[string]bool{}
	l.deployments = make([]*arm.Deployment, len(l.templates))
	found := make([]*source.Diagnostics, len(l.templates))
	exports := make([]groupExport, len(l.templates))
	for i, t := range l.templates {
		l.deployments[i], found[i] = l.readTemplate(t, l.arm, linked)
		exports[i] = groupExportOf(t, l.deployments[i])
	}
	for i, group := range groupsOf(exports) {
		if group == nil {
			continue
		}
		o := l.arm
		o.Subscription, o.ResourceGroup = group.id.Subscription(), group.id.ResourceGroup()
		l.deployments[i], found[i] = l.readTemplate(l.templates[i], o, linked)
		found[i].Add(exports[i].told(group))
	}
	for i, t := range l.templates {
		if linked[t.file.Name()] && !t.named {
			continue
		}
		l.diags.Append(found[i])
		for _, r := range l.deployedLast(l.deployments[i].Resources) {
			l.decoder.AddMaybe(r.Node, r.Maybe)
		}
	}
	for _, p := range l.parameters {
		switch {
		case p.named && !p.used:
			l.diags.Add(source.Diagnostic{Severity: source.Error, Code: "no-template", Pos: p.file.Pos(0),
				Message: "no template takes these parameters", Hint: "give the template too: main.parameters.json goes with main.json"})
		case !p.used:
			l.skipped = append(l.skipped, p.file.Name())
		}
	}
}

// readTemplate evaluates a template at a place.
func (l *loader) readTemplate(t template, o arm.Options, linked map[string]bool) (*arm.Deployment, *source.Diagnostics) {
	found := &source.Diagnostics{}
	o.Parameters = append(l.parametersOf(t), o.Parameters...)
	o.AllowParent = len(l.allowed) > 0
	o.ReadFile = linkedFiles{folder: path.Dir(t.file.Name()), allowed: l.allowed, read: linked}.open
	return arm.Read(t.file, t.root, o, found), found
}

// deployedLast drops what a later deployment of the same file puts again with
// other content: the last one holds. Twice in one template is a mistake, which
// decode reports.
func (l *loader) deployedLast(resources []arm.Resource) []arm.Resource {
	last := map[string]int{}
	drop := make([]bool, len(resources))
	for i, r := range resources {
		id := strings.ToLower(r.Node.Get("id").Str())
		j, again := last[id]
		if id != "" {
			last[id] = i
		}
		earlier := resources[max(j, 0)]
		if !again || r.Maybe != nil || earlier.Maybe != nil || templateOf(earlier) == templateOf(r) || decode.Same(earlier.Node, r.Node) {
			continue
		}
		drop[j] = true
		l.diags.Add(source.Diagnostic{Severity: source.Warning, Code: "deployed-twice", Pos: earlier.Node.Pos, Path: earlier.Path,
			Message: "a nested deployment deploys this resource again, with other content; the last one is used",
			Related: []source.Related{{Pos: r.Node.Pos, Message: "deployed again here"}}})
	}
	kept := resources[:0]
	for i, r := range resources {
		if !drop[i] {
			kept = append(kept, r)
		}
	}
	return kept
}

// templateOf is the path of the template that holds a resource.
func templateOf(r arm.Resource) string {
	return r.Path[:max(0, strings.LastIndex(r.Path, "resources"))]
}

// parametersFile takes a file of parameters that the user named as such.
func (l *loader) parametersFile(p string) {
	var root *tree.Node
	if strings.EqualFold(path.Ext(p), ".bicepparam") {
		root = l.bicepParameters(p)
	} else {
		root = Document(p, l.diags)
	}
	switch {
	case root == nil:
	case arm.IsParameters(root) || root.Get("parameters").Is(tree.Object) && !arm.IsTemplate(root):
		l.arm.Parameters = append(l.arm.Parameters, root)
	default:
		l.diags.Add(source.Diagnostic{Severity: source.Error, Code: "wrong-format", Pos: root.Where(),
			Message: "this is no parameters file", Hint: "expected {\"parameters\": {\"NAME\": {\"value\": …}}}"})
	}
}

// parametersOf returns the parameters files of a template: by name, as
// main.parameters.json is of main.json, else all of them where there is only
// one template.
func (l *loader) parametersOf(t template) []*tree.Node {
	var out []*tree.Node
	for i := range l.parameters {
		p := &l.parameters[i]
		if belongs(p.file.Name(), t.file.Name()) || len(l.templates) == 1 {
			out = append(out, p.root)
			p.used = true
		}
	}
	return out
}

// belongs tells by their names whether a parameters file is a template's.
func belongs(parameters, template string) bool {
	base := strings.TrimSuffix(strings.TrimSuffix(template, path.Ext(template)), ".bicep")
	return strings.HasPrefix(parameters, base+".param")
}

// setting takes one parameter given as NAME=VALUE.
func (l *loader) setting(s string) {
	name, value, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		l.diags.Add(source.Diagnostic{Severity: source.Error, Code: "bad-value", Pos: source.NewFile("--set "+s, nil).Pos(0),
			Message: "a parameter of templates is written NAME=VALUE", Hint: "as --set location=westeurope"})
		return
	}
	l.arm.Set = append(l.arm.Set, arm.Setting{Name: name, Value: value})
}
