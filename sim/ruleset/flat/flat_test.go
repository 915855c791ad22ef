package flat

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/packet"
	"vnetproof/sim/ruleset"
)

const text = `allow tcp 167772160 167837695 0 65535 0 4294967295 443 443
deny udp 0 4294967295 1024 65535 167772160 167772160 53 54
allow icmp 0 4294967295 0 65535 0 4294967295 0 65535
deny * 0 4294967295 0 65535 0 4294967295 0 65535
`

func TestWhatIsReadIsWritten(t *testing.T) {
	rules, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(&out, rules); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestList(t *testing.T) {
	rules, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	l := List(rules)
	words := []string{
		"10.0.0.0/16 → 0.0.0.0/0 tcp/443",
		"0.0.0.0/0 → 10.0.0.0 udp/53-54 from 1024-65535",
		"0.0.0.0/0 → 0.0.0.0/0 icmp",
		"0.0.0.0/0 → 0.0.0.0/0 any",
	}
	for i, r := range l.Rules {
		if r.Match.String() != words[i] {
			t.Errorf("rule %d is %s, want %s", i, r.Match, words[i])
		}
		if want := map[bool]ruleset.Outcome{true: Allow, false: Deny}[rules[i].Allow]; r.Outcome != want {
			t.Errorf("rule %d has outcome %d, want %d", i, r.Outcome, want)
		}
	}
	if l.Default != Deny {
		t.Error("what no rule matches is not denied")
	}
	if Number(Address(167772160)) != 167772160 || Address(1) != packet.All4().Ranges()[0].Lo.Next() {
		t.Error("addresses and numbers do not agree")
	}
}

func TestMistakes(t *testing.T) {
	good := strings.TrimSpace(strings.Split(text, "\n")[0])
	tests := map[string]string{
		"permit" + good[5:]:                           `line 1: "permit" is not allow or deny`,
		strings.Replace(good, "tcp", "sctp", 1):       `line 1: "sctp" is not a protocol: tcp, udp, icmp or *`,
		strings.Replace(good, "443 443", "443", 1):    `line 1: "" is not a number`,
		strings.Replace(good, "443 443", "443 80", 1): `line 1: "80" is not at least the number before it`,
		strings.Replace(good, "65535", "65536", 1):    `line 1: "65536" is not a number up to 65535`,
		strings.Replace(good, "443 443", "-1 443", 1): `line 1: "-1" is not a number up to 65535`,
		good + " 1":             `line 1: "1" is not nothing more`,
		"\n" + good + "\nallow": `line 3: "" is not a protocol: tcp, udp, icmp or *`,
	}
	for input, want := range tests {
		_, err := Parse([]byte(input))
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", input, err, want)
		}
	}
}
