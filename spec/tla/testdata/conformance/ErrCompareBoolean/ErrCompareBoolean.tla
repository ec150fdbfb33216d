------------------------- MODULE ErrCompareBoolean --------------------------
(* A truth value is compared with a number.                                *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  (TRUE = 1) \* refused: compared
=============================================================================
