package topology

import (
	"testing"

	"vnetproof/topology/source"
)

const hub = ID("/subscriptions/S/resourceGroups/RG/providers/Microsoft.Network/virtualNetworks/hub")

func TestPartsOfAnID(t *testing.T) {
	app := hub.Child("subnets", "app")
	rows := []struct{ what, got, want string }{
		{"subscription", app.Subscription(), "S"},
		{"resource group", app.ResourceGroup(), "RG"},
		{"name", app.Name(), "app"},
		{"type", app.Type(), "Microsoft.Network/virtualNetworks/subnets"},
		{"path", app.Path(), "hub/app"},
		{"parent", string(app.Parent()), string(hub)},
		{"type of a nested provider", (hub + "/providers/Microsoft.Insights/diagnosticSettings/d").Type(), "Microsoft.Insights/diagnosticSettings"},
		{"path of what names no provider", ID("/subscriptions/S/resourceGroups/RG").Path(), "RG"},
		{"type of what names no provider", ID("hub").Type(), ""},
		{"type of a provider alone", ID("/providers/Microsoft.Network").Type(), ""},
		{"parent of nothing", string(ID("").Parent()), ""},
	}
	for _, row := range rows {
		if row.got != row.want {
			t.Errorf("%s is %q, want %q", row.what, row.got, row.want)
		}
	}
	if !hub.Equal("/SUBSCRIPTIONS/s/RESOURCEGROUPS/rg/PROVIDERS/microsoft.network/VIRTUALNETWORKS/HUB") {
		t.Error("IDs are compared with regard to case")
	}
}

func TestDesignFindsResourcesWithoutRegardToCase(t *testing.T) {
	d := &Design{}
	first := &VirtualNetwork{Resource: Resource{ID: hub}}
	if d.Add(first) != nil {
		t.Error("the first of its ID meets another")
	}
	second := &VirtualNetwork{Resource: Resource{ID: "/subscriptions/s/resourcegroups/rg/providers/Microsoft.Network/virtualNetworks/HUB"}}
	if got := d.Add(second); got != Node(first) || len(d.All) != 1 {
		t.Errorf("the second of its ID meets %v", got)
	}
	d.Replace(second)
	if d.ByID(hub) != Node(second) || d.All[0] != Node(second) {
		t.Error("the second does not stand in the place of the first")
	}
}

func TestLink(t *testing.T) {
	d := &Design{}
	v := &VirtualNetwork{Resource: Resource{ID: hub}}
	d.Add(v)
	there := Ref[VirtualNetwork]{ID: hub}
	if !Link(d, &there) || there.Target != v || there.Dangles() {
		t.Errorf("link is %+v", there)
	}
	wrong := Ref[RouteTable]{ID: hub}
	if Link(d, &wrong) || !wrong.Dangles() {
		t.Errorf("link to another type is %+v", wrong)
	}
	out := Ref[VirtualNetwork]{ID: hub + "2"}
	if !Link(d, &out) || !out.Dangles() || !out.IsSet() {
		t.Errorf("link out of the design is %+v", out)
	}
	var none Ref[VirtualNetwork]
	if !Link(d, &none) || none.IsSet() || none.Dangles() {
		t.Errorf("no link is %+v", none)
	}
}

func TestPropertyStates(t *testing.T) {
	absent, known := Property[int]{}, Known(7, source.Pos{})
	unknown := NotKnown[int](Unknown{Why: "later"}, source.Pos{})
	if v, ok := known.Get(); !ok || v != 7 || known.Or(1) != 7 || known.IsAbsent() || known.Unknown() != nil {
		t.Errorf("known is %+v", known)
	}
	if _, ok := absent.Get(); ok || absent.Or(1) != 1 || !absent.IsAbsent() || absent.Unknown() != nil {
		t.Errorf("absent is %+v", absent)
	}
	if _, ok := unknown.Get(); ok || unknown.Or(1) != 1 || unknown.IsAbsent() || unknown.Unknown().Why != "later" {
		t.Errorf("unknown is %+v", unknown)
	}
}

// The words of closed kinds are Azure's; the zero value has none.
func TestWordsOfKinds(t *testing.T) {
	rows := []struct{ got, want string }{
		{Inbound.String(), "Inbound"}, {AlwaysAllow.String(), "AlwaysAllow"}, {AnyProtocol.String(), "*"}, {AH.String(), "Ah"},
		{InterfaceEndpoint.String(), "InterfaceEndpoint"}, {RouteTableEnabled.String(), "RouteTableEnabled"}, {Gateway.String(), "Gateway"},
		{ExpressRoute.String(), "ExpressRoute"}, {ExpressRouteConnection.String(), "ExpressRoute"}, {FirewallICMP.String(), "ICMP"},
		{ApplicationRule.String(), "application"}, {NextHopUnset.String() + AccessUnset.String() + DirectionUnset.String() + SKUUnset.String(), ""},
	}
	for _, row := range rows {
		if row.got != row.want {
			t.Errorf("got %q, want %q", row.got, row.want)
		}
	}
}
