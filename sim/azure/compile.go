package azure

import (
	"vnetproof/sim/packet"
	"vnetproof/sim/pipeline"
	"vnetproof/topology"
)

// Options are what a caller may decide about Azure where designs are silent.
type Options struct {
	// Strict turns each assumption into a gap, so that nothing rests on one.
	Strict bool
	// Services are service tags that questions name; see Network.Service.
	Services []string
	// StandIns are shared by designs that are compared; nil: of this one alone.
	StandIns *StandIns
	// Revisable networks remember what Revised needs.
	Revisable bool
}

// Compile turns a design into a network that packets can move through. An
// error is a defect of this package: whatever a design lacks becomes a gap.
func Compile(d *topology.Design, o Options) (*Network, error) {
	return newCompiler(d, o).compile()
}

func (c *compiler) compile() (*Network, error) {
	if c.opts.Strict {
		c.b.Strict()
	}
	for _, stage := range stages {
		stage(c)
	}
	p, err := c.b.Build()
	if err != nil {
		return nil, err
	}
	c.forget()
	return c.network(p), nil
}

// compiler is the state of one compilation.
type compiler struct {
	design *topology.Design
	opts   Options
	b      *pipeline.Builder

	vnets    []*vnet
	vnetOf   map[*topology.VirtualNetwork]*vnet
	subnetOf map[*topology.Subnet]*subnet

	nics     []*nic
	nicOf    map[*topology.NetworkInterface]*nic
	members  map[string][]*claim // by key of an application security group
	public   publicBook
	internet pipeline.PlaceID
	places   map[string]pipeline.PlaceID // by key of the resource ID
	claimOf  map[string]*claim           // by key of the resource that holds the address

	unshared bool // every subnet selects its routes itself, as tests want it

	queue []func() // tables to fill; see later

	tags    tagBook
	filters filterCache
	own     []ownTable // of each place with an NSG, where they are kept

	dynamic      []dynamicHosts
	dynamicSpace packet.AddrSet
	ignored      map[string]*pipeline.Gap   // by key of the resource; see ignoredGap
	attached     map[string]*topology.Other // by key of the resource that it names; see attachedTo
	strangers    map[string]*topology.Other // by key of the resource that it names; see strangerOn
	doubtful     doubtIndex
	loose        looseEnds
	looseMembers []looseMember
	appliances   map[string]*appliance // by machine
	natGateways  map[*topology.NATGateway]natGatewayTables
	firewalls    []*firewall
	hubs         []*hub
	endpoints    []*privateEndpoint
	gateways     []*gateway
	gatewayOf    map[*topology.VirtualNetworkGateway]*gateway
	sites        []*site
	siteOf       map[string]*site // by key of the resource ID
	ipGroups     map[*topology.IPGroup]addressMatch
	balancers    balancerBook
	relays       []*relay
	linkServices map[*topology.PrivateLinkService]*linkService
	originDoors  map[*topology.PaaS][]*originDoor
}

func newCompiler(d *topology.Design, o Options) *compiler {
	if o.StandIns == nil {
		o.StandIns = NewStandIns()
	}
	return &compiler{
		design: d, opts: o, b: pipeline.NewBuilder(),
		vnetOf:   map[*topology.VirtualNetwork]*vnet{},
		subnetOf: map[*topology.Subnet]*subnet{},
		nicOf:    map[*topology.NetworkInterface]*nic{},
		members:  map[string][]*claim{},
		places:   map[string]pipeline.PlaceID{},
		claimOf:  map[string]*claim{},
		public:   newPublicBook(o.StandIns),
		tags:     newTagBook(),
		filters:  newFilterCache(),

		appliances:   map[string]*appliance{},
		natGateways:  map[*topology.NATGateway]natGatewayTables{},
		gatewayOf:    map[*topology.VirtualNetworkGateway]*gateway{},
		siteOf:       map[string]*site{},
		ipGroups:     map[*topology.IPGroup]addressMatch{},
		balancers:    newBalancerBook(),
		linkServices: map[*topology.PrivateLinkService]*linkService{},
		originDoors:  map[*topology.PaaS][]*originDoor{},
	}
}

// forget lets go of what only the compilation needs.
func (c *compiler) forget() {
	c.b, c.queue, c.filters = nil, nil, filterCache{}
	for _, v := range c.vnets {
		for _, p := range v.halves {
			p.crossings = nil
		}
	}
}

// later queues work for the wire stage, when addresses and routes are known.
// Tables are reserved before, so that anything can lead to anything.
func (c *compiler) later(fill func()) { c.queue = append(c.queue, fill) }

// wire fills what holders reserved; filling may reserve and queue more.
func (c *compiler) wire() {
	for len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		next()
	}
}

// place enters a place and makes it known by its resource.
func (c *compiler) place(p pipeline.Place) pipeline.PlaceID {
	id := c.b.Place(p)
	c.places[p.Resource.Key()] = id
	return id
}
