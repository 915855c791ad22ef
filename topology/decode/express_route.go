package decode

import (
	"strings"

	"vnetproof/topology"
)

func expressRouteCircuit(d *Decoder, o *object, r topology.Resource) {
	c := &topology.ExpressRouteCircuit{Resource: r}
	if !d.enter(c) {
		return
	}
	d.design.ExpressRouteCircuits = append(d.design.ExpressRouteCircuits, c)
	p := o.of(&c.Resource)
	c.Down = circuitDown(p)
	for _, x := range children(p, "peerings", circuitPeering) {
		x.join(d, c)
	}
	p.rest("authorizations", "bandwidthInGbps", "expressRoutePort", "gatewayManagerEtag", "globalReachEnabled", "serviceKey",
		"serviceProviderNotes", "serviceProviderProperties", "stag", "allowClassicOperations", "allowGlobalReach", "authorizationKey",
		"authorizationStatus", "enableDirectPortRateLimit")
}

// circuitDown tells what an export says of a circuit: it works once both
// Azure and the provider have provisioned it.
func circuitDown(p *object) topology.Property[bool] {
	azure := p.str("circuitProvisioningState")
	provider := p.str("serviceProviderProvisioningState")
	a, hasAzure := azure.Get()
	b, hasProvider := provider.Get()
	switch {
	case hasAzure && !strings.EqualFold(a, "Enabled"):
		return topology.Known(true, azure.Pos)
	case hasProvider:
		return topology.Known(!strings.EqualFold(b, "Provisioned"), provider.Pos)
	}
	return topology.Property[bool]{}
}

// peeringOfCircuit is a peerings child of a circuit, whose settings the
// circuit takes over.
type peeringOfCircuit struct {
	topology.Resource
	private, microsoft bool
	enabled            topology.Property[bool]
	globalReach        []topology.Ref[topology.ExpressRouteCircuit]
}

func circuitPeering(o *object, r topology.Resource) *peeringOfCircuit {
	x := &peeringOfCircuit{Resource: r}
	p := o.of(&x.Resource)
	kind, _ := p.oneOf("peeringType", "AzurePrivatePeering", "MicrosoftPeering", "AzurePublicPeering").Get()
	if kind == "" {
		kind = x.Name
	}
	x.private, x.microsoft = strings.EqualFold(kind, "AzurePrivatePeering"), strings.EqualFold(kind, "MicrosoftPeering")
	x.enabled = p.isEnabled("state")
	items := p.list("connections")
	x.globalReach = make([]topology.Ref[topology.ExpressRouteCircuit], len(items))
	for i, item := range items {
		circuitOf(item.properties(), "peerExpressRouteCircuitPeering", &x.globalReach[i])
	}
	p.rest("azureASN", "peerASN", "primaryPeerAddressPrefix", "secondaryPeerAddressPrefix", "primaryAzurePort", "secondaryAzurePort", "sharedKey",
		"vlanId", "stats", "gatewayManagerEtag", "lastModifiedBy", "microsoftPeeringConfig", "ipv6PeeringConfig", "routeFilter",
		"expressRouteConnection", "peeredConnections")
	return x
}

// circuitOf reads a reference to a circuit's peering as one to the circuit.
func circuitOf(p *object, key string, into *topology.Ref[topology.ExpressRouteCircuit]) {
	ref(p, key, into)
	if strings.EqualFold(into.ID.Type(), "Microsoft.Network/expressRouteCircuits/peerings") {
		into.ID = into.ID.Parent()
	}
}

// join gives the circuit what its peering says.
func (x *peeringOfCircuit) join(d *Decoder, c *topology.ExpressRouteCircuit) {
	state := topology.Known(x.enabled.Or(true), x.Pos)
	if u := x.enabled.Unknown(); u != nil {
		state = topology.NotKnown[bool](*u, x.enabled.Pos)
	}
	switch {
	case x.private:
		c.PrivatePeering = state
		if on, known := x.enabled.Get(); known && !on {
			c.Down = topology.Known(true, x.enabled.Pos) // without private peering it joins no VNet (GW-7)
		}
	case x.microsoft:
		c.MicrosoftPeering = state
	}
	d.afterLinks = append(d.afterLinks, func(*Decoder) { c.GlobalReach = append(c.GlobalReach, x.globalReach...) })
}

// joinCircuit attaches a peering that came as a resource of its own.
func joinCircuit(d *Decoder, parent topology.Node, x *peeringOfCircuit) bool {
	c, ok := parent.(*topology.ExpressRouteCircuit)
	if ok && d.enter(x) {
		x.join(d, c)
	}
	return ok
}

// globalReach is a connections child of a circuit's peering.
type globalReach struct {
	topology.Resource
	circuit topology.Ref[topology.ExpressRouteCircuit]
}

func globalReachConnection(o *object, r topology.Resource) *globalReach {
	x := &globalReach{Resource: r}
	p := o.of(&x.Resource)
	circuitOf(p, "peerExpressRouteCircuitPeering", &x.circuit)
	p.noteUnless("circuitConnectionStatus", "Connected", "Connecting")
	p.rest("addressPrefix", "authorizationKey", "expressRouteCircuitPeering", "ipv6CircuitConnectionConfig")
	return x
}

func joinGlobalReach(d *Decoder, parent topology.Node, x *globalReach) bool {
	c, ok := d.design.ByID(parent.Base().ID.Parent()).(*topology.ExpressRouteCircuit)
	if ok {
		d.afterLinks = append(d.afterLinks, func(*Decoder) { c.GlobalReach = append(c.GlobalReach, x.circuit) })
	}
	return ok
}
