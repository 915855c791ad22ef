package suite

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/endpoint"
)

var update = flag.Bool("update", false, "rewrite README.md")

// The manual of the scenario language says what the schema and the selectors say.
func TestReadme(t *testing.T) {
	want := readme(t)
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
		t.Errorf("README.md is not what -update writes (-want +got):\n%s", diff)
	}
}

const example = `suite: payments segmentation
topology: [../network]          # relative to this file; default: its folder
scenarios:
  - name: web reaches app on 8443 and on nothing else
    from: subnet:payments/web
    to: subnet:payments/app
    expect: only
    traffic: tcp/8443
  - name: internet egress is forced through the hub firewall
    from: vnet:spoke-*
    to: internet
    expect: via
    via: fw:hub-fw
`

func readme(t *testing.T) string {
	if _, diags := read(example); diags != nil {
		t.Fatal(diags)
	}
	var doc struct {
		Properties map[string]property
		Defs       map[string]struct {
			property
			Properties map[string]property
			Required   []string
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# Scenario files\n\nStatements about what a design lets through, in `*.scenario.yaml`. `vnetproof schema scenario` prints\nthe JSON Schema that editors read; this page is made from it.\n\n```yaml\n" + example + "```\n\n")
	b.WriteString("## Keys of a scenario\n\n| key | is |\n| --- | --- |\n")
	for _, key := range []string{"name", "from", "to", "expect", "traffic", "via", "symmetric", "allowEmpty", "waive"} {
		p := doc.Defs["scenario"].Properties[key]
		if p.Ref != "" {
			p.Description = "Where packets " + map[string]string{"from": "start", "to": "should end"}[key] + ", a selector."
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", key, cell(p.Description))
	}
	b.WriteString("\n## Selectors\n\nName an end of traffic. `*` and `?` match inside names, a comma joins selectors, a leading `!` excludes, and\nselectors that only exclude start from `any`. A name that several resources bear is written `RG/NAME` or\n`SUBSCRIPTION/RG/NAME`; a full resource ID does, too. Case does not matter.\n\n| selector | means |\n| --- | --- |\n")
	for _, f := range endpoint.Forms() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Text, cell(f.What))
	}
	return b.String()
}

// property is what the manual takes of a schema.
type property struct {
	Description string
	Ref         string `json:"$ref"`
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
