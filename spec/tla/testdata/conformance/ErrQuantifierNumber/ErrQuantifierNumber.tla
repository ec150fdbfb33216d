------------------------ MODULE ErrQuantifierNumber -------------------------
(* A quantifier over a number.                                             *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  (\E k \in 5 : k = 1) \* refused: set
=============================================================================
