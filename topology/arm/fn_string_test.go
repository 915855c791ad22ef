package arm

import "testing"

func TestStringFunctions(t *testing.T) {
	try(t, []example{
		{"concat('prefix', '-', 'x')", `"prefix-x"`},
		{"concat('a', 1, true())", `"a1True"`},
		{"contains('OneTwoThree', 'e')", `true`},
		{"contains('OneTwoThree', 'z')", `false`},
		{"contains('OneTwoThree', 'ONE')", `false`},
		{"empty('')", `true`},
		{"startsWith('abcdef', 'ab')", `true`},
		{"startsWith('abcdef', 'A')", `true`},
		{"startsWith('abcdef', 'e')", `false`},
		{"endsWith('abcdef', 'ef')", `true`},
		{"endsWith('abcdef', 'F')", `true`},
		{"endsWith('abcdef', 'e')", `false`},
		{"first('One Two Three')", `"O"`},
		{"last('One Two Three')", `"e"`},
		{"first('')", `""`},
		{"indexOf('test', 't')", `0`},
		{"lastIndexOf('test', 't')", `3`},
		{"indexOf('abcdef', 'CD')", `2`},
		{"lastIndexOf('abcdef', 'AB')", `0`},
		{"indexOf('abcdef', 'z')", `-1`},
		{"indexOf('aéb', 'B')", `2`},
		{"join(createArray('one', 'two', 3), ';')", `"one;two;3"`},
		{"length('One Two Three')", `13`},
		{"length('äé')", `2`},
		{"padLeft('123', 10, '0')", `"0000000123"`},
		{"padLeft(5, 2)", `" 5"`},
		{"padLeft('abc', 2, '0')", `"abc"`},
		{"replace('123-123-1234', '-', '')", `"1231231234"`},
		{"replace('123-123-1234', '1234', 'xxxx')", `"123-123-xxxx"`},
		{"skip('one two three', 4)", `"two three"`},
		{"take('one two three', 2)", `"on"`},
		{"take('one', 20)", `"one"`},
		{"take('one', -1)", `""`},
		{"split('one,two,three', ',')", `["one","two","three"]`},
		{"split('one;two,three', createArray(',', ';'))", `["one","two","three"]`},
		{"string(createObject('valueA', 10, 'valueB', 'Example Text'))", `"{\"valueA\":10,\"valueB\":\"Example Text\"}"`},
		{"string(createArray('a', 'b', 'c'))", `"[\"a\",\"b\",\"c\"]"`},
		{"string(5)", `"5"`},
		{"string(true())", `"True"`},
		{"substring('one two three', 4, 3)", `"two"`},
		{"substring('one two three', 4)", `"two three"`},
		{"substring('abc', 3)", `""`},
		{"toLower('One Two Three')", `"one two three"`},
		{"toUpper('One Two Three')", `"ONE TWO THREE"`},
		{"trim('    one two three   ')", `"one two three"`},
		{"'it''s'", `"it's"`},
	})
}

func TestStringFunctionsRefuse(t *testing.T) {
	refuse(t, []example{
		{"substring('1234567890', 0, 11)", "substring reaches outside of the text: from 0, 11 characters of 10"},
		{"toLower(1)", "toLower wants text as first argument, found 1"},
		{"toLower()", "toLower takes 1 argument, found 0"},
		{"replace('a', '', 'b')", "replace cannot replace an empty text"},
		{"padLeft('a', 2, '00')", `padLeft wants a single character as third argument, found "00"`},
		{"padLeft('a', 9999999)", "padLeft makes a text of 9999999 characters; at most 4194304 are allowed"},
		{"concat('a', createArray('b'))", "concat wants text as second argument, found a list"},
		{"tolowr('a')", "there is no function tolowr; did you mean toLower?"},
		{"fail('too small')", "fail says: too small"},
	})
}

