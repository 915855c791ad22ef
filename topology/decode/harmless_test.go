package decode

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

var update = flag.Bool("update", false, "rewrite README.md")

// alone is a property that a decoder leaves alone.
type alone struct{ decoder, property string }

// leftAlone lists the constant texts that this package gives to rest, by the
// decoder that does.
func leftAlone(t *testing.T) map[alone]string {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := map[alone]string{}
	set := token.NewFileSet()
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok {
				for text, at := range argumentsOfRest(fn) {
					found[alone{fn.Name.Name, text}] = set.Position(at).String()
				}
			}
		}
	}
	return found
}

func argumentsOfRest(fn *ast.FuncDecl) map[string]token.Pos {
	found := map[string]token.Pos{}
	ast.Inspect(fn, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if to, ok := call.Fun.(*ast.SelectorExpr); !ok || to.Sel.Name != "rest" {
			return true
		}
		for _, arg := range call.Args {
			if lit, ok := arg.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, _ := strconv.Unquote(lit.Value)
				found[text] = lit.Pos()
			}
		}
		return true
	})
	return found
}

// reasonOf is why a decoder leaves a property alone: its own reason, else that
// of all properties of the name.
func reasonOf(a alone) (why, listed string) {
	for _, h := range HarmlessProperties() {
		for _, p := range h.Properties {
			if p == a.decoder+":"+a.property {
				return h.Why, p
			}
			if p == a.property {
				why, listed = h.Why, p
			}
		}
	}
	return why, listed
}

func TestEveryPropertyThatIsLeftAloneHasAReason(t *testing.T) {
	all := leftAlone(t)
	if len(all) < 400 {
		t.Fatalf("only %d properties found in the source", len(all))
	}
	used := map[string]bool{}
	for a, where := range all {
		why, listed := reasonOf(a)
		if why == "" {
			t.Errorf("%s: %s leaves %s alone without a reason", where, a.decoder, a.property)
		}
		used[listed] = true
	}
	reasons := map[string]string{}
	for _, h := range HarmlessProperties() {
		for _, p := range h.Properties {
			if reasons[p] != "" {
				t.Errorf("%s has two reasons: %s; %s", p, reasons[p], h.Why)
			}
			reasons[p] = h.Why
			if !used[p] {
				t.Errorf("%s has a reason, but no decoder leaves it alone", p)
			}
		}
	}
}

// TestThePageOfPropertiesThatAreLeftAlone: README.md is what the source says.
func TestThePageOfPropertiesThatAreLeftAlone(t *testing.T) {
	want := page(leftAlone(t))
	if *update {
		if err := os.WriteFile("README.md", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("README.md is not what the source says; go test ./topology/decode -run Page -update\n%s", diff)
	}
}

func page(all map[alone]string) string {
	lines := map[string]map[string][]string{} // by decoder, then reason
	for a := range all {
		why, _ := reasonOf(a)
		if lines[a.decoder] == nil {
			lines[a.decoder] = map[string][]string{}
		}
		lines[a.decoder][why] = append(lines[a.decoder][why], "`"+a.property+"`")
	}
	var b strings.Builder
	b.WriteString("# Properties that say nothing of what reaches what\n\n" +
		"Generated from harmless.go and the decoders: what each of them knows and leaves alone, and why no value of it changes which packets get where.\n" +
		"A property that is neither read nor listed here is told as not simulated, and what it may concern is inconclusive.\n")
	for _, decoder := range slices.Sorted(maps.Keys(lines)) {
		b.WriteString("\n## " + spelled(decoder) + "\n\n")
		for _, why := range slices.Sorted(maps.Keys(lines[decoder])) {
			slices.Sort(lines[decoder][why])
			b.WriteString("- " + why + ": " + strings.Join(lines[decoder][why], ", ") + "\n")
		}
	}
	return b.String()
}

// spelled is the name of a decoder in words: "hub connection".
func spelled(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) && !unicode.IsUpper(rune(name[i-1])) {
			b.WriteByte(' ')
		}
		if i+1 < len(name) && !unicode.IsUpper(rune(name[i+1])) || i == 0 {
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
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
		if got := toldOf(t, tc.kind, tc.properties); got != tc.want {
			t.Errorf("%s {%s}: told %q, want %q", tc.kind, tc.properties, got, tc.want)
		}
	}
}

