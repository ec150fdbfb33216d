// Package transport carries payloads between the nodes of a cluster, and
// between clients and nodes, over TCP.
//
// A payload arrives whole or not at all, perhaps twice as often as it was sent
// if its sender repeats it, and in no particular order across connections.
// Loss is part of the protocols' model: a queue that is full drops its oldest
// payload, a connection that breaks loses what was under way, and nobody is
// told. Each node dials every peer and sends on the connection that it dialled.
//
// A connection opens with a hello that names the version, the cluster, the run
// and the sender's identity, and with the answer to it. Strangers, nodes of
// other clusters and nodes that come back with another identity are refused.
//
// Package transport knows nothing of what it carries. Memory is its twin
// without a network, for tests.
package transport
