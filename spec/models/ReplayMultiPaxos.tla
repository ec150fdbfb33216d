-------------------------- MODULE ReplayMultiPaxos --------------------------
(***************************************************************************)
(* The constants of a replay.  A trace gives only Node, the same in every  *)
(* log; everything else follows from it here, so that no log can declare   *)
(* its own quorum.  Nothing below can be enumerated, nor needs to be.      *)
(*                                                                         *)
(* Nodes, ballots and digests are encoded as in ReplayBasicPaxos.  A       *)
(* command is <<client, number, digest>>; a prefix is a digest too, so     *)
(* that the invariants about the values in a prefix belong to the models.  *)
(*                                                                         *)
(* Window bounds how far a leader runs ahead.  Only memory and progress    *)
(* depend on it; this is more than any node is configured to.              *)
(***************************************************************************)
EXTENDS MultiPaxosSafety, Digests

ReplayOwner(b) == b % 1024

ReplayQuorum == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}

ReplayBallot == {b \in Nat : b >= 1024 /\ ReplayOwner(b) \in Node}

Positive == {i \in Nat : i > 0}

ReplayCommand == Nat \X Nat \X STRING

ReplayValue == {v \in Seq(ReplayCommand) : v # NoOp}

ReplayPrefix == STRING

(* What a step adds, alone: the messages to compare with the event's.      *)
ReplayAdd(M) == M

ASSUME NodesAreIndices == Node # {} /\ \A n \in Node : n \in 0..1023
=============================================================================
