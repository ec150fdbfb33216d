------------------------- MODULE ErrChooseInfinite --------------------------
(* CHOOSE from an infinite set.                                            *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  CHOOSE k \in Nat : k > 5 \* refused: 
=============================================================================
