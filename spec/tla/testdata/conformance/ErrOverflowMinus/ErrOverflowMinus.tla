-------------------------- MODULE ErrOverflowMinus --------------------------
(* The smallest number has no opposite.                                    *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  -(-2147483647 - 2) \* refused: overflow
=============================================================================
