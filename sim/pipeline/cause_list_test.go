package pipeline

import (
	"fmt"
	"sync"
	"testing"
)

func TestCausesAreMadeOnceWhenAskedFor(t *testing.T) {
	drop := Action{Kind: Drop}
	assumed := &Assumption{Text: "it is so"}
	given := &Cause{Name: "given", Assumptions: []*Assumption{assumed}}
	var mu sync.Mutex
	made := 0
	b := NewBuilder()
	id := b.Reserve(0, FilterTable, "t")
	b.FillTold(id, nil, func(entry int) *Cause {
		mu.Lock()
		defer mu.Unlock()
		made++
		if entry == 2 {
			return nil
		}
		return &Cause{Name: fmt.Sprint("rule ", entry)}
	}, Row{Action: drop, Cause: given}, Row{Action: drop}, Row{Action: drop})
	if made > 0 {
		t.Error("causes are made that nobody asked for")
	}
	list := b.Causes(id)
	asked := make([]*Cause, 8)
	var all sync.WaitGroup
	for i := range asked {
		all.Go(func() { asked[i] = list.At(1) })
	}
	all.Wait()
	for _, c := range asked {
		if c != asked[0] || c.Name != "rule 1" {
			t.Errorf("asked again, the cause is %p %+v, first %p", c, c, asked[0])
		}
	}
	if list.At(0) != given || list.At(2) != nil || len(list.Assumptions()) != 1 {
		t.Errorf("got %v, %v, assumptions %v", list.At(0), list.At(2), list.Assumptions())
	}
}

func TestChangedCausesKeepWhatTheyRestOn(t *testing.T) {
	assumed := &Assumption{Text: "it is so"}
	b := NewBuilder()
	like := b.Table(0, FilterTable, "like", nil, Row{Action: Action{Kind: Deny}, Cause: &Cause{Name: "a", Assumptions: []*Assumption{assumed}}})
	id := b.Reserve(0, FilterTable, "t")
	other := b.Causes(like).Changed(func(c *Cause) *Cause {
		own := *c
		own.Name = "b"
		return &own
	})
	b.FillAs(id, like, nil, other, func(a Action) Action { return a })
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	was, is := p.Tables[like].Causes.At(0), p.Tables[id].Causes.At(0)
	if was.Name != "a" || is.Name != "b" || is != p.Tables[id].Causes.At(0) || p.Tables[id].Causes.Assumptions()[0] != assumed {
		t.Errorf("%+v became %+v", was, is)
	}
}

func TestManyExitsAreNumberedAsFew(t *testing.T) {
	rewrite := &Rewrite{}
	var l exitList
	for round := range 2 {
		for i := range 3 * few {
			a := Action{Kind: Goto, Next: TableID(i + 1)}
			if i%5 == 4 {
				a.Rewrite = rewrite
			}
			if got := l.number(a); got != i {
				t.Errorf("round %d: action %d has number %d", round, i, got)
			}
		}
	}
}
