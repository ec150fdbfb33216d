------------------------- MODULE ErrOverflowProduct -------------------------
(* A product beyond the range of numbers.                                  *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  65536 * 65536 \* refused: overflow
=============================================================================
