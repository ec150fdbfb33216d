// Package wal is a node's write-ahead log: what is in it has been on the disk
// before anybody heard of it. The log is also a trace; its records are trace
// entries in binary form (batch.go).
//
// The file begins with a preamble, a magic number and a random salt. Frames
// follow, one for each batch that was made durable together:
//
//	marker  4 bytes
//	length  4 bytes, of the payload
//	check   4 bytes, CRC-32C over salt, position in the file, length, payload
//	payload
//
// The rest of the file is zeros, written ahead in large pieces so that an
// append overwrites blocks that are there already, which is cheaper to sync.
//
// The checksum covers the position, so that a frame that turns up in the wrong
// place is no frame, and the salt, so that bytes of a client's value never look
// like one. One frame at most is on its way to the disk, since each append
// syncs before it returns. Damage at the end, with no valid frame behind, is
// therefore the trace of a write that never finished: it is cut off, and nobody
// relied on it. Damage with a valid frame behind it has eaten something that
// was relied upon; the log does not open then.
package wal
