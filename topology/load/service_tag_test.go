package load

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	publishedTags = `{"changeNumber": 3, "cloud": "Public", "values": [{"name": "Storage", "id": "Storage", "properties": {"addressPrefixes": ["20.60.0.0/16"]}},
		{"name": "Sql", "id": "Sql", "properties": {"addressPrefixes": ["20.61.0.0/16"]}}]}`
	answeredTags = `{"cloud": "Public", "changeNumber": 2, "id": "/subscriptions/s/providers/Microsoft.Network/serviceTags/public", "name": "Public",
		"type": "Microsoft.Network/serviceTags", "values": [{"name": "Storage", "id": "Storage", "properties": {"addressPrefixes": ["20.9.0.0/16"]}}]}`
)

// ranges are the service tags of a design.
func ranges(in *Input) []string {
	var out []string
	for _, t := range in.Design.Facts.ServiceTags {
		out = append(out, fmt.Sprint(t.Tag, t.Prefixes))
	}
	return out
}

// Service tags are found in a folder by content; an overlay's own win.
func TestServiceTagsOfAFolderAreFacts(t *testing.T) {
	inFiles(t, map[string]string{"hub.network.yaml": hubYAML, "ServiceTags.json": publishedTags, "x.facts.yaml": factsYAML})
	in := Read(Options{})
	if diff := cmp.Diff([]string{"Storage[203.0.113.0/24]", "Sql[20.61.0.0/16]"}, ranges(in)); diff != "" {
		t.Error(diff)
	}
	if in.Files[0].Format.String() != "service-tags" || len(in.Design.Others) > 0 {
		t.Errorf("files %v, others %v", in.Files, in.Design.Others)
	}
}

func TestServiceTagsByName(t *testing.T) {
	inFiles(t, map[string]string{"hub.network.yaml": hubYAML, "tags/new.json": publishedTags, "tags/old.json": answeredTags, "tags/spoke.json": spokeJSON, "tags/x.yaml": "a: b"})
	in := Read(Options{Paths: []string{"hub.network.yaml"}, ServiceTags: []string{"tags/old.json", "tags/new.json"}})
	if diff := cmp.Diff([]string{"Storage[20.60.0.0/16]", "Sql[20.61.0.0/16]"}, ranges(in)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"tags/old.json:1:1 warning older-service-tags"}, told(in)); diff != "" {
		t.Error(diff)
	}
	for _, wrong := range []string{"tags/spoke.json", "tags/x.yaml"} {
		in := Read(Options{Paths: []string{"hub.network.yaml"}, ServiceTags: []string{wrong}})
		if diff := cmp.Diff([]string{wrong + ":1:1 error wrong-format"}, told(in)); diff != "" {
			t.Error(diff)
		}
	}
}
