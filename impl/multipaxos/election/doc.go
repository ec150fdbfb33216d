// Package election says when a node of Multi-Paxos should run for leader.
//
// It is no part of the argument for safety: Multi-Paxos is safe with any number
// of leaders. All that an Elector ever does is advise its node to start a ballot
// above those it has heard of, to propose or to pause, and whom to hand
// clients' commands to. If it is wrong, late or silent, the cluster is slow and
// nothing else. It is a deterministic component: time is a count of ticks, and
// random numbers come from a source that it is given.
//
// A link works when both ends hear each other. A node is quorum-connected when
// its links that work lead to a quorum, itself included. Each node tells each
// other one at intervals (Status) whether it hears that node, whether it is
// quorum-connected, which ballot it follows, and which leader it knows. From
// that follow four rules:
//
//   - A leader leads while a quorum of nodes, itself included, is linked to it
//     and follows no ballot above its own. When it is not so, it says that it
//     does not lead, and pauses; its ballot is not lost by that.
//   - A node is content while it leads, or has a link to a node that says it
//     leads, in a ballot not below the one that the node follows. A leader that
//     is linked to a node which follows a higher ballot is not content: it
//     needs a ballot above that to win that node back.
//   - A node that has been discontent for a random time asks all nodes whether
//     they would support it. Only with the consent of a quorum, which shows that
//     it is quorum-connected, does it start a ballot. So a node that is cut off,
//     or comes back, raises no ballot.
//   - A content node refuses its consent, but to the leader it follows.
//
// The rules are about links and not about logs, so that whoever is
// quorum-connected can be elected: Paxos lets a candidate learn from the promises
// what it has missed. A node that is far behind others merely waits a while
// longer than they do.
//
// The quorum-connected leader is an idea of Omni-Paxos (Ng, Haridi and Carbone,
// EuroSys 2023), which also describes the partial partitions of the tests; the
// question before the ballot is known as pre-vote from Ongaro's dissertation on
// Raft (2014, section 9.6).
//
//synod:deterministic
package election
