package estate

import (
	"io"
	"strings"

	"vnetproof/topology/generate"
)

const templateStart = `{
"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
"contentVersion": "1.0.0.0",
"resources": `

// writeTemplate writes one ARM template. References are calls of resourceId.
func writeTemplate(w io.Writer, resources []generate.Resource) error {
	list := make([]map[string]any, len(resources))
	for i, r := range resources {
		list[i] = declared(r)
	}
	if _, err := io.WriteString(w, templateStart); err != nil {
		return err
	}
	if err := writeList(w, list); err != nil {
		return err
	}
	_, err := io.WriteString(w, "}\n")
	return err
}

// declared is a resource as templates declare it.
func declared(r generate.Resource) map[string]any {
	out := map[string]any{"type": r.Type, "apiVersion": "2024-05-01", "name": nameOf(r), "properties": referring(r.Properties)}
	if r.Location != "" {
		out["location"] = r.Location
	}
	if r.SKU != nil {
		out["sku"] = r.SKU
	}
	return out
}

// nameOf is the name of a resource with those of its parents.
func nameOf(r generate.Resource) string {
	_, path, _ := strings.Cut(r.ID, "/providers/")
	var names []string
	for i, part := range strings.Split(path, "/") {
		if i > 0 && i%2 == 0 {
			names = append(names, part)
		}
	}
	return strings.Join(names, "/")
}

// referring puts calls of resourceId in the place of IDs, and drops those of
// the resources themselves.
func referring(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		_, named := v["name"]
		for key, value := range v {
			if key != "id" || !named {
				out[key] = referring(value)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = referring(item)
		}
		return out
	case []string:
		out := make([]string, len(v))
		for i, item := range v {
			out[i] = reference(item)
		}
		return out
	case string:
		return reference(v)
	}
	return v
}

// reference returns the call that yields an ID; other texts as they are.
func reference(text string) string {
	_, path, ok := strings.Cut(text, "/providers/")
	if !ok || !strings.HasPrefix(text, "/") {
		return text
	}
	parts := strings.Split(path, "/")
	kind, names := parts[0], ""
	for i := 1; i+1 < len(parts); i += 2 {
		kind += "/" + parts[i]
		names += ", '" + parts[i+1] + "'"
	}
	return "[resourceId('" + kind + "'" + names + ")]"
}
