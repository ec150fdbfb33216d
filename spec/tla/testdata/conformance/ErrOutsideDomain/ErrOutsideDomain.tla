-------------------------- MODULE ErrOutsideDomain --------------------------
(* A function is applied outside its domain.                               *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  [k \in {1, 2} |-> k][3] \* refused: domain
=============================================================================
