package diagram

import (
	"context"
	"io"

	"vnetproof/scenarios/diagram/graphviz"
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
	return graphviz.SVG(ctx, g.graph.String())
}
