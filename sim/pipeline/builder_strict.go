package pipeline

// Strict makes every row that rests on an assumption uncertain, in the tables
// filled from now on: each first assumption becomes the row's gap.
func (b *Builder) Strict() { b.strict = true }

// doubtAssumed returns rows with gaps for assumptions. What becomes of packets
// where an assumption of the last row does not hold is unknown.
func (b *Builder) doubtAssumed(rows []Row) []Row {
	if !b.strict {
		return rows
	}
	out := make([]Row, 0, len(rows))
	for _, r := range rows {
		if r.Cause != nil && r.Cause.Gap == nil && len(r.Cause.Assumptions) > 0 && r.Action.Kind != UnknownAction {
			r.Cause = r.Cause.doubtful()
		}
		out = append(out, r)
	}
	if last := out[len(out)-1]; last.Cause != nil && last.Cause.Gap != nil && last.Action.Kind != UnknownAction {
		out = append(out, Row{Action: Action{Kind: UnknownAction}, Cause: last.Cause})
	}
	return out
}

// doubtful returns the cause with its first assumption as a gap.
func (c *Cause) doubtful() *Cause {
	a := c.Assumptions[0]
	d := *c
	d.Gap = &Gap{Resource: c.Resource, Property: "assumption", Pos: a.Pos, Why: "whether this holds: " + a.Text, Rules: a.Rules}
	return &d
}
