// Package wal is a node's write-ahead log: what is in it has been on the disk
// before anybody heard of it. The log is also a trace; its records are trace
// entries in binary form (batch.go).
//
// The log is a directory of segments, files with ascending numbers. A segment
// begins with a preamble (preamble.go): a magic number, a random salt, its own
// number, what it was made with, and the salt and the end of the segment before
// it. Frames follow, one for each batch that was made durable together:
//
//	length  8 bytes, of the payload
//	check   4 bytes, CRC-32C over salt, position in the file, length, payload
//	seal    4 bytes, CRC-32C over salt, position in the file, length, check
//	tag     8 bytes, the salt
//	payload, filled up with zeros to a multiple of 8 bytes
//	tag
//
// Where the payload crosses from one sector of 512 bytes into the next, a tag
// stands on either side of the border. Frames begin at multiples of 8 bytes, and
// not where the header and two tags would not fit in the sector. The checksums
// cover the position, so that a frame that turns up in the wrong place is no
// frame, and the salt, so that bytes of a client's value never look like one.
//
// What stands behind the last frame does not matter. A file that was a segment is
// used again, with all that is in it, under the name of a spare first (blank.go):
// so an append overwrites blocks that are there already, which is cheaper to sync
// than space that the file system has yet to find or to mark as written. Where
// there is no spare the file grows, ahead of the frames; with Options.Ahead a
// spare is made beside the appends, while the last segment fills.
//
// # Checkpoints
//
// A new segment begins when the last one is full. It also begins with each
// checkpoint: batches that say all that a reader must know of what came before.
// What a checkpoint holds is its writer's business. A log is read from its last
// checkpoint on, and the segments before that are retired: whatever has become
// of them harms nobody. A segment gets its name only when its preamble and its
// first batches are on the disk, so it is there whole or not at all, and nothing
// is retired before it is there.
//
// # Torn or damaged
//
// A record that was relied upon must never be taken for the trace of a write
// that was not finished: the node would forget a promise or a vote. One frame at
// most is on its way to the disk, since each append syncs before it returns. So
// whatever has a valid frame behind it was relied upon, and so were the batches
// that a segment was made with, and all of a segment that another follows, up to
// where that one says it ended; the log does not open when any of it is damaged
// or missing. The last frame has nothing behind it; tear.go says what tells a
// torn write of it from damage, and what cannot be told.
//
// What no log can tell by itself is that its end is gone altogether, or all of a
// first segment. The data directory therefore keeps the number of incarnations
// beside the log; the shells compare.
package wal
