package decode

import (
	"fmt"

	"vnetproof/topology"
	"vnetproof/topology/source"
)

// Limits of a network security group (NSG-18).
const (
	maxRules        = 1000
	maxRulePrefixes = 4000
)

// checkSecurityGroup looks at the rules of an NSG together.
//
// NSG-18: 1,000 rules, 4,000 prefixes a side of a rule.
func (d *Decoder) checkSecurityGroup(g *topology.NetworkSecurityGroup) {
	if n := len(g.SecurityRules); n > maxRules {
		d.warn(g.SecurityRules[maxRules].Pos, "too-many-rules", "", "%s has %d rules; Azure takes %d", label(&g.Resource), n, maxRules)
	}
	for _, r := range g.SecurityRules {
		for _, side := range []topology.Property[[]topology.AddressTerm]{r.Source, r.Destination} {
			if n := len(side.Or(nil)); n > maxRulePrefixes {
				d.warn(side.Pos, "too-many-prefixes", "", "%s has %d prefixes on one side; Azure takes %d", label(&r.Resource), n, maxRulePrefixes)
			}
		}
		d.checkFamilies(r)
	}
	d.checkPriorities(g)
}

// checkPriorities refuses two rules of a direction that share a priority.
//
// NSG-23: a priority is used once per direction.
func (d *Decoder) checkPriorities(g *topology.NetworkSecurityGroup) {
	type slot struct {
		direction topology.Direction
		priority  int
	}
	taken := make(map[slot]*topology.SecurityRule, len(g.SecurityRules))
	for _, r := range g.SecurityRules {
		direction, ok := r.Direction.Get()
		priority, too := r.Priority.Get()
		if !ok || !too {
			continue
		}
		at := slot{direction, priority}
		if first := taken[at]; first != nil {
			d.diags.Add(source.Diagnostic{Severity: source.Error, Code: "duplicate-priority", Pos: r.Priority.Pos,
				Width:   widthAt(r.Priority.Pos, fmt.Sprint(priority)),
				Message: fmt.Sprintf("%s: priority %d is taken by the %s rule %s", label(&r.Resource), priority, direction, first.Name),
				Hint:    "give each rule of a direction a priority of its own",
				Related: []source.Related{{Pos: first.Priority.Pos, Message: first.Name + " has it here"}}})
			continue
		}
		taken[at] = r
	}
}

// checkFamilies looks for a rule that mixes IPv4 and IPv6 (V6-1).
func (d *Decoder) checkFamilies(r *topology.SecurityRule) {
	var four, six bool
	for _, side := range []topology.Property[[]topology.AddressTerm]{r.Source, r.Destination} {
		for _, t := range side.Or(nil) {
			four = four || t.Prefix.IsValid() && t.Prefix.Addr().Is4()
			six = six || t.Prefix.IsValid() && t.Prefix.Addr().Is6()
		}
	}
	if four && six {
		d.warn(r.Pos, "mixed-families", "write one rule for each", "%s has prefixes of IPv4 and of IPv6, which Azure refuses", label(&r.Resource))
	}
}

// checkGroupsOfApplications looks for application security groups whose
// members are in several VNets, which Azure refuses (NSG-9).
func (d *Decoder) checkGroupsOfApplications() {
	home := map[*topology.ApplicationSecurityGroup]*topology.VirtualNetwork{}
	for _, nic := range d.design.NetworkInterfaces {
		for _, c := range nic.IPConfigurations {
			if c.Subnet.Target == nil {
				continue
			}
			network := c.Subnet.Target.VirtualNetwork
			for _, g := range c.ApplicationSecurityGroups {
				if g.Target == nil {
					continue
				}
				if first := home[g.Target]; first != nil && first != network {
					d.warn(g.Pos, "group-in-two-networks", "use one group for each network", "%s: %s has members in %s too, which Azure refuses",
						label(&c.Resource), label(&g.Target.Resource), first.Name)
				}
				home[g.Target] = network
			}
		}
	}
}
