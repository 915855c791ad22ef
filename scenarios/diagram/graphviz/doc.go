// Package graphviz lays out pictures in DOT by Graphviz itself, in process.
//
//	diagram → DOT → [graphviz] → SVG
//
// In: a text in DOT. Out: the picture as SVG.
// Must not know: what is drawn.
//
// graphviz.wasm is Graphviz compiled to WebAssembly, the file of that name of
// github.com/goccy/go-graphviz v0.2.10 (MIT licence; Graphviz itself: Eclipse
// Public License 2.0). That module starts Graphviz whenever a program that
// contains it starts, and keeps machine code in a folder that all users of a
// machine share; here Graphviz starts with the first picture.
package graphviz
