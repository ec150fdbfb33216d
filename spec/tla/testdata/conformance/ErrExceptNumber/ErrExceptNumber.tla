-------------------------- MODULE ErrExceptNumber ---------------------------
(* EXCEPT of a number.                                                     *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  LET f == 3 IN [f EXCEPT ![1] = 2] \* refused: EXCEPT
=============================================================================
