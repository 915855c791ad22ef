package graphviz

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

//go:embed graphviz.wasm
var program []byte

// engine is the program made ready to run.
type engine struct {
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
}

// start makes the program ready, once in a process.
var start = sync.OnceValues(func() (*engine, error) {
	ctx := context.Background()
	config := wazero.NewRuntimeConfig().WithCloseOnContextDone(true)
	if cache := machineCode(); cache != nil {
		if e, err := newEngine(ctx, config.WithCompilationCache(cache)); err == nil {
			return e, nil
		} // a full disk, most likely: do without
	}
	return newEngine(ctx, config)
})

func newEngine(ctx context.Context, config wazero.RuntimeConfig) (*engine, error) {
	r := wazero.NewRuntimeWithConfig(ctx, config)
	compiled, err := r.CompileModule(ctx, program)
	if err != nil {
		return nil, err
	}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, r); err != nil {
		return nil, err
	}
	if err := provide(ctx, r, compiled); err != nil {
		return nil, err
	}
	return &engine{r, compiled}, nil
}

// provide gives the program what it imports: functions by which renderers and
// layouts written in Go could be called. There are none.
func provide(ctx context.Context, r wazero.Runtime, compiled wazero.CompiledModule) error {
	const module = "env"
	env := r.NewHostModuleBuilder(module)
	for _, f := range compiled.ImportedFunctions() {
		from, name, _ := f.Import()
		if from != module {
			continue
		}
		refuse := api.GoFunc(func(context.Context, []uint64) {
			panic(fmt.Errorf("graphviz calls %s, which is not there", name)) // the call returns it as its error
		})
		env = env.NewFunctionBuilder().WithGoFunction(refuse, f.ParamTypes(), f.ResultTypes()).Export(name)
	}
	_, err := env.Instantiate(ctx)
	return err
}

// machineCode is where the program is kept as machine code, below the user's
// own cache: compiling takes as long as many pictures. Nil where the user has
// no cache.
func machineCode() wazero.CompilationCache {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	if _, err := os.Stat(cache); err != nil {
		return nil
	}
	code, err := wazero.NewCompilationCacheWithDir(filepath.Join(cache, "vnetproof"))
	if err != nil {
		return nil
	}
	return code
}
