---------------------------- MODULE ErrCaseNone -----------------------------
(* CASE without an arm that holds.                                         *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  CASE 1 = 2 -> 1 [] 2 = 3 -> 2 \* refused: CASE
=============================================================================
