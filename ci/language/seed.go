package language

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

// SeedVariable is the environment variable that fixes what is drawn at random.
const SeedVariable = "SYNOD_SEED"

// Seed is the seed of a run: the one that SYNOD_SEED gives, or a new one.
func Seed() (uint64, error) {
	given := os.Getenv(SeedVariable)
	if given == "" {
		return uint64(time.Now().UnixNano()) & (1<<31 - 1), nil
	}
	n, err := strconv.ParseUint(given, 10, 31)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", SeedVariable, err)
	}
	return n, nil
}
