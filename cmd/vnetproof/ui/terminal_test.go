package ui

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func env(pairs ...string) Environment {
	return func(name string) (string, bool) {
		for _, p := range pairs {
			if k, v, _ := strings.Cut(p, "="); k == name {
				return v, true
			}
		}
		return "", false
	}
}

func TestWantsColor(t *testing.T) {
	tests := []struct {
		name  string
		color Color
		env   Environment
		want  bool
	}{
		{"a terminal is coloured", Auto, env("TERM=xterm"), true},
		{"NO_COLOR is heeded", Auto, env("NO_COLOR=1"), false},
		{"an empty NO_COLOR says nothing", Auto, env("NO_COLOR="), true},
		{"the flag beats NO_COLOR", Always, env("NO_COLOR=1"), true},
		{"never is never", Never, env(), false},
		{"a dumb terminal has none", Auto, env("TERM=dumb"), false},
	}
	for _, tt := range tests {
		if got := wantsColor(tt.color, tt.env); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}

func TestIsUTF8(t *testing.T) {
	tests := []struct {
		name string
		env  Environment
		want bool
	}{
		{"LANG", env("LANG=de_DE.UTF-8"), true},
		{"spelt without a hyphen", env("LANG=en_US.utf8"), true},
		{"LC_ALL counts first", env("LC_ALL=C", "LANG=de_DE.UTF-8"), false},
		{"an empty variable says nothing", env("LC_ALL=", "LANG=C.UTF-8"), true},
	}
	for _, tt := range tests {
		if got := isUTF8(tt.env); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}

func TestLookAtAPipe(t *testing.T) {
	if got := Look(&bytes.Buffer{}, Auto, env("LANG=C.UTF-8")); got != (Terminal{}) {
		t.Errorf("a buffer shows %+v", got)
	}
	if got := Look(&bytes.Buffer{}, Always, env()); !got.Color {
		t.Error("--color=always does not colour a pipe")
	}
}

func TestColorFlag(t *testing.T) {
	var c Color
	if err := c.Set("never"); err != nil || c != Never {
		t.Errorf("never: %v, %v", c, err)
	}
	if err := c.Set("purple"); err == nil {
		t.Error("purple was taken")
	}
}

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	clock := time.Unix(0, 0)
	p := &Progress{w: &b, now: func() time.Time { return clock }, next: clock.Add(quiet)}
	p.Step("proving", 1, 9, "scenarios")
	if b.Len() > 0 {
		t.Errorf("short work shows %q", b.String())
	}
	clock = clock.Add(quiet)
	p.Step("proving", 2, 9, "scenarios")
	p.Step("proving", 3, 9, "scenarios") // too soon after the last
	p.Done()
	if got, want := b.String(), "\r\x1b[Kproving 2 of 9 scenarios\r\x1b[K"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var none *Progress
	none.Step("proving", 1, 1, "scenarios")
	none.Done()
}
