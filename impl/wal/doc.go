// Package wal is a node's write-ahead log: what is in it has been on the disk
// before anybody heard of it. The log is also a trace; its records are trace
// entries in binary form (batch.go).
//
// The file begins with a preamble: a magic number, a random salt and the
// CRC-32C of both. Frames follow, one for each batch that was made durable
// together:
//
//	marker  4 bytes
//	length  4 bytes, of the payload
//	check   4 bytes, CRC-32C over salt, position in the file, length, payload
//	seal    4 bytes, CRC-32C over salt, position in the file, length, check
//	end     1 byte, not zero
//	payload, masked
//	end     1 byte, not zero
//
// The rest of the file is zeros, written ahead in large pieces so that an
// append overwrites blocks that are there already, which is cheaper to sync.
//
// The checksums cover the position, so that a frame that turns up in the wrong
// place is no frame, and the salt, so that bytes of a client's value never look
// like one.
//
// # Torn or damaged
//
// A record that was relied upon must never be taken for the trace of a write
// that was not finished: the node would forget a promise or a vote. One frame at
// most is on its way to the disk, since each append syncs before it returns. So
// whatever has a valid frame behind it was relied upon, and the log does not
// open when it is damaged. The last frame has nothing behind it; tear.go says
// what tells a torn write of it from damage, and what cannot be told.
//
// What no log can tell by itself is that its end is gone altogether. The data
// directory therefore keeps the number of incarnations beside the log; package
// node compares.
package wal