func TestFormat(t *testing.T) {
	try(t, []example{
		{"format('{0}, {1}. Formatted number: {2:N0}', 'Hello', 'User', 8175133)", `"Hello, User. Formatted number: 8,175,133"`},
		{"format('{{{0}}}', 1)", `"{1}"`},
		{"format('{0,5}|{0,-5}|', 'ab')", `"   ab|ab   |"`},
		{"format('{0:D3} {0:000} {1:X} {1:x4} {2:F1}', 7, 255, -3)", `"007 007 FF 00ff -3.0"`},
		{"format('{0:N2}', -1234567)", `"-1,234,567.00"`},
		{"format('{0} {1}', true(), createArray(1))", `"True [1]"`},
	})
	refuse(t, []example{
		{"format('{1}', 'a')", "format has {1}, but there are 1 values"},
		{"format('{0', 'a')", "format has a brace without its counterpart; a brace as such is written twice"},
		{"format('a}', 'a')", "format has a brace without its counterpart; a brace as such is written twice"},
		{"format('{0:Q}', 1)", `format does not know the number format "Q"`},
		{"format('{0,99999}', 1)", "format cannot fill a width of 99999"},
	})
}

func TestEncodingFunctions(t *testing.T) {
	try(t, []example{
		{"base64('one, two, three')", `"b25lLCB0d28sIHRocmVl"`},
		{"base64ToString('b25lLCB0d28sIHRocmVl')", `"one, two, three"`},
		{"base64ToJson(base64('{''one'': ''a'', ''two'': ''b''}'))", `{"one":"a","two":"b"}`},
		{"dataUri('Hello')", `"data:text/plain;charset=utf8;base64,SGVsbG8="`},
		{"dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", `"Hello, World!"`},
		{"json('{\"a\": \"b\"}')", `{"a":"b"}`},
		{"json(concat('{\"a\": \"', 'demo value', '\"}'))", `{"a":"demo value"}`},
		{"json('null')", `null`},
		{"json('\"test\"')", `"test"`},
		{"json('[1,2,3]')", `[1,2,3]`},
		{"json('1.5')", `1.5`},
		{"json('{''a'': ''it is \"b\"''}')", `{"a":"it is \"b\""}`},
		{"uri('http://contoso.org/firstpath', 'myscript.sh')", `"http://contoso.org/myscript.sh"`},
		{"uri('http://contoso.org/firstpath/', 'myscript.sh')", `"http://contoso.org/firstpath/myscript.sh"`},
		{"uri('http://contoso.org/firstpath/azuredeploy.json', 'myscript.sh')", `"http://contoso.org/firstpath/myscript.sh"`},
		{"uri('http://contoso.org/firstpath/azuredeploy.json/', 'myscript.sh')", `"http://contoso.org/firstpath/azuredeploy.json/myscript.sh"`},
		{"uri('http://contoso.com/resources/', 'nested/azuredeploy.json')", `"http://contoso.com/resources/nested/azuredeploy.json"`},
		{"uriComponent('http://contoso.com/resources/nested/azuredeploy.json')", `"http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%2Fazuredeploy.json"`},
		{"uriComponentToString('http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%2Fazuredeploy.json')", `"http://contoso.com/resources/nested/azuredeploy.json"`},
		{"uniqueString('hello', 'world')", `"a7wkljktk6wne"`},
		{"uniqueString('tyeth')", `"zcztcwvu6iyg6"`},
		{"length(guid('a', 'b'))", `36`},
		{"equals(guid('a', 'b'), guid('a', 'c'))", `false`},
		{"newGuid()", `?newGuid is another value at each deployment`},
		{"concat('a', newGuid())", `?newGuid is another value at each deployment`},
	})
	refuse(t, []example{
		{"base64ToString('???')", "base64ToString wants base64, found ???"},
		{"json('{')", `json wants JSON; at character 2 of {: the file ends before its JSON value does`},
		{"uri('a/b', 'c')", `uri wants an absolute URI as first argument, found "a/b"`},
	})
}
