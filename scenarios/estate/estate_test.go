package estate

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/generate"
	"vnetproof/topology/load"
	"vnetproof/topology/native"
)

var small = generate.Estate{Spokes: 6, Subnets: 3, Groups: 6, Rules: 12, FirewallRules: 40, IPGroups: 8, PortRanges: 10, Leaks: 3, Seed: 7}

// TestFormatsSayTheSame: the three formats load without a word to one design.
func TestFormatsSayTheSame(t *testing.T) {
	var first string
	for f := YAML; f <= Export; f++ {
		dir := t.TempDir()
		files, err := Files(small, f)
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, files)
		in := load.Read(load.Options{Paths: []string{dir}})
		if list := in.Diags.Sorted(); len(list) > 0 {
			t.Errorf("%s: %s: %s", f, list[0].Code, list[0].Message)
			continue
		}
		for _, n := range in.Design.All {
			n.Base().APIVersion = "" // templates alone have one
		}
		text, lost := native.Write(in.Design)
		if len(lost) > 0 {
			t.Errorf("%s: %s", f, lost[0].Message)
		}
		if first == "" {
			first = string(text)
		}
		if diff := cmp.Diff(first, string(text)); diff != "" {
			t.Errorf("%s differs from yaml:\n%s", f, diff)
		}
	}
}

func write(t *testing.T, dir string, files []File) {
	t.Helper()
	for _, f := range files {
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, f.Name), b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEqualSeedsWriteEqualFiles(t *testing.T) {
	text := func(e generate.Estate) string {
		files, err := Files(e, Export)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, f := range files {
			b.WriteString(f.Name + "\n")
			if err := f.Write(&b); err != nil {
				t.Fatal(err)
			}
		}
		return b.String()
	}
	other := small
	other.Seed++
	if first, second := text(small), text(small); first != second {
		t.Error("two runs differ")
	}
	if text(small) == text(other) {
		t.Error("another seed changes nothing")
	}
}

func TestLeaksAreListed(t *testing.T) {
	files, err := Files(small, Export)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := files[len(files)-1].Write(&b); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), "- {from: "); got != small.Leaks {
		t.Errorf("%d leaks listed, not %d:\n%s", got, small.Leaks, b.String())
	}
}
