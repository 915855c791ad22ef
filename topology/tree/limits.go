package tree

// What a document may be. Beyond these a reader refuses, so that no input makes
// the tool hang or run out of memory.
const (
	// MaxJSONSize is the largest JSON text in bytes.
	MaxJSONSize = 256 << 20
	// MaxYAMLSize is the largest YAML text in bytes.
	MaxYAMLSize = 16 << 20
	// MaxDepth is the deepest nesting of lists and objects.
	MaxDepth = 200
	// MaxNodes is the number of values that may stand in memory at once.
	MaxNodes = 3_000_000
	// MaxYAMLNodes is the same for YAML, whose parser needs more for each.
	MaxYAMLNodes = 1_000_000
)

// maxReported bounds the entries for one kind of mistake in one file.
const maxReported = 20
