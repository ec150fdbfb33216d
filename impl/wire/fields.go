package wire

// The field numbers of wire.proto.
const (
	packetMessage = 1
	packetControl = 2
	packetOffer   = 3
	packetWant    = 4
	packetChunk   = 5

	receivedFrom     = 1
	receivedInc      = 2
	receivedSeq      = 3
	receivedType     = 4
	receivedBal      = 5
	receivedSlot     = 6
	receivedVal      = 7
	receivedVote     = 9
	receivedTrunc    = 10
	receivedPromised = 11
	receivedCmd      = 12
	receivedSnap     = 13
	receivedNames    = 14
	receivedBody     = 15

	valueCommand = 1

	commandSession = 1
	commandNumber  = 2
	commandPayload = 3

	voteSlot = 1
	voteBal  = 2
	voteBody = 3

	snapUpto   = 1
	snapPrefix = 2
	snapOpened = 3
	snapDone   = 4
	snapImage  = 5

	doneSession = 1
	doneClient  = 2
	doneNumber  = 3
	doneName    = 4
	doneResult  = 5

	controlKind     = 1
	controlElection = 2
	controlRequest  = 3
	controlRelayed  = 4
	controlSlot     = 5
	controlUpto     = 6

	electionKind      = 1
	electionAttempt   = 2
	electionHears     = 3
	electionConnected = 4
	electionBallot    = 5
	electionLeader    = 6
	electionUpto      = 7

	offerID = 1

	wantID     = 1
	wantOffset = 2

	chunkID     = 1
	chunkOffset = 2
	chunkCheck  = 3
	chunkData   = 4

	snapshotUpto   = 1
	snapshotPrefix = 2
	snapshotSize   = 3
	snapshotSum    = 4
)
