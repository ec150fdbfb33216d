package determinism

import "strings"

// allowed lists the packages of the standard library whose functions depend on
// their arguments alone. It is a list of what is allowed rather than of what is
// forbidden, since a new package should be looked at before a core uses it.
var allowed = map[string]bool{
	"bytes": true, "cmp": true, "container/heap": true, "container/list": true,
	"container/ring": true, "crypto/hmac": true, "crypto/sha256": true,
	"crypto/sha512": true, "crypto/subtle": true, "encoding": true,
	"encoding/base64": true, "encoding/binary": true, "encoding/hex": true,
	"encoding/json": true, "errors": true, "fmt": true, "hash": true,
	"hash/crc32": true, "hash/crc64": true, "hash/fnv": true, "io": true,
	"iter": true, "maps": true, "math": true, "math/big": true,
	"math/bits": true, "slices": true, "sort": true, "strconv": true,
	"strings": true, "unicode": true, "unicode/utf16": true, "unicode/utf8": true,
}

// denied lists the functions of allowed packages that are forbidden all the
// same, with what to do instead. Functions of maps that show a map's order are
// dealt with in maporder.go.
var denied = map[string]string{
	"fmt.Print":         outputAdvice,
	"fmt.Printf":        outputAdvice,
	"fmt.Println":       outputAdvice,
	"fmt.Scan":          inputAdvice,
	"fmt.Scanf":         inputAdvice,
	"fmt.Scanln":        inputAdvice,
	"io.Pipe":           concurrencyAdvice,
	"math/big.Int.Rand": chanceAdvice,
}

const (
	timeAdvice        = "let time come in as a tick input"
	chanceAdvice      = "draw from the source of randomness that the core is given"
	concurrencyAdvice = "a core takes one step at a time; return an effect and leave concurrency to the shell"
	outputAdvice      = "return an effect and let the shell carry it out"
	inputAdvice       = "let it come in as an input of a step"
	addressAdvice     = "addresses differ from run to run; work on values"
	otherAdvice       = "it is not on the list of packages known to be deterministic (internal/vet/determinism/std.go)"
)

// advice says what to use in place of packages that a core may be tempted by.
var advice = []struct{ path, instead string }{
	{"context", concurrencyAdvice},
	{"crypto/rand", chanceAdvice},
	{"hash/maphash", "its seed differs from run to run; use hash/fnv or crypto/sha256"},
	{"log", outputAdvice},
	{"math/rand", chanceAdvice},
	{"net", outputAdvice},
	{"os", outputAdvice},
	{"path/filepath", outputAdvice},
	{"reflect", "reflection shows map order and addresses; write the code out for the types at hand"},
	{"runtime", concurrencyAdvice},
	{"sync", concurrencyAdvice},
	{"syscall", outputAdvice},
	{"time", timeAdvice},
	{"unsafe", addressAdvice},
}

// adviceFor returns what to do instead of using the package, or one above it.
func adviceFor(path string) string {
	for _, a := range advice {
		if path == a.path || strings.HasPrefix(path, a.path+"/") {
			return a.instead
		}
	}
	return otherAdvice
}

// isStandard tells whether an import path belongs to the standard library, by
// the rule of the go command: elsewhere, the first element has a dot.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}
