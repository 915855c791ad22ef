package decode

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// argumentsOf lists the constant texts that this package gives to a method of
// objects, by where they first stand.
func argumentsOf(t *testing.T, method string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	set := token.NewFileSet()
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if to, ok := call.Fun.(*ast.SelectorExpr); ok && to.Sel.Name == method {
				for _, arg := range call.Args {
					if lit, ok := arg.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						text, _ := strconv.Unquote(lit.Value)
						found[text] = set.Position(lit.Pos()).String()
					}
				}
			}
			return true
		})
	}
	return found
}

func TestEveryPropertyThatIsLeftAloneHasAReason(t *testing.T) {
	used := argumentsOf(t, "rest")
	if len(used) < 100 {
		t.Fatalf("only %d properties found in the source", len(used))
	}
	reasons := map[string]string{}
	for _, h := range HarmlessProperties() {
		for _, p := range h.Properties {
			if reasons[p] != "" {
				t.Errorf("%s has two reasons: %s; %s", p, reasons[p], h.Why)
			}
			reasons[p] = h.Why
			if used[p] == "" {
				t.Errorf("%s has a reason, but no decoder leaves it alone", p)
			}
		}
	}
	for p, where := range used {
		if reasons[p] == "" {
			t.Errorf("%s: %s is left alone without a reason", where, p)
		}
	}
}

// silent are kinds whose other properties the decoder passes by: they are many,
// and only those that it reads bear on who may connect.
func isSilent(kind string) bool {
	_, isService := paasTypes[kind]
	return isService || strings.Contains(kind, "webapplicationfirewallpolicies") || strings.HasPrefix(kind, "microsoft.sql/") ||
		strings.HasPrefix(kind, "microsoft.dbfor") || strings.HasPrefix(kind, "microsoft.web/") ||
		strings.HasPrefix(kind, "microsoft.network/expressroutecircuits/peerings") || strings.HasSuffix(kind, "/privatednszonegroups")
}

func TestAPropertyThatNobodyKnowsIsToldOfEachKind(t *testing.T) {
	for kind, k := range kinds {
		if k.decode == nil || isSilent(kind) {
			continue
		}
		var diags source.Diagnostics
		d := New(&diags)
		id := unnamedID(kind, "x")
		text := `{"type": "` + kind + `", "id": "/subscriptions/s/resourceGroups/r` + string(id) + `", "name": "x", "properties": {"somethingNew": true}}`
		d.Add(tree.ParseJSON(source.NewFile("a.json", []byte(text)), []byte(text), &diags))
		told := false
		for _, i := range d.Finish().Ignored {
			told = told || i.Property == "somethingNew"
		}
		if !told {
			t.Errorf("%s: a property that nobody knows is passed by in silence", kind)
		}
	}
}

func TestDoubtAboutAChildThatMergesIsTheParents(t *testing.T) {
	var diags source.Diagnostics
	d := New(&diags)
	add := func(text string, maybe *tree.Node) {
		d.AddMaybe(tree.ParseJSON(source.NewFile("a.json", []byte(text)), []byte(text), &diags), maybe)
	}
	const hub = `"/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualHubs/h`
	add(`{"type": "Microsoft.Network/virtualHubs", "id": `+hub+`", "name": "h", "properties": {"addressPrefix": "10.0.0.0/23", "virtualWan": {"id": "/subscriptions/s/w"}}}`, nil)
	add(`{"type": "Microsoft.Network/virtualHubs/routingIntent", "id": `+hub+`/routingIntent/i", "name": "h/i", "properties": {"routingPolicies": []}}`,
		&tree.Node{Kind: tree.Unknown, Why: "a condition"})
	parts := d.Finish().VirtualHubs[0].Incomplete
	if len(parts) != 1 || parts[0].Property != "routingIntent.condition" || parts[0].Unknown.Why != "a condition" {
		t.Errorf("the hub lacks %v", parts)
	}
}
