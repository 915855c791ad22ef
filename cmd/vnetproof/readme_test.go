package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the README's picture")

// output runs a command in the project's folder, as the README's reader would.
func outputOf(t *testing.T, want int, args ...string) string {
	t.Helper()
	t.Chdir(house)
	var out, errs bytes.Buffer
	a := &app{stdout: &out, stderr: &errs, env: func(string) (string, bool) { return "", false }}
	if code := a.run(context.Background(), args); code != want {
		t.Fatalf("vnetproof %s exits %d, want %d:\n%s%s", strings.Join(args, " "), code, want, out.String(), errs.String())
	}
	return out.String()
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The README shows what the program writes.
func TestREADMEShowsAFailure(t *testing.T) {
	got := outputOf(t, exitRefuted, "test", "testdata/hub-spoke-broken", "--run", "1 batch")
	if !strings.Contains(read(t, "README.md"), "```\n"+got+"```") {
		t.Errorf("the README's failure is not what is written:\n%s", got)
	}
}

// The README's picture is drawn by the program.
func TestREADMEPicture(t *testing.T) {
	picture := filepath.Join("cmd", "vnetproof", "testdata", "hub-spoke.svg")
	got := outputOf(t, exitHeld, "diagram", "-t", "testdata/hub-spoke", "--format", "svg")
	if *update {
		if err := os.WriteFile(picture, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got != read(t, picture) {
		t.Errorf("%s is not what is drawn; -update rewrites it", picture)
	}
	if !strings.Contains(read(t, "README.md"), filepath.ToSlash(picture)) {
		t.Error("the README does not show it")
	}
}

// What the README promises to a newcomer.
func TestREADMECommands(t *testing.T) {
	readme := read(t, filepath.Join(house, "README.md"))
	for _, command := range []string{"go run ./cmd/vnetproof test testdata/hub-spoke\n", "go test ./...\n"} {
		if !strings.Contains(readme, "\n    "+command) {
			t.Errorf("the README lacks %q", command)
		}
	}
	a := &app{}
	for _, c := range a.root().Commands() {
		if !strings.Contains(readme, "`"+c.Name()) && c.Name() != "help" {
			t.Errorf("the README does not name the command %s", c.Name())
		}
	}
	outputOf(t, exitHeld, "test", "testdata/hub-spoke")
}

// The README's tree of the house names every room; a room inside of a room is
// its own business.
func TestREADMENamesEveryRoom(t *testing.T) {
	readme := read(t, filepath.Join(house, "README.md"))
	for _, f := range folders(t) {
		parts := strings.Split(f.path, "/")
		if len(parts) == 2 && !strings.Contains(readme, parts[1]+"/") {
			t.Errorf("the README's tree lacks %s", f.path)
		}
	}
}
