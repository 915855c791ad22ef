package azure_test

import (
	"strings"
	"testing"

	"vnetproof/sim/pipeline"
)

// sqlServed has a SQL server with both doors. $POLICY varies.
const sqlServed = `
location: westeurope
virtualNetworks:
  net:
    addressPrefixes: [10.1.0.0/16]
    subnets: {app: {addressPrefix: 10.1.1.0/24}, endpoints: {addressPrefix: 10.1.2.0/24}}
paas:
  sql: {type: Microsoft.Sql/servers, ipRules: [198.51.100.1]$POLICY}
privateEndpoints:
  sql-pe: {subnet: net/endpoints, privateIPAddresses: [10.1.2.4], privateLinkService: sql, groupIds: [sqlServer]}
virtualMachines:
  app1: {nics: [{subnet: net/app, privateIPAddress: 10.1.1.4}]}
`

func TestPE08_ConnectionPolicyDecidesPorts(t *testing.T) {
	const facts = `fqdns: {sql.database.windows.net: [20.0.0.80]}`
	for _, tc := range []struct {
		policy, door string
		open, closed []string
	}{
		{"", "10.1.2.4", []string{"1433"}, []string{"11000", "443", "1434"}},
		{", connectionType: Proxy", "10.1.2.4", []string{"1433"}, []string{"11000"}},
		{", connectionType: Redirect", "10.1.2.4", []string{"1433", "1434", "11000", "65535"}, []string{"443"}},
		{"", "20.0.0.80", []string{"1433", "11000", "11999"}, []string{"12000", "443"}},
		{", connectionType: Proxy", "20.0.0.80", []string{"1433"}, []string{"11000"}},
		{", connectionType: Redirect", "20.0.0.80", []string{"1433", "11500"}, []string{"10999"}},
	} {
		w := compile(t, strings.Replace(sqlServed, "$POLICY", tc.policy, 1), facts)
		for _, port := range tc.open {
			if tr := w.trace("app1 " + tc.door + " tcp/" + port); tr.Verdict != pipeline.Delivered {
				t.Errorf("%q %s tcp/%s: %s", tc.policy, tc.door, port, w.told(tr))
			}
		}
		for _, port := range tc.closed {
			w.check(want{tc.policy, "app1 " + tc.door + " tcp/" + port, "dropped by serviceAcl sql"})
		}
		w.check(want{tc.policy, "app1 " + tc.door + " udp/1433", "dropped by serviceAcl sql"})
	}
}
