----------------------- MODULE ErrCardinalityInfinite -----------------------
(* The cardinality of an infinite set.                                     *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  Cardinality(Nat) \* refused: 
=============================================================================
