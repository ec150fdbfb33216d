--------------------------- MODULE ErrCompareSets ---------------------------
(* A set is compared with a number.                                        *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  ({1} = 1) \* refused: compared
=============================================================================
