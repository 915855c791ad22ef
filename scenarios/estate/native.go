package estate

import (
	"encoding/json"
	"fmt"

	"vnetproof/topology/decode"
	"vnetproof/topology/generate"
	"vnetproof/topology/native"
	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// nativeText writes the resources as one native file. What they hold and such
// a file cannot say would be a defect of the generator.
func nativeText(resources []generate.Resource) ([]byte, error) {
	diags := &source.Diagnostics{}
	d := decode.New(diags)
	for _, r := range resources {
		text, err := json.Marshal(r)
		if err != nil {
			return nil, err
		}
		d.Add(tree.ParseJSON(source.NewFile(r.Name, text), text, diags))
	}
	design := d.Finish()
	if diags.HasErrors() {
		return nil, diags
	}
	text, lost := native.Write(design)
	if len(lost) > 0 {
		return nil, fmt.Errorf("a native file cannot say all of the estate: %s", lost[0].Message)
	}
	return text, nil
}
