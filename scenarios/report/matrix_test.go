package report

import (
	"bytes"
	"io"
	"testing"

	"vnetproof/scenarios/matrix"
	"vnetproof/sim/packet"
)

func traffic(text string) packet.Traffic {
	t, err := packet.ParseTraffic(text)
	if err != nil {
		panic(err)
	}
	return t
}

// smallMatrix has every kind of set, and names that spreadsheets would take for formulas.
func smallMatrix() *matrix.Matrix {
	return &matrix.Matrix{
		Ends:    []matrix.End{{Name: "web/a"}, {Name: `=cmd|' /C calc'!A0`}, {Name: "hq, \"old\""}, {Name: "internet"}},
		Classes: [][]int{{0}, {1, 2}, {3}},
		ClassOf: []int{0, 1, 1, 2},
		Sets: []matrix.Set{
			{},
			{Delivered: traffic("tcp/443"), Partial: true},
			{Delivered: traffic("tcp/443"), OneWay: traffic("udp/53")},
			{OneWay: traffic("udp/53")},
			{Unknown: traffic("icmp")},
		},
		Rows: [][]matrix.Cell{{{To: 1, Set: 1}, {To: 2, Set: 2}}, {{To: 0, Set: 3}, {To: 2, Set: 4}}, nil},
	}
}

func TestMatrix(t *testing.T) {
	m := smallMatrix()
	golden(t, "matrix.txt", func(w io.Writer) error { return MatrixText(w, Style{}, m) })
	golden(t, "matrix.csv", func(w io.Writer) error { return MatrixCSV(w, m) })
	golden(t, "matrix.json", func(w io.Writer) error {
		var b bytes.Buffer
		err := MatrixJSON(io.MultiWriter(w, &b), m)
		valid(t, b.Bytes())
		return err
	})
}

func TestCellIsNoFormula(t *testing.T) {
	for name, want := range map[string]string{
		"web/a": "web/a", "=1+1": "'=1+1", " =1+1": "' =1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "a=b": "a=b", "\t=1": `\t=1`, "": "",
	} {
		if got := cell(name); got != want {
			t.Errorf("cell(%q) = %q, want %q", name, got, want)
		}
	}
}

// JSON on a terminal obeys no control character, and still means the same.
func TestJSONShowsWhatATerminalWouldObey(t *testing.T) {
	var b bytes.Buffer
	if err := writeJSON(&b, map[string]string{"name": "a\u009b31m\u202e\U000e0041<é>"}); err != nil {
		t.Fatal(err)
	}
	want := "{\n  \"name\": \"a\\u009b31m\\u202e\\udb40\\udc41<é>\"\n}\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
