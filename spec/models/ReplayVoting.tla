---------------------------- MODULE ReplayVoting ----------------------------
(***************************************************************************)
(* The constants of a replay at the level of Voting, for logs that hold    *)
(* promises and votes and no messages.  Encodings as in ReplayBasicPaxos.  *)
(***************************************************************************)
EXTENDS Voting

ReplayQuorum ==
  {Q \in SUBSET Acceptor : 2 * Cardinality(Q) > Cardinality(Acceptor)}

ReplayBallot == {b \in Nat : b >= 1024 /\ b % 1024 \in Acceptor}

ReplayValue == STRING

ASSUME AcceptorsAreIndices == Acceptor # {} /\ \A a \in Acceptor : a \in 0..1023
=============================================================================
