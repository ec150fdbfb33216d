// Package transport carries payloads between the nodes of a cluster, and
// requests of clients to nodes and the answers back, over TCP or mutual TLS.
//
// A payload arrives whole or not at all, perhaps twice as often as it was sent
// if its sender repeats it, and in no particular order across connections.
// Loss is part of the protocols' model: a connection that breaks loses what was
// under way, and nobody is told. Each node dials every peer and sends on the
// connection that it dialled.
//
// What waits for a peer is bounded. When it is too much the oldest goes, since in
// these protocols the newest message is worth most; how much that was is
// counted. A node that is slow to take what arrives slows its peers' connections
// down, and no other node. What has gathered while a write was under way goes
// with the next one, and is delivered together.
//
// A connection opens with a hello that names the version, the cluster, the run
// and the sender's identity, and with the answer to it. Strangers, nodes of
// other clusters and nodes that come back with another identity are refused.
// With TLS, a certificate also says which node, or that a client, it is of; see
// tls.go.
//
// Package transport knows nothing of what it carries. Memory is its twin without
// a network, for tests, to which it leaves every delivery.
package transport
