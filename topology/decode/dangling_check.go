package decode

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// pointer is a record that leads to a resource by its ID, or by its public name.
type pointer struct {
	of     topology.Resource
	target topology.Property[string] // ID of an alias record
	name   topology.Property[string] // canonical name of a CNAME record
}

// publicRecord has a record of a public zone looked at once all resources are known.
func publicRecord(d *Decoder, o *object, r topology.Resource) {
	switch strings.ToLower(r.Type) {
	case "microsoft.network/dnszones/a", "microsoft.network/dnszones/aaaa", "microsoft.network/dnszones/cname":
	default:
		return
	}
	x := pointer{of: r}
	p := o.of(&x.of)
	x.target, x.name = p.sub("targetResource").str("id"), p.sub("CNAMERecord").str("cname")
	d.afterLinks = append(d.afterLinks, func(d *Decoder) { d.checkPointer(x) })
}

// checkPrivateRecords looks at the records of private zones.
func (d *Decoder) checkPrivateRecords() {
	for _, z := range d.design.PrivateDNSZones {
		for _, r := range z.Records {
			d.checkPointer(pointer{of: r.Resource, name: r.Canonical})
		}
	}
}

// checkPointer warns of a record that leads to what is not there, as far as the
// input tells: it holds others of that type, and not this one.
//
// DNS-8: whoever makes a resource of that name gets what is meant for the record.
func (d *Decoder) checkPointer(x pointer) {
	if id, ok := x.target.Get(); ok && d.design.ByID(topology.ID(id)) == nil && d.holdsType(topology.ID(id).Type()) {
		d.warnDangling(x, x.target.Pos, topology.ID(id).Path())
	}
	if name, ok := x.name.Get(); ok && d.lacksName(strings.ToLower(strings.TrimSuffix(name, "."))) {
		d.warnDangling(x, x.name.Pos, name)
	}
}

func (d *Decoder) warnDangling(x pointer, pos source.Pos, to string) {
	d.warn(pos, "dangling-record", "remove the record, or add what it leads to", "record %s leads to %s, which is not in the input: whoever takes that name gets what is meant for the record",
		x.of.ID.Path(), to)
}

// holdsType tells whether the input has a resource of a type.
func (d *Decoder) holdsType(resourceType string) bool {
	for _, n := range d.design.All {
		if strings.EqualFold(n.Base().Type, resourceType) {
			return true
		}
	}
	return false
}

// lacksName tells whether a name is one that Azure gives to a kind of resource
// of which the input holds some, all with other names.
func (d *Decoder) lacksName(name string) bool {
	label, suffix, _ := strings.Cut(name, ".")
	some := false
	for _, s := range d.design.PaaS {
		t := paasTypes[strings.ToLower(s.Type)]
		if strings.EqualFold(s.Type, "Microsoft.Web/sites/slots") && suffix == "azurewebsites.net" {
			return false // a slot's name is its app's with its own
		}
		if !isListed(suffix, t.suffixes) {
			continue
		}
		if strings.EqualFold(s.Name, label) || isListed(name, s.Hosts) {
			return false
		}
		some = true
	}
	return some || d.lacksAddressName(name)
}

// lacksAddressName is lacksName of public IP addresses.
func (d *Decoder) lacksAddressName(name string) bool {
	if !strings.HasSuffix(name, ".cloudapp.azure.com") {
		return false
	}
	some := false
	for _, a := range d.design.PublicIPAddresses {
		own, known := a.DNSName.Get()
		if a.DNSName.Unknown() != nil || strings.EqualFold(own, name) {
			return false
		}
		some = some || known
	}
	return some
}
