package decode

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"vnetproof/topology"
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

// newProperty is a property that nobody knows. Of the many properties of a
// platform service only those matter that may concern the network.
func newProperty(kind string) string {
	if _, isService := paasTypes[kind]; isService || strings.HasPrefix(kind, "microsoft.web/") {
		return "newNetworkSetting"
	}
	return "somethingNew"
}

func TestAPropertyThatNobodyKnowsIsToldOfEachKind(t *testing.T) {
	for kind, k := range kinds {
		if k.decode == nil {
			continue
		}
		var diags source.Diagnostics
		d := New(&diags)
		id := unnamedID(kind, nameOf(kind))
		text := `{"type": "` + kind + `", "id": "/subscriptions/s/resourceGroups/r` + string(id) + `", "name": "` + nameOf(kind) + `", "properties": {"` + newProperty(kind) + `": true}}`
		d.Add(tree.ParseJSON(source.NewFile("a.json", []byte(text)), []byte(text), &diags))
		told := false
		for _, i := range d.Finish().Ignored {
			told = told || i.Property == newProperty(kind)
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

// nameOf is a name that a resource of a kind may have: a config of an app is known by its name.
func nameOf(kind string) string {
	if strings.HasPrefix(kind, "microsoft.web/sites/") && !strings.HasSuffix(kind, "slots") {
		return "web"
	}
	return "x"
}

func TestPropertiesOfServicesThatBearOnTheNetworkAreTold(t *testing.T) {
	for _, tc := range []struct{ kind, properties, want string }{
		{"Microsoft.Cache/redis", `"subnetId": "/subscriptions/s/x", "enableNonSslPort": true`, "subnetId"},
		{"Microsoft.Devices/IotHubs", `"ipFilterRules": [{"ipMask": "1.2.3.4"}], "features": "None"`, "ipFilterRules"},
		{"Microsoft.Web/sites", `"hostingEnvironmentProfile": {"id": "/subscriptions/s/ase"}, "httpsOnly": true`, "hostingEnvironmentProfile"},
		{"Microsoft.Storage/storageAccounts", `"networkAcls": {"defaultAction": "Deny", "somethingNew": 1}, "minimumTlsVersion": "TLS1_2"`, "networkAcls.somethingNew"},
		{"Microsoft.Storage/storageAccounts", `"networkAcls": {"defaultAction": "Deny", "bypass": "None"}, "accessTier": "Hot"`, ""},
	} {
		var diags source.Diagnostics
		d := New(&diags)
		text := `{"type": "` + tc.kind + `", "id": "/subscriptions/s/resourceGroups/r/providers/` + tc.kind + `/x", "name": "x", "properties": {` + tc.properties + `}}`
		d.Add(tree.ParseJSON(source.NewFile("a.json", []byte(text)), []byte(text), &diags))
		var told []string
		for _, i := range d.Finish().Ignored {
			told = append(told, i.Property)
		}
		if got := strings.Join(told, " "); got != tc.want {
			t.Errorf("%s {%s}: told %q, want %q", tc.kind, tc.properties, got, tc.want)
		}
	}
}

func TestAStorageAccountAsTheCommandLineAnswersIt(t *testing.T) {
	const text = `{"type": "Microsoft.Storage/storageAccounts", "id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/x", "name": "x",
		"networkRuleSet": {"bypass": "AzureServices", "defaultAction": "Deny", "ipRules": [{"action": "Allow", "ipAddressOrRange": "20.0.0.0/24"}],
		"virtualNetworkRules": [{"action": "Allow", "state": "Succeeded", "virtualNetworkResourceId": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/a"}]}}`
	var diags source.Diagnostics
	d := New(&diags)
	d.Add(tree.ParseJSON(source.NewFile("a.json", []byte(text)), []byte(text), &diags))
	s := d.Finish().PaaS[0]
	if a, ok := s.DefaultAction.Get(); !ok || a != topology.Deny || len(s.IPRules.Or(nil)) != 1 || len(s.SubnetRules) != 1 || s.SubnetRules[0].ID == "" {
		t.Errorf("read as %+v", s)
	}
}
