package language

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

// SeedVariable is the environment variable that fixes what is drawn at random.
const SeedVariable = "SYNOD_SEED"

// Seed is the seed of a run: the one that SYNOD_SEED gives, else a new one or the
// one that is always used.
func Seed(fresh bool) (uint64, error) {
	given := os.Getenv(SeedVariable)
	switch {
	case given == "" && fresh:
		return uint64(time.Now().UnixNano()) & (1<<31 - 1), nil
	case given == "":
		return usual, nil
	}
	n, err := strconv.ParseUint(given, 10, 31)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", SeedVariable, err)
	}
	return n, nil
}

// usual is the seed unless another one is asked for: a red gate tells of a
// change, and not of luck.
const usual = 1
