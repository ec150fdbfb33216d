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

-----------------------------------------------------------------------------
(* A write-ahead log need not hold steps that change nothing durable.      *)

(* The messages that nobody hears of before the log holds their step.      *)
Logged(m) == m.type \in {"1a", "1b", "2b", "snapshot"}

Asks(M) == {m \in M : m.type = "1a"}

(* What a step in the log, which adds the messages M and leaves d as the   *)
(* node's durable variables, tells of the others before the step: nothing, *)
(* <<>>, of most actions, whatever the step.                               *)
Recalled(action, M, d) ==
  CASE action = "Prepare" ->
         [upto |-> IF Asks(M) = {} THEN 1
                   ELSE (CHOOSE m \in Asks(M) : TRUE).slot]
    [] action = "Snapshot" -> d.snap
    [] OTHER               -> <<>>

(* What d says of a node's durable variables is not older than what c says *)
(* of them.                                                                *)
NotOlder(c, d) ==
  /\ d.promised >= c.promised
  /\ d.trunc >= c.trunc
  /\ d.snap.upto >= c.snap.upto
  /\ \A s \in DOMAIN c.vote :
       s >= d.trunc =>
         \/ VoteIn(d.vote, s) = c.vote[s]
         \/ VoteIn(d.vote, s).bal > c.vote[s].bal

-----------------------------------------------------------------------------
ASSUME NodesAreIndices == Node # {} /\ \A n \in Node : n \in 0..1023
=============================================================================
