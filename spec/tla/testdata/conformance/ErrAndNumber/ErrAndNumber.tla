---------------------------- MODULE ErrAndNumber ----------------------------
(* A number as a conjunct.                                                 *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  (TRUE /\ 5) \* refused: truth value
=============================================================================
