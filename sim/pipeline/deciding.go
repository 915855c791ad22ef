package pipeline

import "vnetproof/topology"

// CauseOf returns what decided at a step: the cause of its entry, or that of the
// state which knew or refused the answer. It may be nil.
func (p *Pipeline) CauseOf(s Step) *Cause {
	t := &p.Tables[s.Table]
	if s.Known || s.Refused {
		return t.State.Cause
	}
	return t.Causes.At(s.Entry)
}

// LetThrough returns what decided that an opener arrived: the last firewall
// rule on its way; else the last inbound rule at the destination, which stands
// after all routes; else the last outbound rule at the source, which stands
// before them; else the last route; else whatever came last.
func (p *Pipeline) LetThrough(forward []Step) *Cause {
	var firewall, inbound, outbound, route, last *Cause
	for _, s := range forward {
		c := p.CauseOf(s)
		if c == nil {
			continue
		}
		last = c
		switch {
		case c.Kind == RouteCause:
			route, inbound = c, nil
		case c.Filter == nil:
		case p.Tables[s.Table].Kind == FirewallTable:
			firewall = c
		case c.Filter.Direction == topology.Inbound:
			inbound = c
		case route == nil:
			outbound = c
		}
	}
	for _, c := range []*Cause{firewall, inbound, outbound, route} {
		if c != nil {
			return c
		}
	}
	return last
}

// LastRoute returns the cause of the last route among steps, else that of the
// last step: what led a packet into a loop, or an answer astray.
func (p *Pipeline) LastRoute(steps []Step) *Cause {
	for i := len(steps) - 1; i >= 0; i-- {
		if c := p.CauseOf(steps[i]); c != nil && c.Kind == RouteCause {
			return c
		}
	}
	return p.CauseOf(steps[len(steps)-1])
}
