package finding

import "testing"

func TestKindWords(t *testing.T) {
	for kind, want := range map[Kind]string{KindUnset: "", Leak: "leak", Missing: "missing",
		Bypass: "bypass", Detour: "detour", Asymmetry: "asymmetry"} {
		if got := kind.String(); got != want {
			t.Errorf("Kind(%d) = %q, want %q", kind, got, want)
		}
	}
}

func TestSeverityWords(t *testing.T) {
	for severity, want := range map[Severity]string{SeverityUnset: "", High: "high", Medium: "medium", Low: "low", Info: "info"} {
		if got := severity.String(); got != want {
			t.Errorf("Severity(%d) = %q, want %q", severity, got, want)
		}
	}
}
