---------------------------- MODULE ErrLenOfSet -----------------------------
(* Len of a set.                                                           *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  Len({1}) \* refused: sequence
=============================================================================
