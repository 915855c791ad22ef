package source

import "testing"

func TestPosAdd(t *testing.T) {
	file := NewFile("a.yaml", []byte("to: vm:a,vm:b\n"))
	if got := file.Pos(4).Add(5).String(); got != "a.yaml:1:10" {
		t.Errorf("Add(5) = %s", got)
	}
	if got := (Pos{}).Add(5); got.IsValid() {
		t.Errorf("no place became %v", got)
	}
}
