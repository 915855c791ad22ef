package arm

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documented are the functions of templates by the pages of Azure's
// documentation that describe them, and those that only Bicep writes.
var documented = map[string]string{
	"array":      "array concat contains createArray empty first indexFromEnd indexOf intersection last lastIndexOf length max min range skip take tryGet tryIndexFromEnd union",
	"cidr":       "parseCidr cidrSubnet cidrHost",
	"comparison": "coalesce equals less lessOrEquals greater greaterOrEquals",
	"date":       "dateTimeAdd dateTimeFromEpoch dateTimeToEpoch utcNow",
	"deployment": "deployer deployment environment parameters variables",
	"lambda":     "filter groupBy map mapValues reduce sort toObject lambda lambdaVariables",
	"logical":    "and bool false if not or true",
	"numeric":    "add copyIndex div float int max min mod mul sub",
	"object":     "contains createObject empty intersection items json length null objectKeys shallowMerge tryGet union",
	"resource": `extensionResourceId listKeys listAccountSas listSecrets pickZones providers reference references resourceId subscriptionResourceId
		managementGroupResourceId tenantResourceId toLogicalZone toLogicalZones toPhysicalZone toPhysicalZones`,
	"scope": "managementGroup resourceGroup subscription tenant",
	"string": `base64 base64ToJson base64ToString concat contains dataUri dataUriToString empty endsWith first format guid indexOf join json last lastIndexOf
		length newGuid padLeft replace skip split startsWith string substring take toLower toUpper trim uniqueString uri uriComponent uriComponentToString`,
	"bicep": "fail flatten buildUri parseUri externalInputs getSecret resourceInfo",
}

// Every documented function is one of the evaluator's, and every one of these
// is documented and has a row in a test that shows what it gives.
func TestEveryFunctionIsShown(t *testing.T) {
	known := map[string]string{}
	for page, words := range documented {
		for _, name := range strings.Fields(words) {
			known[name] = page
			if _, ok := functions[strings.ToLower(name)]; !ok && !strings.HasPrefix(name, "list") {
				t.Errorf("%s (page %s) is not evaluated", name, page)
			}
		}
	}
	shown := shownFunctions(t)
	for _, name := range functionNames {
		if known[name] == "" {
			t.Errorf("%s: where is it documented?", name)
		}
		if !shown[name] && !onlyWithin[name] {
			t.Errorf("%s has no row that shows its result", name)
		}
	}
}

// onlyWithin are functions that mean nothing alone: a row shows them inside of others.
var onlyWithin = map[string]bool{"lambda": true, "lambdaVariables": true}

// shownFunctions are those that a row of a test calls outermost.
func shownFunctions(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("fn_*_test.go")
	if err != nil || len(files) < 5 {
		t.Fatalf("%v, %v", files, err)
	}
	shown := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rowOfFunction.FindAllSubmatch(text, -1) {
			shown[string(row[1])] = true
		}
	}
	return shown
}

var rowOfFunction = regexp.MustCompile("(?m)^\\s*\\{[\"`]([a-zA-Z0-9]+)\\(")

// What only a deployment knows says so, and the rest of the little ones.
func TestFunctionsThatAskAzure(t *testing.T) {
	try(t, []example{
		{"true()", `true`},
		{"false()", `false`},
		{"sort(createArray('d', 'a', 'b', 'c'), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))", `["a","b","c","d"]`},
		{"sort(createArray(8, 3, 10, -13, 5), lambda('arg1', 'arg2', less(lambdaVariables('arg1'), lambdaVariables('arg2'))))", `[-13,3,5,8,10]`},
		{"guid('a', 'b')", `"2d796349-8c7e-55ec-9624-54ece82ed031"`},
		{"providers('Microsoft.Web', 'sites')", `?providers asks Azure`},
		{"toLogicalZone('s', 'westus2', 'westus2-az1')", `?zones depend on the subscription`},
		{"toLogicalZones('s', 'westus2', createArray('westus2-az1'))", `?zones depend on the subscription`},
		{"toPhysicalZone('s', 'westus2', '1')", `?zones depend on the subscription`},
		{"toPhysicalZones('s', 'westus2', createArray('1'))", `?zones depend on the subscription`},
		{"getSecret('v', 'secret')", `?it is a secret of a key vault`},
		{"externalInputs('sys_envVar_0')", `?it is an external input, which who deploys gives`},
		{"parseUri('https://contoso.com:8443/a?b=c')", `?which parts Azure finds in an address is not documented`},
		{"buildUri(createObject('scheme', 'https', 'host', 'contoso.com'))", `?how Azure puts the parts of an address together is not documented`},
		{"resourceInfo('vnet').id", `"` + sub0 + `/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet"`},
		{"resourceInfo('vnet').apiVersion", `"2024-05-01"`},
	})
	refuse(t, []example{ // what it gives stands with templates of symbolic names
		{"references('nothing')", `references finds no symbolic name "nothing"`},
	})
}