func TestSettingsThatCouldChangeAWayAreTold(t *testing.T) {
	const network = "Microsoft.Network/"
	for _, tc := range []struct{ kind, properties, want string }{
		{"virtualHubs", `"virtualWan": {"id": "/subscriptions/s/w"}, "securityProviderName": "zscaler"`, "securityProviderName"},
		{"virtualHubs", `"virtualWan": {"id": "/subscriptions/s/w"}, "preferredRoutingGateway": "VpnGateway"`, "preferredRoutingGateway"},
		{"virtualHubs", `"virtualWan": {"id": "/subscriptions/s/w"}, "preferredRoutingGateway": "ExpressRoute"`, ""},
		{"virtualHubs", `"virtualWan": {"id": "/subscriptions/s/w"}, "hubRoutingPreference": "VpnGateway", "preferredRoutingGateway": "VpnGateway"`, ""},
		{"vpnSites", `"isSecuritySite": true`, "isSecuritySite"},
		{"vpnSites", `"isSecuritySite": false`, ""},
		{"privateEndpoints", `"ipVersionType": "DualStack"`, "ipVersionType"},
		{"privateEndpoints", `"ipVersionType": "IPv4"`, ""},
		{"virtualNetworkGateways", `"gatewayType": "Vpn", "vpnClientConfiguration": {"vngClientConnectionConfigurations": [{"name": "a"}]}`,
			"vpnClientConfiguration.vngClientConnectionConfigurations"},
		{"virtualNetworkGateways", `"gatewayType": "Vpn", "vpnClientConfiguration": {"vngClientConnectionConfigurations": [], "vpnClientProtocols": ["OpenVPN"]}`, ""},
		{"connections", `"connectionType": "ExpressRoute", "enablePrivateLinkFastPath": true`, "enablePrivateLinkFastPath"},
		{"azureFirewalls", `"additionalProperties": {"Network.FTP.AllowActiveFTP": "true"}`, "additionalProperties.Network.FTP.AllowActiveFTP"},
		{"azureFirewalls", `"additionalProperties": {"Network.FTP.AllowActiveFTP": "false"}`, ""},
		{"applicationGateways", `"probes": [{"name": "p", "properties": {"port": 8081}}]`, "probes[0].port"},
		{"applicationGateways", `"probes": [{"name": "p", "properties": {"path": "/"}}]`, ""},
		{"virtualNetworks", `"subnets": [{"name": "s", "properties": {"serviceEndpoints": [{"service": "Microsoft.Storage", "networkIdentifier": {"id": "/subscriptions/s/p"}}]}}]`,
			"serviceEndpoints[0].networkIdentifier"},
	} {
		if got := toldOf(t, network+tc.kind, tc.properties); got != tc.want {
			t.Errorf("%s {%s}: told %q, want %q", tc.kind, tc.properties, got, tc.want)
		}
	}
}

// toldOf lists the properties of one resource that are told as not simulated.
func toldOf(t *testing.T, kind, properties string) string {
	t.Helper()
	var diags source.Diagnostics
	d := New(&diags)
	text := `{"type": "` + kind + `", "id": "/subscriptions/s/resourceGroups/r/providers/` + kind + `/x", "name": "x", "properties": {` + properties + `}}`
	d.Add(tree.ParseJSON(source.NewFile("a.json", []byte(text)), []byte(text), &diags))
	var told []string
	for _, i := range d.Finish().Ignored {
		told = append(told, i.Property)
	}
	return strings.Join(told, " ")
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
