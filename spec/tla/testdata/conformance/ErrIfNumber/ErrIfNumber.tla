---------------------------- MODULE ErrIfNumber -----------------------------
(* IF with a number for a condition.                                       *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  IF 1 THEN 2 ELSE 3 \* refused: truth value
=============================================================================
