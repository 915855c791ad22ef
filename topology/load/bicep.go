package load

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// isBicep tells by its name whether a file is Bicep source.
func isBicep(p string) bool { return strings.EqualFold(filepath.Ext(p), ".bicep") }

// bicep compiles Bicep source with the program of that name, and reads the
// template that this makes. Places are then places in the template.
func (l *loader) bicep(p string, why errand) {
	if why != inFolder && why != byName {
		l.failHint(p, "wrong-format", "this is Bicep source", "give it to -t")
		return
	}
	template := strings.TrimSuffix(p, filepath.Ext(p)) + ".json"
	text, complaint := compiled("build", p)
	if complaint != "" {
		l.failHint(p, "bicep", complaint, fmt.Sprintf("run `bicep build %s` or `az bicep build --file %[1]s`, and load %s",
			shownName(p), shownName(template)))
		return
	}
	l.json(source.NewFile(shownName(p)+".json", text), text, byName)
}

// maxCompile is how long the compiler may take.
const maxCompile = 2 * time.Minute

// compiled runs the compiler, which restores no modules from the network, and
// returns what it makes, or why it makes nothing.
func compiled(command, p string) (text []byte, complaint string) {
	program, err := exec.LookPath("bicep")
	if err != nil {
		return nil, "this is Bicep source, and there is no program bicep on the PATH to compile it"
	}
	if p, err = filepath.Abs(p); err != nil { // so that no name is taken for a flag
		return nil, err.Error()
	}
	ctx, cancel := context.WithTimeout(context.Background(), maxCompile)
	defer cancel()
	var out, told bytes.Buffer
	run := exec.CommandContext(ctx, program, command, "--no-restore", "--stdout", p)
	run.Stdout, run.Stderr = &out, &told
	switch err := run.Run(); {
	case ctx.Err() != nil:
		return nil, fmt.Sprintf("bicep took longer than %v", maxCompile)
	case err != nil:
		return nil, "bicep does not compile this: " + firstError(told.String(), err)
	case out.Len() == 0:
		return nil, "bicep made nothing of this"
	}
	return out.Bytes(), ""
}

// firstError is the first mistake that the compiler tells, else that it failed.
func firstError(told string, err error) string {
	first := ""
	for line := range strings.Lines(told) {
		line = strings.TrimSpace(line)
		if strings.Contains(line, "Error") {
			return line
		}
		if first == "" {
			first = line
		}
	}
	if first == "" {
		return err.Error()
	}
	return first
}

// bicepOf returns the Bicep sources of a folder that are deployed: no other
// one has them as a module, and no template beside them was made of them.
func bicepOf(names []string) []string {
	var out []string
	texts := make([]string, len(names))
	for i, name := range names {
		if isBicep(name) {
			text, _ := readFile(name)
			texts[i] = string(text)
		}
	}
	for _, name := range names {
		if isBicep(name) && !isModule(name, texts) && !isCompiled(name) {
			out = append(out, name)
		}
	}
	return out
}

// isModule tells whether one of the texts has a file as a module.
func isModule(name string, texts []string) bool {
	for _, text := range texts {
		if strings.Contains(text, "'"+filepath.Base(name)+"'") || strings.Contains(text, "'./"+filepath.Base(name)+"'") {
			return true
		}
	}
	return false
}

// isCompiled tells whether the template that is made of a Bicep source lies beside it.
func isCompiled(name string) bool {
	_, err := os.Stat(strings.TrimSuffix(name, filepath.Ext(name)) + ".json")
	return err == nil
}

// bicepParameters reads a .bicepparam file as the parameters file that it makes.
func (l *loader) bicepParameters(p string) *tree.Node {
	text, complaint := compiled("build-params", p)
	if complaint != "" {
		l.failHint(p, "bicep", complaint, fmt.Sprintf("run `bicep build-params %s`, and give the file that it writes", shownName(p)))
		return nil
	}
	f := source.NewFile(shownName(p)+".json", text)
	root := tree.ParseJSON(f, text, l.diags)
	inner := root.Get("parametersJson")
	if !inner.Is(tree.String) {
		return root
	}
	text = []byte(inner.Text)
	return tree.ParseJSON(source.NewFile(shownName(p)+".json", text), text, l.diags)
}
