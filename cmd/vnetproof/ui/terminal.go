package ui

import (
	"io"
	"os"
	"runtime"
	"strings"

	"golang.org/x/term"
)

// Terminal is what a stream can show. The zero value is a file or pipe.
type Terminal struct {
	Is    bool // a person may be looking
	Color bool
	// Marks says that ✓ and ✗ can be shown: a terminal whose locale is UTF-8.
	Marks bool
	// ASCII says that the terminal's locale is known not to be UTF-8.
	ASCII bool
	// Width is in columns; 0 where there is no terminal.
	Width int
}

// Environment looks up a variable, as os.LookupEnv does.
type Environment func(name string) (string, bool)

// Look finds out what w can show.
func Look(w io.Writer, color Color, env Environment) Terminal {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return Terminal{Color: color == Always}
	}
	utf8 := isUTF8(env)
	t := Terminal{Is: true, Marks: utf8, ASCII: !utf8, Color: wantsColor(color, env)}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		t.Width = width
	}
	return t
}

// wantsColor judges for a terminal. NO_COLOR counts where it is not empty, and
// loses to an explicit --color=always.
func wantsColor(color Color, env Environment) bool {
	switch color {
	case Always:
		return true
	case Never:
		return false
	}
	if v, _ := env("NO_COLOR"); v != "" {
		return false
	}
	kind, _ := env("TERM")
	return kind != "dumb"
}

// isUTF8 reads the locale as C programs do: the first of the three variables
// that is set counts. Windows has none of them, and terminals that show UTF-8.
func isUTF8(env Environment) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v, _ := env(name); v != "" {
			v = strings.ToUpper(v)
			return strings.Contains(v, "UTF-8") || strings.Contains(v, "UTF8")
		}
	}
	return runtime.GOOS == "windows"
}
