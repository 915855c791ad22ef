package report

import (
	"io"

	"vnetproof/scenarios/ask"
	"vnetproof/sim/azure"
	"vnetproof/sim/packet"
)

// RulesDocument is what rules answers.
type RulesDocument struct {
	SchemaVersion int    `json:"schemaVersion" jsonschema:"const=1"`
	Endpoint      string `json:"endpoint"`
	ID            string `json:"resource,omitempty" jsonschema:"description=Resource ID of the NIC or subnet"`
	Rules         []Rule `json:"rules"`
	Basis
}

// Rule is one effective security rule.
type Rule struct {
	Direction        string   `json:"direction"`
	Level            string   `json:"level" jsonschema:"enum=admin,enum=subnet,enum=nic"`
	NSG              string   `json:"nsg"`
	Name             string   `json:"name"`
	Priority         int      `json:"priority"`
	Access           string   `json:"access"`
	Protocol         string   `json:"protocol"`
	Source           []string `json:"source"`
	Destination      []string `json:"destination"`
	SourcePorts      []string `json:"sourcePorts"`
	DestinationPorts []string `json:"destinationPorts"`
	Expanded         Expanded `json:"expanded"`
	ShadowedBy       string   `json:"shadowedBy"`
	ID               string   `json:"id,omitempty" jsonschema:"description=Resource ID of the rule or of the group that implies it"`
	Place
}

// Expanded are the addresses that a rule's terms stand for at this place.
type Expanded struct {
	Source      []string `json:"source"`
	Destination []string `json:"destination"`
}

// RulesJSON writes effective security rules as a document.
func RulesJSON(w io.Writer, r *ask.Rules) error {
	d := RulesDocument{SchemaVersion: schemaVersion, Endpoint: r.Endpoint, ID: string(r.ID), Rules: []Rule{}, Basis: basisOf(r.Gaps(), nil)}
	for _, x := range r.Rules {
		d.Rules = append(d.Rules, ruleOf(x))
	}
	return writeJSON(w, d)
}

func ruleOf(x *azure.EffectiveRule) Rule {
	r := Rule{Direction: x.Direction.String(), Level: x.Level, NSG: x.Group, Name: x.Name, Priority: x.Priority, Access: x.Access.String(),
		Protocol: x.Protocol.String(), Source: some(x.Source), Destination: some(x.Destination),
		SourcePorts: portWords(x.SourcePorts), DestinationPorts: portWords(x.DestinationPorts),
		Expanded: Expanded{Source: some(x.ExpandedSource.Words()), Destination: some(x.ExpandedDest.Words())},
		ID:       string(x.Resource), Place: placeOf(x.Pos)}
	if x.ShadowedBy != nil {
		r.ShadowedBy = x.ShadowedBy.Name
	}
	return r
}

// portWords are the ranges of a port set, "*" for all of them.
func portWords(s packet.PortSet) []string {
	if s.IsAll() {
		return []string{"*"}
	}
	out := []string{}
	for _, r := range s.Ranges() {
		out = append(out, packet.PortSetOf(r).String())
	}
	return out
}

// some is a list that JSON writes as a list, empty or not.
func some(words []string) []string { return append([]string{}, words...) }
