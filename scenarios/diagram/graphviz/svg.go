package graphviz

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// SVG lays out a picture and returns it as SVG. It may be called by many at a time.
func SVG(ctx context.Context, dot string) ([]byte, error) {
	e, err := start()
	if err != nil {
		return nil, fmt.Errorf("start Graphviz: %w", err)
	}
	m, err := e.runtime.InstantiateModule(ctx, e.compiled, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("start Graphviz: %w", err)
	}
	defer m.Close(context.Background())
	c := &call{ctx: ctx, module: m}
	svg := c.svg(dot)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return svg, c.err
}

// call is one run of the program. After the first error it does nothing more.
type call struct {
	ctx    context.Context
	module api.Module
	err    error
}

// The numbers of Graphviz's own headers.
const (
	noMessages   = 2 // AGMAX: nothing is printed, the last error can be asked for
	demandLoaded = 1
	pointer      = 4 // bytes
)

// plugins is how many lt_preloaded_symbols there are.
const plugins = 3

func (c *call) svg(dot string) []byte {
	c.call("agseterr", noMessages)
	gvc := c.call("gvContextPlugins", c.builtins(), demandLoaded)
	graph := c.call("agmemread", c.text(dot))
	if c.err == nil && graph == 0 {
		c.fail("read the picture")
	}
	if c.call("gvLayout", gvc, graph, c.text("dot")) != 0 {
		c.fail("lay the picture out")
	}
	out := c.call("malloc", 2*pointer)
	if int32(c.call("gvRenderData", gvc, graph, c.text("svg"), out, out+pointer)) != 0 {
		c.fail("write the picture")
	}
	return c.bytes(c.word(out), c.word(out+pointer))
}

// builtins returns the list of plugins, which ends in an empty one.
func (c *call) builtins() uint64 {
	symbols := c.module.ExportedGlobal("lt_preloaded_symbols")
	if symbols == nil {
		c.err = errors.New("graphviz.wasm has no list of plugins")
		return 0
	}
	const size = 2 * pointer * plugins // name and address of each
	list := c.call("malloc", size+2*pointer)
	c.write(list, append(c.bytes(symbols.Get(), size), make([]byte, 2*pointer)...))
	return list
}

// call returns what an exported function returns, 0 if that is nothing.
func (c *call) call(name string, args ...uint64) uint64 {
	if c.err != nil {
		return 0
	}
	f := c.module.ExportedFunction(name)
	if f == nil {
		c.err = fmt.Errorf("graphviz.wasm has no %s", name)
		return 0
	}
	results, err := f.Call(c.ctx, args...)
	if err != nil || len(results) == 0 {
		c.err = err
		return 0
	}
	return results[0]
}

// fail notes an error with Graphviz's own words for it.
func (c *call) fail(what string) {
	if c.err == nil {
		words, at := strings.Builder{}, c.call("aglasterr")
		for at != 0 {
			letter, ok := c.module.Memory().ReadByte(uint32(at))
			if !ok || letter == 0 {
				break
			}
			words.WriteByte(letter)
			at++
		}
		c.err = fmt.Errorf("%s: %s", what, strings.TrimSpace(words.String()))
	}
}

// text puts a text into the memory of the program.
func (c *call) text(s string) uint64 {
	at := c.call("malloc", uint64(len(s)+1))
	c.write(at, append([]byte(s), 0))
	return at
}

var errMemory = errors.New("graphviz is out of memory")

func (c *call) write(at uint64, b []byte) {
	if c.err == nil && (at == 0 || !c.module.Memory().Write(uint32(at), b)) {
		c.err = errMemory
	}
}

// bytes copies from the memory of the program.
func (c *call) bytes(at, size uint64) []byte {
	if c.err != nil {
		return nil
	}
	b, ok := c.module.Memory().Read(uint32(at), uint32(size))
	if !ok {
		c.err = errMemory
		return nil
	}
	return append([]byte(nil), b...)
}

func (c *call) word(at uint64) uint64 {
	if c.err != nil {
		return 0
	}
	n, ok := c.module.Memory().ReadUint32Le(uint32(at))
	if !ok {
		c.err = errMemory
	}
	return uint64(n)
}
