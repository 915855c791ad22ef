package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/rogpeppe/go-internal/testscript"

	"vnetproof/scenarios/report"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"vnetproof": main})
}

// designs are folders of the project's testdata that scripts find in theirs.
var designs = []string{"hub-spoke", "hub-spoke-broken", "export-hub-spoke", "arm-hub-spoke", "arm-nested-hub-spoke", "terraform-hub-spoke"}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			for _, name := range designs {
				from := filepath.Join(house, "testdata", name)
				if err := os.CopyFS(filepath.Join(e.WorkDir, name), os.DirFS(from)); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"valid": valid,
			"same":  same,
			"empty": empty,
		},
	})
}

// valid FILE checks a document against the schema that `schema result` prints.
func valid(ts *testscript.TestScript, neg bool, args []string) {
	root, err := validator.UnmarshalJSON(bytes.NewReader(report.Schema()))
	ts.Check(err)
	c := validator.NewCompiler()
	ts.Check(c.AddResource("result.json", root))
	s, err := c.Compile("result.json")
	ts.Check(err)
	for _, name := range args {
		value, err := validator.UnmarshalJSON(bytes.NewReader([]byte(ts.ReadFile(name))))
		ts.Check(err)
		if err := s.Validate(value); (err != nil) != neg {
			ts.Fatalf("%s: %v", name, err)
		}
	}
}

// same A B compares two files byte for byte.
func same(ts *testscript.TestScript, neg bool, args []string) {
	a, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	b, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	if bytes.Equal(a, b) == neg {
		ts.Fatalf("%s and %s: equal is %v", args[0], args[1], !neg)
	}
	if len(a) == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
}

// empty DIR tells whether a folder holds nothing, hidden files among it.
func empty(ts *testscript.TestScript, neg bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	if err != nil && !os.IsNotExist(err) {
		ts.Check(err)
	}
	if (len(entries) > 0) != neg {
		ts.Fatalf("%s holds %v", args[0], names(entries))
	}
}

func names(entries []fs.DirEntry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}
