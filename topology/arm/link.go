package arm

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// linkBase is the address under which the folder of the root template is known
// to templates, so that links built from the parent's address can be followed.
const linkBase = "file:///"

// linkedTemplate reads a template from another file.
func (i *instance) linkedTemplate(properties *tree.Node, at *place) *template {
	link := i.e.node(properties.Get("templateLink"), at.member("templateLink"))
	if link.IsAbsent() {
		i.innerWhy = "it has neither a template nor a templateLink"
		return nil
	}
	name, why := i.d.t.linked(link)
	var root *tree.Node
	if why == "" {
		root, why = i.d.t.r.readTemplate(name)
	}
	if why != "" {
		i.innerWhy = why
		if strings.HasSuffix(why, outside) {
			i.innerSupply = "--allow-path DIR lets the files of that folder be read"
		}
		return nil
	}
	t := i.newInner(root, name, nil)
	i.giveParameters(t, properties, at)
	if p := properties.Get("parametersLink"); !p.IsAbsent() {
		i.linkParameters(t, i.e.node(p, at.member("parametersLink")))
	}
	return t
}

// linkParameters gives a linked template the values of a linked parameters file.
func (i *instance) linkParameters(t *template, link *tree.Node) {
	name, why := i.d.t.linked(link)
	var doc *tree.Node
	if why == "" {
		doc, why = t.r.readDocument(name)
	}
	for _, p := range t.section("parameters") {
		given := doc.At("parameters", p.Key)
		switch {
		case why != "":
			t.params[strings.ToLower(p.Key)].why = why
		case given != nil:
			t.give(tree.Member{Key: p.Key, KeyPos: given.Pos, Value: given}, nil, (*place)(nil).member("parameters").member(p.Key))
		}
	}
}

// linked returns the name of a linked file relative to the root template's
// folder, or why it is not read.
func (t *template) linked(link *tree.Node) (name, why string) {
	if u := t.r.firstUnknown(link); u != nil {
		return "", "its link is not known: " + u.Why
	}
	switch uri, relative := link.Get("uri").Str(), link.Get("relativePath").Str(); {
	case path.IsAbs(relative):
		return t.r.inFolder(relative, relative)
	case relative != "":
		return t.r.inFolder(path.Join(path.Dir(t.file), strings.ReplaceAll(relative, `\`, "/")), relative)
	case strings.HasPrefix(uri, linkBase):
		file, _, _ := strings.Cut(strings.TrimPrefix(uri, linkBase), "?")
		return t.r.inFolder(path.Clean(file), file)
	case uri != "":
		return "", fmt.Sprintf("its template %s is on the network, which is not read", shorten(uri))
	case link.Get("id").Str() != "":
		return "", "its template is the template spec " + link.Get("id").Str() + ", which is in Azure"
	}
	return "", "its templateLink has no relativePath"
}

// ErrOutside is what Options.ReadFile returns for a file that may not be read.
var ErrOutside = errors.New(outside)

const outside = "lies outside of the folder of the template"

// inFolder refuses names outside of the root template's folder.
func (r *reader) inFolder(name, asWritten string) (string, string) {
	if path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../") && !r.opts.AllowParent {
		return "", fmt.Sprintf("its template %q %s", asWritten, outside)
	}
	return name, ""
}

// readTemplate reads a linked template, or says why not.
func (r *reader) readTemplate(name string) (*tree.Node, string) {
	root, why := r.readDocument(name)
	if why == "" && !root.Is(tree.Object) {
		return nil, name + " is no template"
	}
	return root, why
}

// readDocument reads a JSON file beside the root template.
func (r *reader) readDocument(name string) (*tree.Node, string) {
	if root := r.linked[name]; root != nil {
		return root, ""
	}
	if r.opts.ReadFile == nil {
		return nil, fmt.Sprintf("linked files such as %s are not read", name)
	}
	text, err := r.opts.ReadFile(name)
	if errors.Is(err, ErrOutside) {
		return nil, fmt.Sprintf("its template %q %s", name, outside)
	}
	if err != nil {
		var pathError *fs.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err
		}
		return nil, fmt.Sprintf("%s cannot be read: %v", name, err)
	}
	file := source.NewFile(path.Join(r.folder, name), text)
	root := tree.ParseJSON(file, text, r.diags)
	if root == nil {
		return nil, name + " is no JSON"
	}
	r.linked[name], r.documents[file.Name()] = root, root
	r.allow(root)
	return root, ""
}
