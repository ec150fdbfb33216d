-------------------------- MODULE ErrNegativePower --------------------------
(* A negative exponent.                                                    *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' =
  2 ^ (-1) \* refused: exponent
=============================================================================
