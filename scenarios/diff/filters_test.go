package diff

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vnetproof/sim/packet"
	"vnetproof/topology"
	"vnetproof/topology/load"
)

// read loads a design from the text of a native file.
func read(t *testing.T, text string) *topology.Design {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.network.yaml")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	d, diags := load.Load(load.Options{Paths: []string{name}})
	if diags.HasErrors() {
		t.Fatal(diags.Err())
	}
	return d
}

// rules returns a design with one NSG of those rules; fields that are not given
// are inbound, allow, any.
func rules(lines ...string) string {
	text := "networkSecurityGroups:\n  web-nsg:\n    securityRules:\n"
	for i, line := range lines {
		if !strings.Contains(line, "access:") {
			line += ", access: Allow"
		}
		if !strings.Contains(line, "direction:") {
			line += ", direction: Inbound"
		}
		text += fmt.Sprintf("      - {name: r%d, priority: %d, %s}\n", i, 100+10*i, line)
	}
	return text
}

// told is a result in short: verdicts other than equivalent, with their changes.
func told(r *Filters) []string {
	var out []string
	for _, f := range r.Filters {
		if f.Verdict != Equivalent {
			out = append(out, strings.TrimSpace(f.Verdict.String()+" "+f.Either().Name+" "+f.Either().Direction.String()))
		}
		for _, c := range f.Changes {
			out = append(out, "  "+tellChange(c, r.Families))
		}
		for _, c := range f.Perhaps {
			out = append(out, "  perhaps "+tellChange(c, r.Families))
		}
		for _, g := range f.Gaps {
			out = append(out, "  gap "+g.Why)
		}
	}
	return out
}

func tellChange(c *Change, f []packet.Family) string {
	w, exact := c.Whole()
	text := fmt.Sprintf("%s %s → %s %s", c.Kind, EndWords(w.Src, 0, f), EndWords(w.Dst, 0, f), w.Traffic.String()+MarkWords(w.Mark))
	if !exact {
		text = "within " + text
	}
	return text + " by " + c.Cause.Filter.Name + ", was " + c.Was.Filter.Name
}

func TestFiltersOfTwoDesigns(t *testing.T) {
	deny := "access: Deny"
	tests := []struct {
		name     string
		old, new string
		want     []string
	}{
		{
			name: "a rule split in two, and neighbours exchanged",
			old: rules("source: 10.1.0.0/16, protocol: Tcp, destinationPorts: [443, 8443]", "source: 10.2.0.0/16, protocol: Tcp, destinationPorts: [22]",
				deny),
			new: rules("source: 10.2.0.0/16, protocol: Tcp, destinationPorts: [22]", "source: 10.1.0.0/17, protocol: Tcp, destinationPorts: [443, 8443]",
				"source: 10.1.128.0/17, protocol: Tcp, destinationPorts: ['8443']", "source: 10.1.128.0/17, protocol: Tcp, destinationPorts: [443]", deny),
		},
		{
			name: "a port opened and a source closed",
			old:  rules("source: 10.1.0.0/16, protocol: Tcp, destinationPorts: [443]", deny),
			new:  rules("source: 10.1.0.0/24, protocol: Tcp, destinationPorts: [443]", "source: 10.2.0.0/24, protocol: Udp, destinationPorts: [53]", deny),
			want: []string{
				"different web-nsg Inbound",
				"  closed 10.1.1.0-10.1.255.255 → any tcp/443 by r2, was r0",
				"  opened 10.2.0.0/24 → any udp/53 by r1, was r1",
			},
		},
		{
			name: "a deny that goes lets the default rules decide",
			old:  rules(deny),
			new:  "networkSecurityGroups: {web-nsg: {}}",
			want: []string{
				"different web-nsg Inbound",
				"  opened VirtualNetwork → VirtualNetwork any by AllowVnetInBound, was r0",
				"  opened 168.63.129.16 → any except 168.63.129.16 not in VirtualNetwork any by AllowAzureLoadBalancerInBound, was r0",
			},
		},
		{
			name: "what the default rules allow need not be allowed",
			old:  rules("source: VirtualNetwork, destination: VirtualNetwork", "source: AzureLoadBalancer"),
			new:  "networkSecurityGroups: {web-nsg: {}}",
		},
		{
			name: "a service tag is equal to itself and lies in its parent",
			old:  rules("source: Storage.WestEurope, protocol: Tcp", "source: Storage, protocol: Tcp", deny),
			new:  rules("source: Storage, protocol: Tcp", deny),
		},
		{
			name: "a service tag more is open for certain",
			old:  rules("source: Storage, protocol: Tcp", deny),
			new:  rules("source: [Storage, Sql], protocol: Tcp", deny),
			want: []string{
				"different web-nsg Inbound",
				"  opened Sql → any tcp by r0, was r1",
			},
		},
		{
			name: "a tag in place of a prefix may be more or less",
			old:  rules("source: 20.60.0.0/16, protocol: Tcp", deny),
			new:  rules("source: Storage, protocol: Tcp", deny),
			want: []string{
				"inconclusive web-nsg Inbound",
				"  perhaps closed 20.60.0.0/16 not in Storage → any tcp by r1, was r0",
				"  perhaps opened Storage except 20.60.0.0/16 → any tcp by r0, was r1",
				"  gap which addresses service tag Storage has",
			},
		},
		{
			name: "groups of other resource groups are the same by name",
			old:  "resourceGroup: a\napplicationSecurityGroups: {web: }\n" + rules("source: asg:web, destination: asg:web", deny),
			new:  "resourceGroup: b\napplicationSecurityGroups: {web: }\n" + rules("source: asg:web, destination: asg:web", deny),
		},
		{
			name: "added and removed",
			old:  "networkSecurityGroups: {a-nsg: {}}",
			new:  "networkSecurityGroups: {b-nsg: {}}",
			want: []string{"added b-nsg Inbound", "added b-nsg Outbound", "removed a-nsg Inbound", "removed a-nsg Outbound"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := OfFilters(t.Context(), read(t, test.old), read(t, test.new), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, told(r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
