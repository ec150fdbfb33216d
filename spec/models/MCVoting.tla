------------------------------ MODULE MCVoting ------------------------------
(* What the models of Voting need; the header of each .cfg says what for.  *)
EXTENDS Voting, TLC

Majorities ==
  {Q \in SUBSET Acceptor : Cardinality(Q) = (Cardinality(Acceptor) \div 2) + 1}

(* Probes: each denies something that must be possible.                    *)
NothingChosen == chosen = {}
NobodyMoves   == \A a \in Acceptor : maxBal[a] = 0

(* Mutants: what an overridden operator becomes.                           *)
Any2(x, y)    == TRUE
Any3(x, y, z) == TRUE
=============================================================================
