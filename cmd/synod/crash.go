package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
)

// parseCrash reads "persist:0.1,release:0.1" and returns what to call at each
// crash point, of which a shell has two: nothing for an empty text.
func parseCrash[P comparable](text string, seed uint64, persist, release P) (func(P), error) {
	if text == "" {
		return nil, nil
	}
	points := map[string]P{"persist": persist, "release": release}
	chance := make(map[P]float64)
	for part := range strings.SplitSeq(text, ",") {
		name, number, _ := strings.Cut(part, ":")
		point, ok := points[name]
		p, err := strconv.ParseFloat(number, 64)
		if !ok || err != nil || !(p >= 0 && p <= 1) {
			return nil, fmt.Errorf("%q is not of the form persist:P or release:P with P from 0 to 1", part)
		}
		chance[point] = p
	}
	if seed == 0 {
		seed = rand.Uint64()
	}
	random := rand.New(rand.NewPCG(seed, 1))
	return func(at P) {
		if random.Float64() < chance[at] {
			killSelf()
		}
	}, nil
}

// killSelf ends the process as a crash does: nothing is flushed, nothing runs.
func killSelf() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		panic("cannot kill myself: " + err.Error())
	}
	select {}
}
