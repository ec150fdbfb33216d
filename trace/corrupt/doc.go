// Package corrupt shows that the checker can be believed when it says that a
// trace conforms: it alters a real run, one line and one field at a time, and
// expects each alteration to be noticed where it was made.
//
// The suite has no list of what to alter; it goes through every field of every
// line of the run it is given, and takes the alternative from the run itself,
// so that what it makes is as plausible as a wrong trace can be. Table says what
// must come of each; an alteration that changes nothing is there with its
// reason. The suite fails if the table and the schema of traces do not match,
// or if a row of it had no instance in the run.
//
// Whole runs have no gaps. The rows for gaps are for runs in which recorders
// left events out; of such a run the suite alters nothing else.
//
// The tests here are about Basic Paxos. Runs of Multi-Paxos take the suite longer:
// the gate corruption alters them, without the race detector.
package corrupt
