--------------------------- MODULE ErrTupleIndex ----------------------------
(* A tuple is applied to 0.                                                *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  <<1, 2>>[0] \* refused: domain
=============================================================================
