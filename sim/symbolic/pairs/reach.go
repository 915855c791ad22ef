package pairs

import (
	"context"
	"slices"
	"sync"

	"vnetproof/sim/packet"
	"vnetproof/sim/packetset"
	"vnetproof/sim/pipeline"
	"vnetproof/sim/symbolic"
)

// Reach answers q: for the packets that it wants as symbolic.Reach, flow by
// flow. The budget is for each source. An error is that of ctx.
func (e *Engine) Reach(ctx context.Context, q symbolic.Question) (*symbolic.Answer, error) {
	to := e.approaches().To(q.To)
	r := &inquiry{wanted: q.Wanted, to: to, services: q.Services, sent: map[pipeline.PlaceID]packet.AddrSet{}, answers: make([]symbolic.Answer, len(q.From)), progress: q.Progress}
	for _, t := range q.To {
		r.sent[t.Place] = r.sent[t.Place].Union(t.Sent)
	}
	_, err := e.rows(ctx, Options{From: q.From, To: &to, Services: &q.Services, Budget: q.Budget}, r.take)
	if err != nil {
		return nil, err
	}
	return r.answer(), nil
}

// inquiry is a question while it is answered.
type inquiry struct {
	wanted   symbolic.Wanted
	to       packet.AddrSet
	services packetset.ServiceSet
	sent     map[pipeline.PlaceID]packet.AddrSet // to each target
	answers  []symbolic.Answer                   // of each source
	progress func(done, total int)
	mu       sync.Mutex
	done     int
}

// take lets symbolic follow what is wanted of a row.
func (q *inquiry) take(w *worker, _ int, r *Row) error {
	defer q.step()
	if !r.Overrun {
		if err := w.search(r, q.want(w, r)); err != nil {
			return err
		}
	}
	if r.Overrun {
		q.answers[r.Index].Overrun = []pipeline.Source{r.Source}
		return nil
	}
	q.answers[r.Index] = symbolic.Answer{Flows: r.Flows, Assumptions: r.Assumptions}
	return nil
}

func (q *inquiry) step() {
	if q.progress == nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.done++
	q.progress(q.done, len(q.answers))
}

// want returns the packets of a row that are wanted.
func (q *inquiry) want(w *worker, r *Row) packetset.Set {
	others := w.asked.others(r.Source.Addresses)
	switch {
	case q.wanted == symbolic.Arrivals && w.e.p.Places[r.Source.Place].Origin != 0:
		return w.left(append(q.arrivals(r.Tiles), q.arrivals(r.Maybes)...)...).Union(others)
	case q.wanted == symbolic.Failures && w.e.p.Places[r.Source.Place].Origin != 0:
		return w.asked.of(r.Source.Addresses, q.to).Subtract(w.union(q.arrivals(r.Tiles)))
	}
	return packetset.Of(r.Source.Addresses, q.to, q.services)
}

// arrivals are those tiles that are at targets, as far as they are sent to them.
func (q *inquiry) arrivals(tiles []Tile) []box {
	var out []box
	for i := range tiles {
		t := &tiles[i]
		sent, ok := q.sent[t.Place]
		if !ok {
			continue
		}
		whole := t.Destinations()
		if in := sent.Intersect(packet.AddrSetOf(whole)); in.Equal(packet.AddrSetOf(whole)) {
			out = append(out, box{t.sources, t.run})
		} else {
			for _, s := range spansOf(in) {
				out = append(out, box{t.sources, run{s.lo, s.hi, t.set, 0}})
			}
		}
	}
	return out
}

// answer joins the answers of the sources, in their order.
func (q *inquiry) answer() *symbolic.Answer {
	out := &symbolic.Answer{}
	n := 0
	for i := range q.answers {
		n += len(q.answers[i].Flows)
	}
	out.Flows = make([]symbolic.Flow, 0, n)
	for i := range q.answers {
		out.Flows = append(out.Flows, q.answers[i].Flows...)
		out.Overrun = append(out.Overrun, q.answers[i].Overrun...)
		for _, a := range q.answers[i].Assumptions {
			if !slices.Contains(out.Assumptions, a) {
				out.Assumptions = append(out.Assumptions, a)
			}
		}
	}
	return out
}
