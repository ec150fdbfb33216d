// Package wire is the form in which nodes of Multi-Paxos send each other
// messages and keep them in files. wire.proto is the schema. The handshake of
// package transport carries its version: nodes of different versions do not
// talk, so there are no unknown fields to pass over, and decoding is strict.
//
// Names of commands are never sent. Whoever decodes a command makes the name
// from the payload; only a snapshot's table of sessions, which has no payloads,
// holds them. Where a value is sent its digest is not: it is made anew too.
//
// A value is encoded once on its way through a node: by the leader that proposes
// it, or before it came. Its bytes go to the network and to the log as they are,
// and the payloads of its commands are parts of them. That they are the ones which
// encoding would make is sure because decoding is strict.
//
// Decoding gives out parts of what it decoded, which must be there for it alone,
// and takes memory in proportion to that.
package wire
