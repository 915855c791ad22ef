package load

import (
	"strings"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// assume takes a setting of the platform, KEY=VALUE, as if a file of facts held it.
func (l *loader) assume(setting string) {
	key, value, ok := strings.Cut(setting, "=")
	text := []byte("platform: {" + key + ": " + value + "}")
	f := source.NewFile("--assume "+setting, text)
	if !ok {
		l.diags.Add(source.Diagnostic{Severity: source.Error, Code: "bad-value", Pos: f.Pos(0),
			Message: "an assumption is written KEY=VALUE", Hint: "as defaultOutboundAccess=false or forwardedTraffic=passes"})
		return
	}
	if root := tree.ParseYAML(f, text, l.diags); root != nil {
		l.native.AddFacts(root)
	}
}
