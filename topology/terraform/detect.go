package terraform

import (
	tfjson "github.com/hashicorp/terraform-json"

	"vnetproof/topology/source"
	"vnetproof/topology/tree"
)

// IsPlan tells whether a document is a plan as `terraform show -json` prints it.
func IsPlan(root *tree.Node) bool {
	return hasVersion(root) && (root.Get("planned_values") != nil || root.Get("resource_changes") != nil)
}

// IsState tells whether a document is a state: as `terraform show -json` prints
// it, or as it is stored.
func IsState(root *tree.Node) bool {
	return hasVersion(root) && root.Get("values").Is(tree.Object) || isStored(root)
}

func hasVersion(root *tree.Node) bool {
	return root.Is(tree.Object) && root.Get("format_version").Is(tree.String)
}

// isStored tells whether a document is a .tfstate file.
func isStored(root *tree.Node) bool {
	return root.Is(tree.Object) && root.Get("version").Is(tree.Number) && root.Get("terraform_version") != nil &&
		(root.Get("resources") != nil || root.Get("modules") != nil)
}

// storedVersion is the only version of .tfstate files that is read, that of
// Terraform 0.12 and later and of OpenTofu.
const storedVersion = "4"

// checkVersion reports a document of a version whose meaning is not known.
func checkVersion(root *tree.Node, diags *source.Diagnostics) bool {
	n := root.Get("format_version")
	var err error
	switch {
	case isStored(root) && root.Get("version").Text != storedVersion:
		n = root.Get("version")
		diags.Add(source.Diagnostic{Severity: source.Error, Code: "old-version", Pos: n.Pos, Width: n.Width,
			Message: "a state of version " + n.Text + " is not read; expected version " + storedVersion,
			Hint:    "load and apply it with Terraform 0.12 or later, or give `terraform show -json`"})
		return false
	case isStored(root):
		return true
	case IsPlan(root):
		err = (&tfjson.Plan{FormatVersion: n.Text}).Validate()
	default:
		err = (&tfjson.State{FormatVersion: n.Text}).Validate()
	}
	if err != nil {
		diags.Add(source.Diagnostic{Severity: source.Error, Code: "old-version", Pos: n.Pos, Width: n.Width,
			Message: "format version " + n.Text + " is not read", Hint: err.Error()})
	}
	return err == nil
}
