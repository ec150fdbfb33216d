----------------------------- MODULE Consensus ------------------------------
(***************************************************************************)
(* The problem, with no algorithm in sight: of the values that may be      *)
(* proposed at most one is ever chosen, and once chosen it stays chosen.   *)
(* This is the top of the refinement chain                                 *)
(*                                                                         *)
(*        Consensus  <-  Voting  <-  BasicPaxos                            *)
(*                                                                         *)
(* The formulation is Lamport's ("The Paxos Algorithm, or How to Win a     *)
(* Turing Award", 2019).                                                   *)
(*                                                                         *)
(* Simplification: a value needs no proposer here; any element of Value    *)
(* may be chosen at the first step.                                        *)
(*                                                                         *)
(* How to try to break this: override NothingChosen by TRUE, or Just by    *)
(* more than one value (models/Consensus_v2_mutant_*.cfg).                 *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANT Value      \* the values that may be chosen

VARIABLE chosen     \* the set of values chosen so far: empty or a singleton

-----------------------------------------------------------------------------
TypeOK == chosen \subseteq Value

Init == chosen = {}

(***************************************************************************)
(* The only step there is: while nothing is chosen, v may be.              *)
(***************************************************************************)
NothingChosen == chosen = {}
Just(v) == {v}

Choose(v) ==
  /\ NothingChosen
  /\ chosen' = Just(v)

Next == \E v \in Value : Choose(v)

Spec == Init /\ [][Next]_chosen

-----------------------------------------------------------------------------
(* At most one value is chosen.  No operator on infinite sets is used, so  *)
(* this can be evaluated in a replay whose Value is unbounded.             *)
AtMostOne == \A v, w \in chosen : v = w

(* What is chosen stays chosen: a change is from nothing.                  *)
ChosenForGood == [][chosen = {}]_chosen
=============================================================================
