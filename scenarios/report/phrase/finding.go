package phrase

import "vnetproof/scenarios/finding"

// FindingKind is the word that stands before who and what.
func FindingKind(k finding.Kind) string {
	return [...]string{
		finding.KindUnset: "found",
		finding.Leak:      "leaks",
		finding.Missing:   "missing",
		finding.Bypass:    "bypass",
		finding.Detour:    "detour",
		finding.Asymmetry: "uneven",
	}[k]
}

// Finding says who, to whom, on what.
func Finding(f *finding.Finding) string {
	traffic := f.Traffic.String()
	if traffic == "any" {
		traffic = "any traffic"
	}
	text := Ends(f.Source) + " → " + Ends(f.Destination) + ", " + traffic
	if f.OneWay {
		text += ", one way: no answer returns"
	}
	if f.Partial {
		text += " (not every combination)"
	}
	return text
}
