package arm

import "testing"

func TestLogicalFunctions(t *testing.T) {
	try(t, []example{
		{"and(bool('true'), bool('false'))", `false`},
		{"or(bool('true'), bool('false'))", `true`},
		{"not(bool('true'))", `false`},
		{"bool('TRUE')", `true`},
		{"bool(1)", `true`},
		{"bool(0)", `false`},
		{"if(equals('a', 'a'), 'yes', 'no')", `"yes"`},
		{"if(false(), json('{'), 'no')", `"no"`},
		{"and(true(), true(), false())", `false`},
		{"and(parameters('nothing'), false())", `false`},
		{"or(true(), parameters('nothing'))", `true`},
		{"or(false(), parameters('nothing'))", `?parameter "nothing" has no value`},
		{"if(equals(parameters('nothing'), 'x'), 'same', 'same')", `"same"`},
		{"if(equals(parameters('nothing'), 'x'), 'a', 'b')", `?parameter "nothing" has no value`},
	})
	refuse(t, []example{
		{"not('x')", `not wants true or false as first argument, found "x"`},
		{"if(1, 2, 3)", `if wants true or false as first argument, found 1`},
		{"and(true())", `and takes at least 2 arguments, found 1`},
	})
}

func TestComparisonFunctions(t *testing.T) {
	try(t, []example{
		{"coalesce(parameters('nulls').null1, parameters('nulls').null2, parameters('nulls').string)", `"default"`},
		{"coalesce(parameters('nulls').null1, parameters('nulls').null2, parameters('nulls').object)", `{"first":"default"}`},
		{"empty(coalesce(parameters('nulls').null1, parameters('nulls').null2))", `true`},
		{"coalesce('', 'a')", `""`},
		{"equals(1, 1)", `true`},
		{"equals('a', 'A')", `false`},
		{"equals(createArray('a', 'b'), createArray('a', 'b'))", `true`},
		{"equals(createObject('a', 'b', 'c', 1), createObject('c', 1, 'a', 'b'))", `true`},
		{"not(equals(1, 2))", `true`},
		{"equals(1, '1')", `false`},
		{"equals(createArray(parameters('nothing'), 1), createArray('x', 2))", `false`},
		{"equals(createArray(parameters('nothing'), 1), createArray('x', 1))", `?parameter "nothing" has no value`},
		{"greater(1, 2)", `false`},
		{"greater('A', 'a')", `true`},
		{"greaterOrEquals(1, 2)", `false`},
		{"greaterOrEquals('A', 'a')", `true`},
		{"less(1, 2)", `true`},
		{"less('A', 'a')", `false`},
		{"less('a', 'B')", `true`},
		{"lessOrEquals(1, 2)", `true`},
		{"lessOrEquals('A', 'a')", `false`},
		{"lessOrEquals('a', 'a')", `true`},
	})
	refuse(t, []example{
		{"less(1, 'a')", `less wants a number as second argument, found "a"`},
		{"less(true(), true())", `less wants a number or text as first argument, found true`},
	})
}

func TestNumericFunctions(t *testing.T) {
	try(t, []example{
		{"add(5, 3)", `8`},
		{"div(8, 3)", `2`},
		{"mod(7, 3)", `1`},
		{"mod(-9223372036854775808, -1)", `0`},
		{"mul(5, 3)", `15`},
		{"sub(7, 3)", `4`},
		{"int('4')", `4`},
		{"float('3.0')", `3`},
		{"float('3.25')", `3.25`},
	})
	refuse(t, []example{
		{"div(1, 0)", "div divides by zero"},
		{"add(9223372036854775807, 1)", "add makes a number that is too big"},
		{"sub(-9223372036854775808, 1)", "sub makes a number that is too big"},
		{"mul(4611686018427387904, 2)", "mul makes a number that is too big"},
		{"div(-9223372036854775808, -1)", "div makes a number that is too big"},
		{"int('a')", `int wants a whole number as first argument, found "a"`},
		{"add('1', 2)", `add wants a whole number as first argument, found "1"`},
	})
}

