package scenarios

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vnetproof/topology/load"
)

// write makes a folder of files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// network is two hosts: a may call b, b may not call a.
const network = `location: westeurope
virtualNetworks:
  v: {addressPrefixes: [10.0.0.0/16], subnets: {a: {addressPrefix: 10.0.1.0/24, networkSecurityGroup: g}, b: {addressPrefix: 10.0.2.0/24}}}
networkSecurityGroups:
  g: {securityRules: [{name: deny, priority: 200, direction: Inbound, access: Deny}]}
virtualMachines:
  a: {nics: [{name: a-nic, subnet: v/a, privateIPAddress: 10.0.1.4}]}
  b: {nics: [{name: b-nic, subnet: v/b, privateIPAddress: 10.0.2.4}]}
`

func suiteOf(name string, scenarios ...string) string {
	return "suite: " + name + "\nscenarios:\n  - " + strings.Join(scenarios, "\n  - ") + "\n"
}

const (
	holds = "{name: holds, from: vm:b, to: vm:a, expect: isolated}"
	fails = "{name: fails, from: vm:a, to: vm:b, expect: isolated}"
)

// told prints a result, one scenario a line.
func told(r *Result) []string {
	var out []string
	for _, s := range r.Suites {
		for _, sc := range s.Results {
			line := s.Name + "/" + sc.Name + ": " + sc.Status.String()
			for _, n := range sc.Decision.Notes {
				line += "; " + n
			}
			out = append(out, line)
		}
	}
	return out
}

