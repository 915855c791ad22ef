package diagram

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/fogleman/gg"
	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

const (
	// pixelsPerPoint makes 11-point names easy to read on any screen.
	pixelsPerPoint = 2.0
	// fontScale makes the letters that come along as wide as those that Graphviz reckons with.
	fontScale = 0.97
	// maxPixels bounds the size of a picture; larger ones are drawn smaller.
	maxPixels = 60e6
)

// raster paints what Graphviz writes as SVG: a flat list of polygons, paths,
// ellipses and texts. Graphviz's own painter uses the fonts of the machine, so
// its pixels differ from one to the next; here the font comes along.
func raster(svg []byte, w io.Writer) error {
	p := painter{}
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read the laid-out picture: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if err := p.element(d, start); err != nil {
			return err
		}
	}
	if p.canvas == nil {
		return errors.New("the laid-out picture is empty")
	}
	return p.canvas.EncodePNG(w)
}

// painter paints one element after the other.
type painter struct {
	canvas *gg.Context
	scale  float64
	dx, dy float64
}

// attributes are those of one element.
type attributes map[string]string

func attributesOf(e xml.StartElement) attributes {
	a := attributes{}
	for _, x := range e.Attr {
		a[x.Name.Local] = x.Value
	}
	return a
}

func (a attributes) number(name string, otherwise float64) float64 {
	v, err := strconv.ParseFloat(strings.TrimSuffix(a[name], "pt"), 64)
	if err != nil {
		return otherwise
	}
	return v
}

func (p *painter) element(d *xml.Decoder, e xml.StartElement) error {
	a := attributesOf(e)
	switch e.Name.Local {
	case "svg":
		p.open(a)
	case "g":
		p.move(a["transform"])
	case "polygon":
		p.points(a["points"])
		p.canvas.ClosePath()
		p.finish(a)
	case "polyline":
		p.points(a["points"])
		p.finish(a)
	case "path":
		p.curves(a["d"])
		p.finish(a)
	case "ellipse":
		x, y := p.at(a.number("cx", 0), a.number("cy", 0))
		p.canvas.DrawEllipse(x, y, p.scale*a.number("rx", 0), p.scale*a.number("ry", 0))
		p.finish(a)
	case "text":
		var content string
		if err := d.DecodeElement(&content, &e); err != nil {
			return fmt.Errorf("read a text of the laid-out picture: %w", err)
		}
		p.write(a, content)
	}
	return nil
}

func (p *painter) open(a attributes) {
	width, height := a.number("width", 1), a.number("height", 1)
	p.scale = min(pixelsPerPoint, math.Sqrt(maxPixels/(width*height)))
	p.canvas = gg.NewContext(int(math.Ceil(width*p.scale)), int(math.Ceil(height*p.scale)))
	p.canvas.SetHexColor(paperColor)
	p.canvas.Clear()
	p.canvas.SetLineCapButt() // round ends would fill the gaps of dashes
}

// move reads the one transform that Graphviz writes: "scale(1 1) rotate(0) translate(4 168)".
func (p *painter) move(transform string) {
	_, rest, ok := strings.Cut(transform, "translate(")
	if !ok {
		return
	}
	if v := numbers(strings.TrimSuffix(rest, ")")); len(v) == 2 {
		p.dx, p.dy = v[0], v[1]
	}
}

func (p *painter) at(x, y float64) (float64, float64) {
	return (x + p.dx) * p.scale, (y + p.dy) * p.scale
}

// numbers reads "1,2 3,4" and "1 2 3 4".
func numbers(s string) []float64 {
	var out []float64
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' || r == ',' }) {
		v, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil
		}
		out = append(out, v)
	}
	return out
}

func (p *painter) points(s string) {
	v := numbers(s)
	for i := 0; i+1 < len(v); i += 2 {
		x, y := p.at(v[i], v[i+1])
		if i == 0 {
			p.canvas.MoveTo(x, y)
		} else {
			p.canvas.LineTo(x, y)
		}
	}
}

// curves reads a path of Graphviz: M with one point, then C with three each.
func (p *painter) curves(d string) {
	start, rest, _ := strings.Cut(strings.TrimPrefix(d, "M"), "C")
	v := append(numbers(start), numbers(rest)...)
	if len(v) < 2 {
		return
	}
	p.canvas.MoveTo(p.at(v[0], v[1]))
	for v = v[2:]; len(v) >= 6; v = v[6:] {
		x1, y1 := p.at(v[0], v[1])
		x2, y2 := p.at(v[2], v[3])
		x3, y3 := p.at(v[4], v[5])
		p.canvas.CubicTo(x1, y1, x2, y2, x3, y3)
	}
}

// finish fills and strokes the path that stands.
func (p *painter) finish(a attributes) {
	if fill := a["fill"]; isInk(fill) {
		p.canvas.SetHexColor(hex(fill))
		p.canvas.FillPreserve()
	}
	if stroke := a["stroke"]; isInk(stroke) {
		p.canvas.SetHexColor(hex(stroke))
		p.canvas.SetLineWidth(p.scale * a.number("stroke-width", 1))
		p.canvas.SetDash()
		if dashes := numbers(a["stroke-dasharray"]); len(dashes) > 0 {
			for i := range dashes {
				dashes[i] *= p.scale
			}
			p.canvas.SetDash(dashes...)
		}
		p.canvas.StrokePreserve()
	}
	p.canvas.ClearPath()
}

func isInk(color string) bool { return color != "" && color != "none" && color != "transparent" }

// hex is the color as #rrggbb; Graphviz names only those that it adds itself.
func hex(color string) string {
	switch {
	case strings.HasPrefix(color, "#"):
		return color
	case color == "white":
		return "#ffffff"
	}
	return "#000000"
}

// fonts are parsed once; both come with the program.
var fonts = sync.OnceValues(func() (regular, bold *truetype.Font) {
	regular, err1 := truetype.Parse(goregular.TTF)
	bold, err2 := truetype.Parse(gobold.TTF)
	if err1 != nil || err2 != nil {
		return nil, nil
	}
	return regular, bold
})

func (p *painter) write(a attributes, content string) {
	regular, bold := fonts()
	face := regular
	if a["font-weight"] == "bold" || strings.Contains(a["font-family"], "Bold") {
		face = bold
	}
	if face == nil {
		return
	}
	p.canvas.SetFontFace(truetype.NewFace(face, &truetype.Options{Size: p.scale * fontScale * a.number("font-size", 14)}))
	fill := a["fill"]
	if fill == "" {
		fill = "black"
	}
	p.canvas.SetHexColor(hex(fill))
	x, y := p.at(a.number("x", 0), a.number("y", 0))
	anchor := map[string]float64{"middle": 0.5, "end": 1}[a["text-anchor"]]
	width, _ := p.canvas.MeasureString(content)
	p.canvas.DrawString(content, x-anchor*width, y)
}
