package pipeline

import (
	"net/netip"
	"strings"
	"testing"

	"vnetproof/sim/packet"
)

func TestBuildRefusesWhatLeadsNowhere(t *testing.T) {
	net := packet.FromPrefixes(netip.MustParsePrefix("10.0.0.0/24"))
	wide, narrow := net.Ranges()[0], packet.AddrRange{Lo: netip.MustParseAddr("10.1.0.0"), Hi: netip.MustParseAddr("10.1.0.1")}
	drop := Action{Kind: Drop}
	rewrite := func(r Rewrite) Action { return Action{Kind: Goto, Next: 1, Rewrite: &r} }
	gap := &Cause{Gap: &Gap{Why: "it may apply"}}
	for _, tc := range []struct {
		name  string
		state *State
		rows  []Row
		want  string // "": it builds
	}{
		{"a drop", nil, []Row{{Action: drop}}, ""},
		{"no rows", nil, nil, "not filled"},
		{"a last row with a condition", nil, []Row{{Src: &net, Action: drop}}, "does not end in a row that matches everything"},
		{"an uncertain last row", nil, []Row{{Action: drop, Cause: gap}}, "does not end in a row that matches everything"},
		{"an unknown last row", nil, []Row{{Action: Action{Kind: UnknownAction}, Cause: gap}}, ""},
		{"no action", nil, []Row{{}}, "exit without action"},
		{"a table that is not there", nil, []Row{{Action: Action{Kind: Goto, Next: 7}}}, "goes to no table"},
		{"a place that is not there", nil, []Row{{Action: Action{Kind: Deliver, Place: 7}}}, "delivers to no place"},
		{"a way that leads nowhere", nil, []Row{{Action: Action{Kind: Split, Ways: []Action{drop, {Kind: Goto}}}}}, "goes to no table"},
		{"no ways", nil, []Row{{Action: Action{Kind: Split}}}, "splits into no way"},
		{"a split in a split", nil, []Row{{Action: Action{Kind: Split, Ways: []Action{{Kind: Split}}}}}, "splits a way"},
		{"a shift", nil, []Row{{Action: rewrite(Rewrite{SrcShift: &Shift{wide, wide}})}}, ""},
		{"a shift of unequal length", nil, []Row{{Action: rewrite(Rewrite{DstShift: &Shift{wide, narrow}})}}, "shifts"},
		{"a set and a shift", nil, []Row{{Action: rewrite(Rewrite{Src: &net, SrcShift: &Shift{wide, wide}})}}, "sets and shifts"},
		{"known answers that go on", &State{Known: Action{Kind: Goto, Next: 1}}, []Row{{Action: drop}}, ""},
		{"known answers that go nowhere", &State{Known: Action{Kind: Goto}}, []Row{{Action: drop}}, "goes to no table"},
		{"known answers that are dropped", &State{Known: drop}, []Row{{Action: drop}}, "lets known answers"},
		{"known answers that are rewritten", &State{Known: rewrite(Rewrite{Src: &net})}, []Row{{Action: drop}}, "lets known answers"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := NewBuilder()
			b.Table(0, FilterTable, "t", tc.state, tc.rows...)
			_, err := b.Build()
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestEqualListsShareOneBody(t *testing.T) {
	net := packet.FromPrefixes(netip.MustParsePrefix("10.0.0.0/24"))
	again := packet.FromPrefixes(netip.MustParsePrefix("10.0.0.0/24"))
	b := NewBuilder()
	one := b.Table(0, FilterTable, "one", nil, Row{Src: &net, Action: Action{Kind: Deny}}, Row{Action: Action{Kind: Drop}})
	two := b.Table(0, FilterTable, "two", nil, Row{Src: &again, Action: Action{Kind: Goto, Next: one}}, Row{Action: Action{Kind: Drop}})
	three := b.Table(0, FilterTable, "three", nil, Row{Dst: &net, Action: Action{Kind: Deny}}, Row{Action: Action{Kind: Drop}})
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if p.Tables[one].Body != p.Tables[two].Body || p.Tables[one].Body == p.Tables[three].Body {
		t.Error("bodies are not shared by content, whatever their exits lead to")
	}
}

func TestPeekShowsRowsInOrder(t *testing.T) {
	b := NewBuilder()
	net, web := packet.FromPrefixes(netip.MustParsePrefix("10.0.0.0/24")), packet.NewService(packet.Of(packet.TCP), packet.AllPorts(), packet.Ports(80))
	cause := &Cause{Name: "first"}
	id := b.Reserve(0, FilterTable, "a")
	if _, rows := b.Peek(id); rows != nil {
		for range rows {
			t.Error("a table that is not filled has rows")
		}
	}
	b.Fill(id, nil, Row{Src: &net, Service: &web, Action: Action{Kind: Deny}, Cause: cause}, Row{Action: Action{Kind: Drop}})
	kind, rows := b.Peek(id)
	var got []Row
	for r := range rows {
		got = append(got, r)
	}
	if kind != FilterTable || len(got) != 2 || !got[0].Src.Equal(net) || !got[0].Service.Equal(web) || got[0].Cause != cause ||
		got[0].Action.Kind != Deny || got[1].Action.Kind != Drop || !got[1].Dst.Equal(packet.AllAddrs()) {
		t.Errorf("%v %v", kind, got)
	}
}
