package report

// RoutesDocument is what routes answers.
type RoutesDocument struct {
	SchemaVersion int     `json:"schemaVersion" jsonschema:"const=1"`
	Endpoint      string  `json:"endpoint"`
	ID            string  `json:"id,omitempty" jsonschema:"description=Resource ID of the subnet"`
	Routes        []Route `json:"routes"`
	Basis
}

// Route is one effective route in Network Watcher's words.
type Route struct {
	Prefix      string `json:"prefix"`
	NextHopType string `json:"nextHopType"`
	NextHopIP   string `json:"nextHopIp"`
	Source      string `json:"source"`
	State       string `json:"state"`
	Name        string `json:"name"`
	ShadowedBy  string `json:"shadowedBy"`
	Place
	Behaviours []string `json:"behaviours,omitempty"`
}

// RulesDocument is what rules answers.
type RulesDocument struct {
	SchemaVersion int    `json:"schemaVersion" jsonschema:"const=1"`
	Endpoint      string `json:"endpoint"`
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
	Place
}

// Expanded are the addresses that a rule's terms stand for at this place.
type Expanded struct {
	Source      []string `json:"source"`
	Destination []string `json:"destination"`
}
