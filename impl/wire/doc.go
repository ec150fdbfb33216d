// Package wire is the form in which nodes of Multi-Paxos send each other
// messages and keep them in files. wire.proto is the schema. The handshake of
// package transport carries its version: nodes of different versions do not
// talk, so there are no unknown fields to pass over, and decoding is strict.
//
// Names of commands are never sent. Whoever decodes a command makes the name
// from the payload; only a snapshot's table of sessions, which has no payloads,
// holds them. Where a value is sent its digest is not: it is made anew too.
//
// Decoding gives nothing out that is part of what it decoded, and takes memory
// in proportion to that.
package wire
