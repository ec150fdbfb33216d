// Package imports takes what a core must not have.
//
//synod:deterministic
package imports

import (
	"context" // want `must not import context: a core takes one step at a time`
	"errors"
	"fmt"
	"log" // want `must not import log: return an effect`
	"maps"
	"math/rand/v2" // want `must not import math/rand/v2: draw from the source of randomness`
	"net/netip"    // want `must not import net/netip: return an effect`
	"os"           // want `must not import os: return an effect`
	"slices"
	"sync"           // want `must not import sync: a core takes one step at a time`
	"sync/atomic"    // want `must not import sync/atomic: a core takes`
	"text/tabwriter" // want `must not import text/tabwriter: it is not on the list`
	"time"           // want `must not import time: let time come in as a tick input`
	"unsafe"         // want `must not import unsafe: addresses differ`
)

var (
	_ context.Context
	_ = errors.New
	_ = fmt.Sprintf
	_ log.Logger
	_ = maps.Clone[map[int]int]
	_ = rand.Int
	_ netip.Addr
	_ = os.Args
	_ = slices.Max[[]int]
	_ sync.Mutex
	_ atomic.Int64
	_ tabwriter.Writer
	_ = time.Now
	_ unsafe.Pointer
)
