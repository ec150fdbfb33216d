-------------------------- MODULE ReplayBasicPaxos --------------------------
(***************************************************************************)
(* The constants of a replay.  A trace gives only Node, the same in every  *)
(* log; everything else follows from it here, so that no log can declare   *)
(* its own quorum.  Nothing below can be enumerated, nor needs to be.      *)
(*                                                                         *)
(* A node is an index from 0 to 1023.  A ballot is  round * 1024 + node,   *)
(* round >= 1, below 2^31.  A value is a digest, a string; None is not.    *)
(***************************************************************************)
EXTENDS BasicPaxos

ReplayOwner(b) == b % 1024

ReplayQuorum == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}

ReplayBallot == {b \in Nat : b >= 1024 /\ ReplayOwner(b) \in Node}

ReplayValue == STRING

(* What a step adds, alone: the messages to compare with the event's.      *)
ReplayAdd(M) == M

ASSUME NodesAreIndices == Node # {} /\ \A n \in Node : n \in 0..1023
=============================================================================
