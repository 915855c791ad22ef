package diagram

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/goccy/go-graphviz"
)

// SVG lays the picture out and writes it as SVG.
func (g *Diagram) SVG(ctx context.Context, w io.Writer) error {
	svg, err := g.svg(ctx)
	if err != nil {
		return err
	}
	_, err = w.Write(svg)
	return err
}

// PNG lays the picture out and writes it as pixels.
func (g *Diagram) PNG(ctx context.Context, w io.Writer) error {
	svg, err := g.svg(ctx)
	if err != nil {
		return err
	}
	return raster(svg, w)
}

func (g *Diagram) svg(ctx context.Context) ([]byte, error) {
	engine, err := graphviz.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("start Graphviz: %w", err)
	}
	defer engine.Close()
	parsed, err := graphviz.ParseBytes([]byte(g.graph.String()))
	if err != nil {
		return nil, fmt.Errorf("read the picture: %w", err)
	}
	defer parsed.Close()
	var b bytes.Buffer
	if err := engine.Render(ctx, parsed, graphviz.SVG, &b); err != nil {
		return nil, fmt.Errorf("lay the picture out: %w", err)
	}
	return b.Bytes(), nil
}
