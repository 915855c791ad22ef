package arm

import "testing"

func TestLambdaFunctions(t *testing.T) {
	try(t, []example{
		{"map(filter(variables('dogs'), lambda('dog', greaterOrEquals(lambdaVariables('dog').age, 5))), lambda('d', lambdaVariables('d').name))",
			`["Evie","Kira"]`},
		{"filter(variables('itemForLoop'), lambda('i', greater(lambdaVariables('i'), 5)))", `[6,7,8,9]`},
		{"filter(range(0, 10), lambda('i', equals(0, mod(lambdaVariables('i'), 2))))", `[0,2,4,6,8]`},
		{"filter(createArray('a', 'b', 'c'), lambda('v', 'i', less(lambdaVariables('i'), 2)))", `["a","b"]`},
		{"map(variables('dogs'), lambda('dog', lambdaVariables('dog').name))", `["Evie","Casper","Indy","Kira"]`},
		{"map(variables('dogs'), lambda('dog', format('Hello {0}!', lambdaVariables('dog').name)))",
			`["Hello Evie!","Hello Casper!","Hello Indy!","Hello Kira!"]`},
		{"map(range(0, 2), lambda('i', createObject('i', lambdaVariables('i'), 'dog', variables('dogs')[lambdaVariables('i')].name)))",
			`[{"i":0,"dog":"Evie"},{"i":1,"dog":"Casper"}]`},
		{"map(createArray('a', 'b'), lambda('v', 'i', format('{0}{1}', lambdaVariables('v'), lambdaVariables('i'))))", `["a0","b1"]`},
		{"reduce(map(variables('dogs'), lambda('dog', lambdaVariables('dog').age)), 0, lambda('cur', 'next', add(lambdaVariables('cur'), lambdaVariables('next'))))", `18`},
		{"reduce(createArray(createObject('foo', 123), createObject('bar', 456)), createObject(), lambda('cur', 'next', union(lambdaVariables('cur'), lambdaVariables('next'))))",
			`{"foo":123,"bar":456}`},
		{"map(sort(variables('dogs'), lambda('a', 'b', less(lambdaVariables('a').age, lambdaVariables('b').age))), lambda('d', lambdaVariables('d').name))",
			`["Indy","Casper","Evie","Kira"]`},
		{"toObject(variables('dogs'), lambda('entry', lambdaVariables('entry').name), lambda('entry', lambdaVariables('entry').age))",
			`{"Evie":5,"Casper":3,"Indy":2,"Kira":8}`},
		{"toObject(createArray('a', 'b'), lambda('x', lambdaVariables('x')))", `{"a":"a","b":"b"}`},
		{"mapValues(createObject('foo', 'foo'), lambda('val', toUpper(lambdaVariables('val'))))", `{"foo":"FOO"}`},
		{"groupBy(createArray('foo', 'bar', 'baz'), lambda('x', substring(lambdaVariables('x'), 0, 1)))", `{"f":["foo"],"b":["bar","baz"]}`},
		{"filter(createArray('a'), lambda('x', equals(parameters('nothing'), lambdaVariables('x'))))", `?parameter "nothing" has no value`},
		{"map(createArray(1, 2), lambda('x', map(createArray(3), lambda('y', add(lambdaVariables('x'), lambdaVariables('y'))))))", `[[4],[5]]`},
	})
	refuse(t, []example{
		{"map(createArray(1), 'x')", "map wants lambda(…) as second argument"},
		{"lambda('x', 1)", "lambda stands only as an argument of filter, map, reduce, sort and the like"},
		{"lambdaVariables('x')", `lambdaVariables finds no lambda variable "x" here`},
		{"filter(createArray(1), lambda('x', 'y'))", `filter wants a lambda that is true or false, found "y"`},
		{"reduce(createArray(1), 0, lambda('x', 1))", "reduce wants a lambda of 2 to 3 variables, found 1"},
	})
}

func TestUserDefinedFunctions(t *testing.T) {
	try(t, []example{
		{"contoso.uniqueName('ABC')", `"abc-x"`},
		{"contoso.twice('A')", `"a-xa-x"`},
		{"CONTOSO.uniquename('A')", `"a-x"`},
	})
	refuse(t, []example{
		{"contoso.other('A')", "the template defines no function contoso.other"},
		{"contoso.uniqueName('A', 'B')", "contoso.uniqueName takes 1 arguments, found 2"},
		{"contoso.outside()", `parameters finds no parameter "list"`},
	})
}
