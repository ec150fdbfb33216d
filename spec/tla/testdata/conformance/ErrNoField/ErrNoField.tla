----------------------------- MODULE ErrNoField -----------------------------
(* A record has no such field.                                             *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  [a |-> 1].b \* refused: field
=============================================================================
