package endpoint

import (
	"errors"
	"testing"
)

// FuzzParse: any text gives terms or errors inside of it, never a panic.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"vm:web1", "subnet:web/*,!vm:jump", "!internet", "ip:fd00::1", "tag:a=b", "cidr:10.0.0.1/8", "/subscriptions/s", "a:b:c", ",", "!", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		var list Errors
		switch {
		case err == nil && len(s.Terms) == 0:
			t.Fatal("neither terms nor errors")
		case err != nil && !errors.As(err, &list):
			t.Fatalf("an error of type %T", err)
		}
		for _, e := range list {
			if e.Offset < 0 || e.Offset+e.Width > len(text) {
				t.Fatalf("%v points outside of %q", e, text)
			}
		}
	})
}
