package servicetag

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

func parsed(t testing.TB, text string) *tree.Node {
	t.Helper()
	diags := &source.Diagnostics{}
	root := tree.ParseJSON(source.NewFile("tags.json", []byte(text)), []byte(text), diags)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return root
}

// published is an edition with one tag, as the published files have it.
func published(number int, cloud, name, prefixes string) string {
	return fmt.Sprintf(`{"changeNumber": %d, "cloud": %q, "values": [{"name": %q, "id": %q, "properties": {"changeNumber": 1, "region": "",
		"platform": "Azure", "systemService": "AzureStorage", "addressPrefixes": [%s]}}]}`, number, cloud, name, name, prefixes)
}

const answered = `{"changeNumber": "12", "cloud": "Public", "id": "/subscriptions/s/providers/Microsoft.Network/serviceTags/public", "name": "Public",
	"type": "Microsoft.Network/serviceTags", "values": [{"name": "Sql.WestEurope", "id": "Sql.WestEurope", "properties": {"addressPrefixes": ["20.1.0.0/16"]}}]}`

func TestListsOfServiceTagsAreRead(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"a published file", published(91, "Public", "Storage", `"20.60.0.0/16", "2603:1000::/40"`), "Public 91: Storage [20.60.0.0/16 2603:1000::/40]"},
		{"an answer of az", answered, "Public 12: Sql.WestEurope [20.1.0.0/16]"},
		{"a single address", published(1, "China", "Storage", `"20.60.0.1"`), "China 1: Storage [20.60.0.1/32]"},
	} {
		diags := &source.Diagnostics{}
		root := parsed(t, row.text)
		e := Read(root, diags)
		got := fmt.Sprintf("%s %d: %s %v", e.Cloud, e.Number, e.Tags[0].Tag, e.Tags[0].Prefixes)
		if !Is(root) || got != row.want || diags.HasErrors() {
			t.Errorf("%s: got %q, %v; want %q", row.name, got, diags.Err(), row.want)
		}
	}
}

func TestBadPrefixesAreReportedWithTheirPlace(t *testing.T) {
	diags := &source.Diagnostics{}
	e := Read(parsed(t, published(1, "Public", "Storage", `"20.60.0.0/16", "20.60/16", 7`)), diags)
	if got := len(diags.Sorted()); got != 2 || len(e.Tags[0].Prefixes) != 1 {
		t.Errorf("%d diagnostics, prefixes %v", got, e.Tags[0].Prefixes)
	}
}

func TestOtherDocumentsAreNoServiceTags(t *testing.T) {
	for _, text := range []string{`{"cloud": "Public", "values": []}`, `{"values": [{"name": "x", "properties": {"addressPrefixes": []}}]}`,
		`[{"cloud": "Azure", "region": "x", "subnet": ["10.0.0.0/8"]}]`, `{"cloud": "x", "values": {"a": 1}}`, `{"cloud": "x", "values": [1]}`} {
		if Is(parsed(t, text)) {
			t.Errorf("%s is taken for service tags", text)
		}
	}
}

// Of two editions of a cloud the later one counts, whatever their order.
func TestTheLatestEditionOfACloudCounts(t *testing.T) {
	diags := &source.Diagnostics{}
	old := Read(parsed(t, published(1, "Public", "Old", `"20.0.0.0/16"`)), diags)
	recent := Read(parsed(t, published(2, "public", "New", `"20.0.0.0/16"`)), diags)
	other := Read(parsed(t, published(1, "China", "Other", `"20.0.0.0/16"`)), diags)
	for _, order := range [][]*Edition{{old, recent, other}, {recent, old, other}} {
		diags := &source.Diagnostics{}
		var names []string
		for _, tag := range Join(order, diags) {
			names = append(names, tag.Tag)
		}
		if diff := cmp.Diff([]string{"New", "Other"}, names); diff != "" || len(diags.Sorted()) != 1 {
			t.Errorf("%s%v", diff, diags.Sorted())
		}
	}
}

func TestRealServiceTagsAreRead(t *testing.T) {
	inputs := os.Getenv("VNETPROOF_INPUTS")
	if inputs == "" {
		t.Skip("VNETPROOF_INPUTS is not set: real files are not read")
	}
	names, _ := filepath.Glob(filepath.Join(inputs, "service-tags", "ServiceTags_*.json"))
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		diags := &source.Diagnostics{}
		root := parsed(t, string(text))
		e := Read(root, diags)
		prefixes := 0
		for _, tag := range e.Tags {
			prefixes += len(tag.Prefixes)
		}
		t.Logf("%s: %s %d, %d tags, %d prefixes", filepath.Base(name), e.Cloud, e.Number, len(e.Tags), prefixes)
		if !Is(root) || diags.HasErrors() || len(e.Tags) < 100 {
			t.Errorf("%s: %d tags, %v", name, len(e.Tags), diags.Err())
		}
	}
	if len(names) == 0 {
		t.Error("no published service tags among the inputs")
	}
}
