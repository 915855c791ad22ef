package load

import (
	"testing"

	"vnetproof/topology/decode"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
)

// FuzzFile reads any bytes as a file of any format: JSON, YAML and CSV, exports
// and lists of service tags among them.
func FuzzFile(f *testing.F) {
	for name, seed := range map[string]string{
		"a.json":         exported("10.0.0.0/16", "2026-01-02T03:04:05Z"),
		"b.json":         `{"count": 1, "data": ` + exported("10.0.0.0/16", "") + `, "skip_token": "x"}`,
		"c.csv":          "id,type,properties\n/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n,x,\"{\"\"a\"\": [1]}\"\n",
		"d.json":         `{"changeNumber": 1, "cloud": "Public", "values": [{"name": "Storage", "properties": {"addressPrefixes": ["20.0.0.0/8"]}}]}`,
		"e.facts.yaml":   "learnedRoutes: [{gateway: g, prefixes: [0.0.0.0/0]}]\nfqdns: {a.b: [1.2.3.4]}\ndown: [gw:x]\n",
		"f.tfstate":      stateJSON,
		"g.json":         planJSON,
		"h.json":         deploying,
		"j.json":         `{"Cloud": "", "values": [{"name": "", "properties": {"AddressPrefixes": [0`,
		"i.network.yaml": "virtualNetworks: {a: {addressPrefixes: [10.0.0.0/16]}}\n",
	} {
		f.Add(name, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		diags := &source.Diagnostics{}
		l := &loader{diags: diags, decoder: decode.New(diags), native: native.NewReader(diags), seen: map[string]bool{}, planned: map[string]bool{}}
		l.content(source.NewFile(name, text), text, byName)
		if l.finish() == nil {
			t.Error("no design")
		}
		for _, d := range diags.Sorted() {
			if line, column := d.Pos.LineColumn(); d.Message == "" || d.Pos.IsValid() && (line < 1 || column < 1) {
				t.Errorf("%+v", d)
			}
		}
	})
}
