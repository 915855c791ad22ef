package endpoint

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vnetproof/sim/packet"
)

func addrs(t *testing.T, text string) packet.AddrSet {
	t.Helper()
	set, err := packet.ParseAddrSet(text)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestParse(t *testing.T) {
	tests := []struct {
		text string
		want []Term
	}{
		{"vm:web1", []Term{{Kind: VM, Name: "web1", Width: 7}}},
		{"VM:Web1", []Term{{Kind: VM, Name: "Web1", Width: 7}}},
		{"vm:rg1/web1", []Term{{Kind: VM, Name: "rg1/web1", Width: 11}}},
		{"vm:sub/rg1/web1", []Term{{Kind: VM, Name: "sub/rg1/web1", Width: 15}}},
		{"subnet:sub/rg/web/front", []Term{{Kind: Subnet, Name: "sub/rg/web/front", Width: 23}}},
		{"subnet:web/*", []Term{{Kind: Subnet, Name: "web/*", Width: 12}}},
		{"vnet: hub", []Term{{Kind: VNet, Name: "hub", Width: 9}}},
		{"tag:env=prod/eu", []Term{{Kind: Tag, Key: "env", Name: "prod/eu", Width: 15}}},
		{"tag:env=", []Term{{Kind: Tag, Key: "env", Name: "", Width: 8}}},
		{"ip:10.1.2.3", []Term{{Kind: IP, Name: "10.1.2.3", Addresses: addrs(t, "10.1.2.3"), Width: 11}}},
		{"ip:fd00::1", []Term{{Kind: IP, Name: "fd00::1", Addresses: addrs(t, "fd00::1"), Width: 10}}},
		{"fd00::1", []Term{{Kind: IP, Name: "fd00::1", Addresses: addrs(t, "fd00::1"), Width: 7}}},
		{"10.0.0.0/8", []Term{{Kind: CIDR, Name: "10.0.0.0/8", Addresses: addrs(t, "10.0.0.0/8"), Width: 10}}},
		{"cidr:10.0.0.4-10.0.0.9", []Term{{Kind: CIDR, Name: "10.0.0.4-10.0.0.9", Addresses: addrs(t, "10.0.0.4-10.0.0.9"), Width: 22}}},
		{"service:Storage.WestEurope", []Term{{Kind: Service, Name: "Storage.WestEurope", Width: 26}}},
		{"Internet", []Term{{Kind: Internet, Width: 8}}},
		{"!vm:a", []Term{{Kind: VM, Name: "a", Exclude: true, Offset: 1, Width: 4}}},
		{"vnet:*, ! vm:a", []Term{{Kind: VNet, Name: "*", Width: 6}, {Kind: VM, Name: "a", Exclude: true, Offset: 10, Width: 4}}},
		{"web/frontend", []Term{{Kind: Bare, Name: "web/frontend", Width: 12}}},
		{"/subscriptions/s/resourceGroups/r", []Term{{Kind: ResourceID, Name: "/subscriptions/s/resourceGroups/r", Width: 33}}},
		{"fqdn:www.contoso.com", []Term{{Kind: FQDN, Name: "www.contoso.com", Width: 20}}},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			got, err := Parse(test.text)
			if err != nil {
				t.Fatal(err)
			}
			sameSets := cmp.Comparer(func(a, b packet.AddrSet) bool { return a.Equal(b) })
			if diff := cmp.Diff(test.want, got.Terms, sameSets); diff != "" {
				t.Errorf("terms (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", `no selector at offset 0 of ""; write for example subnet:web/frontend, vm:web1 or internet`},
		{"vm:a,,vm:b", `a selector is missing at offset 5 of "vm:a,,vm:b"; leave out the comma, or write a selector on both sides of it`},
		{"vn:hub", `unknown kind of endpoint "vn" at offset 0 of "vn:hub"; did you mean vm:NAME?`},
		{"vnets:hub", `unknown kind of endpoint "vnets" at offset 0 of "vnets:hub"; did you mean vnet:NAME?`},
		{"firewall:hub", `unknown kind of endpoint "firewall" at offset 0 of "firewall:hub"; did you mean fw:NAME?`},
		{"vm:", `a name is missing after "vm:" at offset 3 of "vm:"; write vm:NAME`},
		{"subnet", `a name is missing after "subnet" at offset 0 of "subnet"; write subnet:VNET/SUBNET`},
		{"internet:x", `internet takes no name at offset 0 of "internet:x"; write internet`},
		{"tag:env", `"env" is no resource tag at offset 4 of "tag:env"; write tag:KEY=VALUE, as in tag:env=prod; * matches any value`},
		{"cidr:10.0.0.1/8", `prefix "10.0.0.1/8" has host bits set at offset 5 of "cidr:10.0.0.1/8"; write 10.0.0.0/8`},
		{"ip:10.0.0.256", `"10.0.0.256" is not an address, prefix or range such as 10.0.0.4, 10.0.0.0/24, 10.0.1.4-10.0.1.9 at offset 3 of "ip:10.0.0.256"; write ip:10.1.2.3`},
		{"vm:a/b/c/d", `"a/b/c/d" has more parts than vm:NAME at offset 3 of "vm:a/b/c/d"; write vm:SUBSCRIPTION/RG/NAME, vm:RG/NAME or vm:NAME`},
		{"vnet:a//b", `a part of "a//b" is empty at offset 5 of "vnet:a//b"; write vnet:NAME`},
		{"!!vm:a", `a second ! says nothing at offset 1 of "!!vm:a"; write one`},
		{"vm:/subscriptions/s", `a resource ID needs no kind before it at offset 3 of "vm:/subscriptions/s"; write /subscriptions/s`},
		{"/foo/bar", `"/foo/bar" is no resource ID at offset 0 of "/foo/bar"; resource IDs start with /subscriptions/`},
		{"web app", `"web app" is no endpoint at offset 0 of "web app"; join selectors by commas; write for example subnet:web/frontend, vm:web1 or internet`},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			_, err := Parse(test.text)
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseReportsAllErrors(t *testing.T) {
	_, err := Parse("vmx:a,,ip:1")
	var list Errors
	if !errors.As(err, &list) || len(list) != 3 {
		t.Fatalf("want 3 errors, got %v", err)
	}
}

func TestErrorsPointIntoTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("vm:subnet/*!,. ip10=é"))).Draw(t, "text")
		s, err := Parse(text)
		var list Errors
		if errors.As(err, &list) {
			for _, e := range list {
				if e.Offset < 0 || e.Width < 0 || e.Offset+e.Width > len(text) {
					t.Fatalf("error %v points outside of %q", e, text)
				}
			}
			return
		}
		for _, term := range s.Terms {
			if got := text[term.Offset : term.Offset+term.Width]; !strings.HasSuffix(got, term.Name) {
				t.Fatalf("term %q does not end in its name %q", got, term.Name)
			}
		}
	})
}

func TestGlobMatch(t *testing.T) {
	tests := []struct {
		pattern, name string
		want          bool
	}{
		{"web", "WEB", true},
		{"web", "web1", false},
		{"web?", "web1", true},
		{"web?", "web", false},
		{"*", "", true},
		{"a*b*c", "aXbYbZc", true},
		{"a*b*c", "aXbYbZ", false},
		{"*-prod", "a-prod-prod", true},
		{"é?", "éa", true},
	}
	for _, test := range tests {
		if got := globMatch(test.pattern, test.name); got != test.want {
			t.Errorf("globMatch(%q, %q) = %v", test.pattern, test.name, got)
		}
	}
}
