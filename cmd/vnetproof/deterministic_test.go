package main

import (
	"bytes"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sameTwice are a run of each command in each of its formats; commands that
// answer with text alone have one.
var sameTwice = []string{
	"test hub-spoke hub-spoke-broken", "test hub-spoke-broken --format json",
	"trace vm:web1 internet -t hub-spoke", "trace vm:web1 internet -t hub-spoke --format json",
	"reach vnet:web vnet:app -t hub-spoke", "reach vnet:web vnet:app -t hub-spoke --format json",
	"matrix -t hub-spoke", "matrix -t hub-spoke --format json", "matrix -t hub-spoke --format csv", "matrix -t hub-spoke --format dot",
	"routes vm:web1 -t hub-spoke", "routes vm:web1 -t hub-spoke --format json",
	"rules vm:web1 -t hub-spoke", "rules vm:web1 -t hub-spoke --format json",
	"validate -t hub-spoke --report", "validate -t hub-spoke --report --format json",
	"diagram -t hub-spoke", "diagram -t hub-spoke --format svg", "diagram -t hub-spoke --format png",
	"lint -t hub-spoke-broken", "lint -t hub-spoke-broken --format json",
	"diff hub-spoke hub-spoke-broken", "diff hub-spoke hub-spoke-broken --format json",
	"diff --filters hub-spoke hub-spoke-broken", "diff --filters hub-spoke hub-spoke-broken --format json",
	"import export-hub-spoke", "export -t hub-spoke --format arm",
	"explain RT-1", "schema topology", "schema facts", "schema scenario", "schema result", "export-commands", "version", "completion bash",
}

// TestSameBytes: the same input gives the same bytes, on one core as on many.
func TestSameBytes(t *testing.T) {
	t.Chdir(filepath.Join(house, "testdata"))
	covered := map[string]bool{}
	for _, line := range sameTwice {
		args := strings.Fields(line)
		covered[args[0]] = true
		t.Run(line, func(t *testing.T) {
			first, code := answer(t, 1, args)
			second, again := answer(t, 4, args)
			if code == exitBadInput || len(first) == 0 {
				t.Fatalf("exit code %d, %d bytes", code, len(first))
			}
			if diff := cmp.Diff(first, second); diff != "" || code != again {
				t.Errorf("exit codes %d and %d; %s", code, again, diff)
			}
		})
	}
	for _, c := range (&app{}).commands() {
		// One writes files and one reads recordings: both have scripts of their own.
		if name := c.Name(); !covered[name] && name != "init" && name != "replay" {
			t.Errorf("no run of %s", name)
		}
	}
}

// answer runs the program on so many cores.
func answer(t *testing.T, cores int, args []string) (string, int) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	var out, told bytes.Buffer
	a := &app{stdout: &out, stderr: &told, env: func(string) (string, bool) { return "", false }}
	code := a.run(t.Context(), args)
	if code == exitBadInput {
		t.Log(told.String())
	}
	return out.String(), code
}
