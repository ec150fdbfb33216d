// Package snapshot keeps a node's snapshots in files, and brings them from one
// node to another in pieces. What is in a snapshot is its owner's business: a
// sequence of bytes, of any length, that is never held in memory whole.
//
// A file begins with a header: a magic number, which prefix of the log the
// snapshot is of, how long it is, the SHA-256 of all of it, and a CRC-32C of
// these. Chunks follow, each behind the CRC-32C of its number and its bytes; all
// but the last are of the same length. So a reader knows of each chunk that it
// is good before it gives any of it out, and in the end of all of them together.
//
// A file gets its name when all of it is on the disk: a snapshot is there whole
// or not at all. One that was damaged since is refused.
package snapshot
