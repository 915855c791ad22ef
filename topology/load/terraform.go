package load

import (
	"os"
	"path"
	"path/filepath"

	"vnetproof/topology/source"
	"vnetproof/topology/terraform"
	"vnetproof/topology/tree"
)

// state is a Terraform state that was found in a folder and waits for what else
// is there.
type state struct {
	file *source.File
	root *tree.Node
}

// terraformDocument takes a plan or state, and tells whether the file is one.
// A state of a folder in which there is a plan, too, is what that plan starts
// from, and not read.
func (l *loader) terraformDocument(f *source.File, root *tree.Node, why errand) bool {
	switch {
	case (terraform.IsPlan(root) || terraform.IsState(root)) && why == asFacts:
		l.notFacts(f)
	case terraform.IsPlan(root):
		l.terraformFile(f, root, TerraformPlan)
		l.planned[path.Dir(f.Name())] = true
	case terraform.IsState(root) && why == inFolder:
		l.states = append(l.states, state{f, root})
		l.files = append(l.files, File{Name: f.Name(), Format: TerraformState})
	case terraform.IsState(root):
		l.terraformFile(f, root, TerraformState)
	default:
		return false
	}
	return true
}

// terraformFile reads a plan or state with the configuration that lies beside it.
func (l *loader) terraformFile(f *source.File, root *tree.Node, format Format) {
	l.files = append(l.files, File{Name: f.Name(), Format: format})
	l.readTerraform(f, root)
}

func (l *loader) readTerraform(f *source.File, root *tree.Node) {
	o := terraform.Options{Prior: l.prior}
	if folder, err := os.OpenRoot(filepath.FromSlash(path.Dir(f.Name()))); err == nil {
		defer folder.Close()
		o.Folder = folder.FS()
	}
	resources, foreign := terraform.Read(f, root, o, l.diags)
	for _, r := range resources {
		l.decoder.AddFrom(f.Name(), r.Node)
	}
	for _, x := range foreign {
		l.decoder.Skip(f.Name(), x.Type)
	}
}

// readStates reads the states of folders that hold no plan.
func (l *loader) readStates() {
	for _, s := range l.states {
		if !l.planned[path.Dir(s.file.Name())] {
			l.readTerraform(s.file, s.root)
			continue
		}
		l.dropFile(s.file.Name())
		l.skipped = append(l.skipped, s.file.Name())
	}
}

// dropFile takes a file from those that were read.
func (l *loader) dropFile(name string) {
	kept := l.files[:0]
	for _, f := range l.files {
		if f.Name != name {
			kept = append(kept, f)
		}
	}
	l.files = kept
}
