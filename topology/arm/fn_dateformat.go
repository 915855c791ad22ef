package arm

import (
	"strconv"
	"strings"
	"time"
)

// standardTimes are the one-letter time formats of .NET, in its invariant culture.
var standardTimes = map[string]string{
	"d": "MM/dd/yyyy", "D": "dddd, dd MMMM yyyy", "t": "HH:mm", "T": "HH:mm:ss",
	"f": "dddd, dd MMMM yyyy HH:mm", "F": "dddd, dd MMMM yyyy HH:mm:ss",
	"g": "MM/dd/yyyy HH:mm", "G": "MM/dd/yyyy HH:mm:ss", "m": "MMMM dd", "M": "MMMM dd",
	"o": "yyyy-MM-ddTHH:mm:ss.fffffffK", "O": "yyyy-MM-ddTHH:mm:ss.fffffffK",
	"r": "ddd, dd MMM yyyy HH:mm:ss 'GMT'", "R": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
	"s": "yyyy-MM-ddTHH:mm:ss", "u": "yyyy-MM-dd HH:mm:ss'Z'", "U": "dddd, dd MMMM yyyy HH:mm:ss",
	"y": "yyyy MMMM", "Y": "yyyy MMMM",
}

// formatTime writes a time in UTC by a standard or custom format of .NET.
func formatTime(t time.Time, layout string) string {
	if s, ok := standardTimes[layout]; ok {
		layout = s
	}
	var b strings.Builder
	for layout != "" {
		c := layout[0]
		if c == '\'' || c == '"' {
			end := strings.IndexByte(layout[1:], c)
			if end < 0 {
				end = len(layout) - 1
			}
			b.WriteString(layout[1 : 1+end])
			layout = layout[min(end+2, len(layout)):]
			continue
		}
		if c == '\\' && len(layout) > 1 {
			b.WriteByte(layout[1])
			layout = layout[2:]
			continue
		}
		n := 1 // as many bytes as are the same: of what is not ASCII, one at a time
		for n < len(layout) && layout[n] == c {
			n++
		}
		b.WriteString(timePart(t, c, n, layout[:n]))
		layout = layout[n:]
	}
	return b.String()
}

// timePart writes what n times the letter c stands for, or the letters.
func timePart(t time.Time, c byte, n int, letters string) string {
	switch c {
	case 'y':
		if n <= 2 {
			return padDigits(int64(t.Year()%100), n)
		}
		return padDigits(int64(t.Year()), n)
	case 'M':
		return named(t.Month().String(), int(t.Month()), n)
	case 'd':
		return named(t.Weekday().String(), t.Day(), n)
	case 'H':
		return padDigits(int64(t.Hour()), min(n, 2))
	case 'h':
		return padDigits(int64((t.Hour()+11)%12+1), min(n, 2))
	case 'm':
		return padDigits(int64(t.Minute()), min(n, 2))
	case 's':
		return padDigits(int64(t.Second()), min(n, 2))
	case 'f':
		return padDigits(int64(t.Nanosecond()), 9)[:min(n, 7)]
	case 't':
		return t.Format("PM")[:min(n, 2)]
	case 'K':
		return strings.Repeat("Z", n)
	case 'z':
		return [...]string{"+0", "+00", "+00:00"}[min(n, 3)-1]
	}
	return letters
}

// named writes a month or day as a number, or by its short or long name.
func named(name string, number, n int) string {
	switch {
	case n == 3:
		return name[:3]
	case n > 3:
		return name
	case n == 2:
		return padDigits(int64(number), 2)
	}
	return strconv.Itoa(number)
}
