------------------------------ MODULE MCVoting ------------------------------
(* What the models of Voting need; the header of each .cfg says what for.  *)
EXTENDS Voting, TLC

Majorities ==
  {Q \in SUBSET Acceptor : Cardinality(Q) = (Cardinality(Acceptor) \div 2) + 1}

(* Probes: each denies something that must be possible.                    *)
NothingChosen == chosen = {}

(* A state that is none: TypeOK must say so.                               *)
Mistyped ==
  /\ votes  = [a \in Acceptor |-> {}]
  /\ maxBal = [a \in Acceptor |-> -1]

(* Mutants: what an overridden operator becomes.                           *)
Any2(x, y)    == TRUE
Any3(x, y, z) == TRUE
=============================================================================
