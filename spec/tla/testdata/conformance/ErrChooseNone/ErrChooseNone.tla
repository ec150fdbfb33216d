--------------------------- MODULE ErrChooseNone ----------------------------
(* CHOOSE without a witness.                                               *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  CHOOSE k \in {1, 2} : k > 5 \* refused: CHOOSE
=============================================================================
