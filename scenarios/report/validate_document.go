package report

// ValidateDocument is what validate answers.
type ValidateDocument struct {
	SchemaVersion int          `json:"schemaVersion" jsonschema:"const=1"`
	Files         []FileReport `json:"files"`
	Summary       Counts       `json:"summary"`
	Errors        []Problem    `json:"errors"`
	Warnings      []Problem    `json:"warnings"`
	Basis
}

// FileReport is what one file held.
type FileReport struct {
	File   string         `json:"file"`
	Format string         `json:"format"`
	Types  map[string]int `json:"types"`
	Counts
}

// Counts are numbers of resources.
type Counts struct {
	Simulated   int `json:"simulated"`
	Irrelevant  int `json:"irrelevant"`
	Unsupported int `json:"unsupported"`
	Unknown     int `json:"unknown"`
}

// Problem is one thing wrong or doubtful.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}
