package report

import (
	"io"

	"vnetproof/scenarios/ask"
	"vnetproof/sim/azure"
)

// RoutesDocument is what routes answers.
type RoutesDocument struct {
	SchemaVersion int     `json:"schemaVersion" jsonschema:"const=1"`
	Endpoint      string  `json:"endpoint"`
	ID            string  `json:"resource,omitempty" jsonschema:"description=Resource ID of the subnet"`
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
	ID          string `json:"id,omitempty" jsonschema:"description=Resource ID of the route or of what implies it"`
	Place
	Behaviours []string `json:"behaviours,omitempty"`
}

// RoutesJSON writes effective routes as a document.
func RoutesJSON(w io.Writer, r *ask.Routes) error {
	d := RoutesDocument{SchemaVersion: schemaVersion, Endpoint: r.Endpoint, ID: string(r.Subnet), Routes: []Route{},
		Basis: basisOf(r.Gaps(), r.Assumptions())}
	for _, x := range r.Routes {
		d.Routes = append(d.Routes, routeOf(x))
	}
	return writeJSON(w, d)
}

func routeOf(x *azure.EffectiveRoute) Route {
	r := Route{Prefix: prefixOf(x), NextHopType: x.NextHopType.String(), NextHopIP: addresses(x.NextHopIPs), Source: x.Source.String(),
		State: x.State.String(), Name: x.RouteName(), ID: string(x.Resource), Place: placeOf(x.Pos), Behaviours: ids(x.Rules)}
	if x.ShadowedBy != nil {
		r.ShadowedBy = shadow(x.ShadowedBy)
	}
	return r
}
