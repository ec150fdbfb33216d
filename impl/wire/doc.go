// Package wire is the form in which nodes of Multi-Paxos send each other
// messages and keep them in files. wire.proto is the schema. The handshake of
// package transport carries its version: nodes of different versions do not
// talk, so there are no unknown fields to pass over, and decoding is strict.
//
// Names of commands are kept in no file: whoever reads one makes them from the
// payloads; only a snapshot's table of sessions, which has no payloads, holds them.
// A leader's messages, though, say what their value and its commands are called. A
// node that traces checks that, so that its trace shows what it has seen itself; one
// that does not takes it as said, for naming is a large part of what a command costs:
// a fifth of all CPU at 1 KiB.
//
// A value is encoded once on its way through a node: by the leader that proposes
// it, or before it came. Its bytes go to the network and to the log as they are,
// and the payloads of its commands are parts of them. That they are the ones which
// encoding would make is sure because decoding is strict.
//
// Decoding gives out parts of what it decoded, which must be there for it alone,
// and takes memory in proportion to that.
package wire
