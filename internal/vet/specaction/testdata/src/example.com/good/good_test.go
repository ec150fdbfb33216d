package good

import "github.com/synod-paxos/synod/trace"

// A test may build the event that it expects.
var want = trace.Event{Action: "Promise"}

var _ = promiseEvent