func TestCIDRFunctions(t *testing.T) {
	try(t, []example{
		{"parseCidr('10.144.0.0/20')", `{"network":"10.144.0.0","netmask":"255.255.240.0","broadcast":"10.144.15.255","firstUsable":"10.144.0.1","lastUsable":"10.144.15.254","cidr":20}`},
		{"parseCidr('fdad:3236:5555::/48')", `{"network":"fdad:3236:5555::","netmask":"ffff:ffff:ffff::","firstUsable":"fdad:3236:5555::","lastUsable":"fdad:3236:5555:ffff:ffff:ffff:ffff:ffff","cidr":48}`},
		{"parseCidr('0.0.0.0/0').broadcast", `"255.255.255.255"`},
		{"parseCidr('10.0.0.5/32')", `{"network":"10.0.0.5","netmask":"255.255.255.255","broadcast":"10.0.0.5","firstUsable":"10.0.0.5","lastUsable":"10.0.0.5","cidr":32}`},
		{"map(range(0, 5), lambda('i', cidrSubnet('10.144.0.0/20', 24, lambdaVariables('i'))))",
			`["10.144.0.0/24","10.144.1.0/24","10.144.2.0/24","10.144.3.0/24","10.144.4.0/24"]`},
		{"map(range(0, 5), lambda('i', cidrSubnet('fdad:3236:5555::/48', 52, lambdaVariables('i'))))",
			`["fdad:3236:5555::/52","fdad:3236:5555:1000::/52","fdad:3236:5555:2000::/52","fdad:3236:5555:3000::/52","fdad:3236:5555:4000::/52"]`},
		{"cidrSubnet('10.0.5.5/16', 16, 0)", `"10.0.0.0/16"`},
		{"map(range(0, 5), lambda('i', cidrHost('10.144.3.0/24', lambdaVariables('i'))))",
			`["10.144.3.1","10.144.3.2","10.144.3.3","10.144.3.4","10.144.3.5"]`},
		{"map(range(0, 2), lambda('i', cidrHost('fdad:3236:5555:3000::/52', lambdaVariables('i'))))",
			`["fdad:3236:5555:3000::1","fdad:3236:5555:3000::2"]`},
	})
	refuse(t, []example{
		{"cidrSubnet('10.0.0.0/24', 26, 4)", "cidrSubnet has no subnet 4: 10.0.0.0/24 holds 4 of length 26"},
		{"cidrSubnet('10.0.0.0/24', 23, 0)", "cidrSubnet wants a prefix length from 24 to 32 as second argument, found 23"},
		{"cidrHost('10.0.0.0/30', 2)", "cidrHost has no host 2 in 10.0.0.0/30"},
		{"parseCidr('10.0.0.0')", `parseCidr wants an address range as in 10.0.0.0/16 as first argument, found "10.0.0.0"`},
	})
}

func TestDateFunctions(t *testing.T) {
	try(t, []example{
		{"dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y')", `"4/7/2023 2:53:14 PM"`},
		{"dateTimeAdd('2020-04-07 14:53:14Z', '-P9D')", `"3/29/2020 2:53:14 PM"`},
		{"dateTimeAdd('2020-04-07 14:53:14Z', 'PT1H')", `"4/7/2020 3:53:14 PM"`},
		{"dateTimeAdd('2020-04-07T00:05:00Z', 'P1DT2H', 'yyyy-MM-ddTHH:mm:ssZ')", `"2020-04-08T02:05:00Z"`},
		{"dateTimeAdd('20200407T145314Z', 'PT1H', 'u')", `"2020-04-07 15:53:14Z"`},
		{"dateTimeAdd('2020-04-07', 'P1D', 'dddd, d MMM yy h tt')", `"Wednesday, 8 Apr 20 12 AM"`},
		{"dateTimeAdd('2020-04-07', 'P1D', 'yyyy年M月d日')", `"2020年4月8日"`},
		{"dateTimeFromEpoch(1683040573)", `"2023-05-02T15:16:13Z"`},
		{"dateTimeToEpoch('2023-05-02T15:16:13Z')", `1683040573`},
		{"utcNow('u')", `?utcNow is another value at each deployment`},
		{"dateTimeAdd(utcNow(), 'PT1H')", `?utcNow is another value at each deployment`},
	})
	refuse(t, []example{
		{"dateTimeAdd('soon', 'PT1H')", `dateTimeAdd wants a time as in 2026-01-31T12:00:00Z as first argument, found "soon"`},
		{"dateTimeAdd('2020-04-07', '1H')", `dateTimeAdd wants a duration as in PT1H or -P9D as second argument, found "1H"`},
		{"dateTimeFromEpoch(999999999999999)", "dateTimeFromEpoch wants seconds of the years 1 to 9999, found 999999999999999"},
	})
}
