---------------------------- MODULE ErrMixedSet -----------------------------
(* A string is looked for in a set of numbers.                             *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  ("a" \in {1, 2}) \* refused: 
=============================================================================
