package arm

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"vnetproof/topology/tree"
)

var dateFunctions = map[string]function{
	"dateTimeAdd":       {min: 2, max: 3, run: dateTimeAdd},
	"dateTimeFromEpoch": {min: 1, max: 1, run: dateTimeFromEpoch},
	"dateTimeToEpoch":   {min: 1, max: 1, run: dateTimeToEpoch},
	"utcNow":            {min: 0, max: 1, run: utcNow},
}

func utcNow(c *call) (*tree.Node, error) {
	return c.unknown("utcNow is another value at each deployment", ""), nil
}

// dateLayouts are the ways in which a time may be written.
var dateLayouts = []string{
	time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "20060102T150405Z", "2006-01-02",
	"1/2/2006 3:04:05 PM", "01/02/2006 15:04:05", "01/02/2006",
}

// timeArg returns an argument that must be a time.
func (c *call) timeArg(i int) (time.Time, error) {
	s, err := c.textArg(i)
	if err != nil {
		return time.Time{}, err
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, c.wrong(i, "a time as in 2026-01-31T12:00:00Z")
}

// durationForm is a duration of ISO 8601.
var durationForm = regexp.MustCompile(`^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$`)

func dateTimeAdd(c *call) (*tree.Node, error) {
	t, err := c.timeArg(0)
	if err != nil {
		return nil, err
	}
	s, err := c.textArg(1)
	if err != nil {
		return nil, err
	}
	parts := durationForm.FindStringSubmatch(s)
	if parts == nil {
		return nil, c.wrong(1, "a duration as in PT1H or -P9D")
	}
	var n [7]int
	for i := range n {
		if n[i], err = strconv.Atoi("0" + parts[i+2]); err != nil || n[i] > 1_000_000_000 {
			return nil, c.wrong(1, "a duration as in PT1H or -P9D")
		}
		if parts[1] == "-" {
			n[i] = -n[i]
		}
	}
	t = t.AddDate(n[0], n[1], 7*n[2]+n[3]).
		Add(time.Duration(n[4]) * time.Hour).Add(time.Duration(n[5]) * time.Minute).Add(time.Duration(n[6]) * time.Second)
	layout := "M/d/yyyy h:mm:ss tt"
	if len(c.args) > 2 {
		if layout, err = c.textArg(2); err != nil {
			return nil, err
		}
	}
	return c.textResult(formatTime(t, layout))
}

func dateTimeFromEpoch(c *call) (*tree.Node, error) {
	n, err := c.intArg(0)
	if err != nil {
		return nil, err
	}
	if n < -62135596800 || n > 253402300799 {
		return nil, fmt.Errorf("wants seconds of the years 1 to 9999, found %d", n)
	}
	return c.textResult(time.Unix(n, 0).UTC().Format("2006-01-02T15:04:05Z"))
}

func dateTimeToEpoch(c *call) (*tree.Node, error) {
	t, err := c.timeArg(0)
	if err != nil {
		return nil, err
	}
	return c.intResult(t.Unix())
}
