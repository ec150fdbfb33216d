package node

import "errors"

// What is said of a command without a result. Errors wrap one of these.
var (
	// ErrRejected: the command was not tried and will never take effect.
	ErrRejected = errors.New("the command was rejected and will not take effect")
	// ErrUnknown: the command may have taken effect, and if not, may yet.
	ErrUnknown = errors.New("the outcome is unknown: the command may have taken effect, or may yet")
	// ErrExpired: the session that the command was sent in has expired. The
	// command may have taken effect before; if not, it never will.
	ErrExpired = errors.New("the session has expired: the command may have taken effect before, and will not any more")
	// ErrRetryInOrder: a command came before its turn in a session of the caller's
	// own. It was skipped; the caller is to send the one that is missing, and then
	// this one again.
	ErrRetryInOrder = errors.New("the command came before its turn in its session; send it again, in order")
	// ErrNoReads: the state machine is no Reader.
	ErrNoReads = errors.New("the state machine answers no questions; only commands can be proposed")
)
