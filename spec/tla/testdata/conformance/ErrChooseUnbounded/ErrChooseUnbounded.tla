------------------------- MODULE ErrChooseUnbounded -------------------------
(* CHOOSE without a set.                                                   *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  CHOOSE k : k > 5 \* refused: 
=============================================================================
