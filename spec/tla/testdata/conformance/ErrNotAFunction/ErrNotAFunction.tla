-------------------------- MODULE ErrNotAFunction ---------------------------
(* A number is applied.                                                    *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  LET f == 5 IN f[1] \* refused: not a function
=============================================================================