func run1(t *testing.T, o Options) *Result {
	t.Helper()
	r, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRunFindsSuitesBelow(t *testing.T) {
	dir := write(t, map[string]string{
		"net/a.network.yaml":           network,
		"net/one.scenario.yaml":        suiteOf("one", holds, fails),
		"deep/er/two.scenario.json":    `{"suite": "two", "topology": "../../net", "scenarios": [{"name": "holds", "from": "vm:b", "to": "vm:a", "expect": "isolated"}]}`,
		"deep/.hidden/x.scenario.yaml": "wrong",
		"deep/notes.yaml":              "wrong",
	})
	r := run1(t, Options{Paths: []string{dir, filepath.Join(dir, "net", "one.scenario.yaml")}})
	want := []string{"two/holds: pass", "one/holds: pass", "one/fails: fail"}
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	if got := (Summary{Pass: 2, Fail: 1}); r.Summary() != got {
		t.Errorf("summary %+v", r.Summary())
	}
	if len(r.Designs) != 1 {
		t.Errorf("one design was loaded %d times", len(r.Designs))
	}
}

func TestRunPicks(t *testing.T) {
	dir := write(t, map[string]string{"a.network.yaml": network, "s.scenario.yaml": suiteOf("s", fails, holds)})
	if diff := cmp.Diff([]string{"s/holds: pass"}, told(run1(t, Options{Paths: []string{dir}, Run: regexp.MustCompile("^s/holds")}))); diff != "" {
		t.Errorf("-run (-want +got):\n%s", diff)
	}
	r := run1(t, Options{Paths: []string{dir}, FailFast: true})
	if diff := cmp.Diff([]string{"s/fails: fail"}, told(r)); diff != "" || r.NotRun != 1 {
		t.Errorf("fail fast (-want +got):\n%s, not run: %d", diff, r.NotRun)
	}
}

func TestRunTopologyOfTheCaller(t *testing.T) {
	dir := write(t, map[string]string{
		"s/s.scenario.yaml":   suiteOf("s", holds),
		"open/a.network.yaml": strings.Replace(network, "access: Deny", "access: Allow", 1),
	})
	r := run1(t, Options{Paths: []string{filepath.Join(dir, "s")}, Load: load.Options{Paths: []string{filepath.Join(dir, "open")}}})
	if diff := cmp.Diff([]string{"s/holds: fail"}, told(r)); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
}

func TestRunWaivers(t *testing.T) {
	const waive = ", waive: {until: 2027-01-31, reason: CHG-1}}"
	dir := write(t, map[string]string{"a.network.yaml": network,
		"s.scenario.yaml": suiteOf("s", strings.Replace(fails, "}", waive, 1), strings.Replace(holds, "}", waive, 1))})
	for day, want := range map[string][]string{
		"2027-01-31": {"s/fails: waived", "s/holds: pass; the waiver is not needed"},
		"2027-02-01": {"s/fails: fail; the waiver ended on 2027-01-31: CHG-1", "s/holds: pass; the waiver is not needed"},
	} {
		date, _ := time.Parse(time.DateOnly, day)
		if diff := cmp.Diff(want, told(run1(t, Options{Paths: []string{dir}, Date: date}))); diff != "" {
			t.Errorf("on %s (-want +got):\n%s", day, diff)
		}
	}
}

func TestRunAllowsEmpty(t *testing.T) {
	dir := write(t, map[string]string{"a.network.yaml": network, "s.scenario.yaml": suiteOf("s",
		"{name: nobody, from: vm:x*, to: vm:a, expect: isolated, allowEmpty: true}",
		"{name: itself, from: vm:a, to: vm:a, expect: reachable, allowEmpty: true}")})
	want := []string{"s/nobody: pass; vm:x* matches nothing",
		"s/itself: pass; vm:a is asked to send nothing: both ends are one host, or share no address family"}
	if diff := cmp.Diff(want, told(run1(t, Options{Paths: []string{dir}}))); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
}

func TestRunReportsAllMistakes(t *testing.T) {
	dir := write(t, map[string]string{
		"net/a.network.yaml": network,
		"net/a.scenario.yaml": suiteOf("a", "{name: n, from: 'vm:b,vm:c', to: vm:b*x, expect: via, via: fw:none}",
			"{name: m, from: vm:a, to: vm:a, expect: isolated}", holds),
		"bad/a.scenario.yaml":    "suite: b\ntopology: [../nowhere]\nscenarios: [{name: n, from: any, to: any, expect: never}]\n",
		"empty/readme.txt":       "",
		"broken/a.network.yaml":  "virtualNetworks: [",
		"broken/a.scenario.yaml": suiteOf("c", holds),
	})
	t.Chdir(dir)
	tests := []struct {
		name string
		o    Options
		want []string
	}{
		{"ends that match nothing, all at once", Options{Paths: []string{"net"}}, []string{
			"net/a.scenario.yaml:3:27: the design has no virtual machine named \"c\"; there are a, b",
			"net/a.scenario.yaml:3:38: no virtual machine of the design matches \"b*x\"; there are a, b",
			"net/a.scenario.yaml:3:64: the design has no firewall named \"none\"",
		}},
		{"a statement that asks nothing", Options{Paths: []string{"net"}, Run: regexp.MustCompile("/m")}, []string{
			"net/a.scenario.yaml:4:31: vm:a → vm:a asks nothing: both ends are one host, or share no address family; name other ends, or write allowEmpty: true where that is meant",
		}},
		{"suites and their designs", Options{Paths: []string{"bad"}}, []string{
			"bad/a.scenario.yaml:2:12: topology ../nowhere: no such file or folder; it is looked for as nowhere",
			`bad/a.scenario.yaml:3:51: unknown expect "never"; known are reachable, isolated, only, via, not-via, some`,
		}},
		{"no suite", Options{Paths: []string{"empty"}}, []string{
			"empty:1:1: no scenario suite is in this folder or below; expected *.scenario.yaml; vnetproof init writes a first one"}},
		{"no such path", Options{Paths: []string{"gone"}}, []string{"gone:1:1: no such file or folder"}},
		{"nothing picked", Options{Paths: []string{"net"}, Run: regexp.MustCompile("zzz")}, []string{`no scenario matches "zzz"; it is matched against suite/name`}},
		{"a broken design", Options{Paths: []string{"broken"}}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Run(context.Background(), test.o)
			var input *InputError
			if !errors.As(err, &input) {
				t.Fatalf("no input error: %v", err)
			}
			if test.want == nil {
				return
			}
			if diff := cmp.Diff(strings.Join(test.want, "\n"), err.Error()); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRunProgressAndCancel(t *testing.T) {
	dir := write(t, map[string]string{"a.network.yaml": network, "s.scenario.yaml": suiteOf("s", holds, fails)})
	var steps []string
	run1(t, Options{Paths: []string{dir}, Progress: func(done, total int) { steps = append(steps, fmt.Sprint(done, "/", total)) }})
	if diff := cmp.Diff([]string{"1/2", "2/2"}, steps); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, Options{Paths: []string{dir}}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

// The landing zone of the examples holds, and says the same on one core as on several.
func TestRunLandingZone(t *testing.T) {
	var first []string
	for _, cores := range []int{1, 4} {
		before := runtime.GOMAXPROCS(cores)
		got := told(run1(t, Options{Paths: []string{"../testdata/hub-spoke"}}))
		runtime.GOMAXPROCS(before)
		for _, line := range got {
			if !strings.Contains(line, ": pass") {
				t.Error(line)
			}
		}
		if first != nil {
			if diff := cmp.Diff(first, got); diff != "" {
				t.Errorf("on %d cores (-one +several):\n%s", cores, diff)
			}
		}
		first = got
	}
}

// What gets to a platform service's public endpoint has left for the internet.
func TestRunPlatformServicesAreOutside(t *testing.T) {
	const design = `location: westeurope
virtualNetworks:
  v: {addressPrefixes: [10.0.0.0/16], subnets: {a: {addressPrefix: 10.0.1.0/24, networkSecurityGroup: g}}}
networkSecurityGroups:
  g:
    securityRules:
      - {name: storage, priority: 100, direction: Outbound, access: Allow, protocol: Tcp, destination: Storage, destinationPorts: [443]}
      - {name: deny, priority: 200, direction: Outbound, access: Deny}
virtualMachines:
  a: {nics: [{name: a-nic, subnet: v/a, privateIPAddress: 10.0.1.4}]}
paas:
  archive: {type: Microsoft.Storage/storageAccounts}
`
	dir := write(t, map[string]string{"a.network.yaml": design, "s.scenario.yaml": suiteOf("s", "{name: leaves, from: vm:a, to: internet, expect: isolated}")})
	var names []string
	for _, v := range run1(t, Options{Paths: []string{dir}}).Suites[0].Results[0].Decision.Violations {
		for _, e := range v.Destination {
			names = append(names, v.Traffic.String()+" "+e.Name)
		}
	}
	if diff := cmp.Diff([]string{"tcp/443 Storage", "tcp/443 archive"}, names); diff != "" {
		t.Errorf("leaks to (-want +got):\n%s", diff)
	}
}
